// PostgreSQL asked which open opportunities a draft would be in conflict with; run.py starts it and
// asks it by a line, for each of which it goes through all drafts:
//
//   postgres_check URL QUERY FOLDER SECONDS
//
// The statement is prepared once and planned once, and parameters and rows are binary: what is
// timed is one round trip.
#include <libpq-fe.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include "drafts.hpp"

namespace {

using namespace opportune::benchmark;

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Finish>;

/// A 4-byte integer, as the server sends and takes it.
using Binary = std::array<unsigned char, 4>;

Binary binary(std::int64_t number) {
  Binary out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = static_cast<unsigned char>(number >> (8 * (out.size() - 1 - i)));
  }
  return out;
}
std::int64_t number(const char* bytes) {
  std::uint32_t out = 0;
  for (int i = 0; i < 4; ++i) {
    out = out << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return out;
}

class Connection {
 public:
  explicit Connection(const char* url) : connection_(PQconnectdb(url)) {}

  void run(const char* sql) { (void)must(PQexec(connection_.get(), sql)); }
  void prepare(const std::string& query) {
    constexpr Oid int4 = 23;
    const std::array<Oid, 5> types{int4, int4, int4, int4, int4};
    (void)must(PQprepare(connection_.get(), "check", query.c_str(), 5, types.data()));
  }
  void find(const Keys& draft, Found& out) {
    std::array<Binary, 5> bytes;
    std::array<const char*, 5> values;
    constexpr std::array<int, 5> lengths{4, 4, 4, 4, 4}, formats{1, 1, 1, 1, 1};
    for (std::size_t i = 0; i < 5; ++i) {
      bytes[i] = binary(draft[i]);
      values[i] = draft[i] == 0 ? nullptr : reinterpret_cast<const char*>(bytes[i].data());
    }
    const Result rows = must(PQexecPrepared(connection_.get(), "check", 5, values.data(),
                                            lengths.data(), formats.data(), 1));
    for (int row = 0; row < PQntuples(rows.get()); ++row) {
      const std::int64_t key = number(PQgetvalue(rows.get(), row, 0));
      out.push_back(*PQgetvalue(rows.get(), row, 1) != 0 ? -key : key);
    }
  }

 private:
  Result must(PGresult* made) {
    Result result(made);
    const ExecStatusType status = PQresultStatus(made);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      throw std::runtime_error(PQerrorMessage(connection_.get()));
    }
    return result;
  }
  std::unique_ptr<PGconn, Finish> connection_;
};

void run(char** arguments) {
  Connection connection(arguments[1]);
  connection.run("SET plan_cache_mode = force_generic_plan");  // never planned again
  connection.run("SET jit = off");                             // compiling takes longer than asking
  connection.prepare(read_file(arguments[2]));
  const auto find = [&](const Keys& draft, Found& out) { connection.find(draft, out); };
  serve([&] { ask_database(arguments[3], "PostgreSQL", std::atoi(arguments[4]), find); });
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, 4, 0, "postgres_check URL QUERY FOLDER SECONDS", [&] { run(argv); });
}
