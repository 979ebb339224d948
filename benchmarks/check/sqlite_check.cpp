// SQLite asked which open opportunities a draft would be in conflict with; run.py starts it and
// asks it by a line, for each of which it goes through all drafts:
//
//   sqlite_check DATABASE QUERY FOLDER SECONDS
//   sqlite_check --version
//
// The whole database is copied into memory first, nobody else has it, and the statement is prepared
// once: what is timed is to bind, to step through the rows and to reset.
#include <sqlite3.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include "drafts.hpp"

namespace {

using namespace opportune::benchmark;

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;

void must(int code, int expected, sqlite3* database) {
  if (code != expected) {
    throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(database));
  }
}

Database open(const char* path, int flags) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(path, &database, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database out(database);
  must(code, SQLITE_OK, database);
  return out;
}

Database in_memory(const char* path) {
  const Database file = open(path, SQLITE_OPEN_READONLY);
  Database memory = open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3_backup* copy = sqlite3_backup_init(memory.get(), "main", file.get(), "main");
  must(sqlite3_backup_step(copy, -1), SQLITE_DONE, memory.get());
  must(sqlite3_backup_finish(copy), SQLITE_OK, memory.get());
  return memory;
}

void run(char** arguments) {
  const Database database = in_memory(arguments[1]);
  sqlite3_stmt* made = nullptr;
  must(sqlite3_prepare_v3(database.get(), read_file(arguments[2]).c_str(), -1,
                          SQLITE_PREPARE_PERSISTENT, &made, nullptr),
       SQLITE_OK, database.get());
  const std::unique_ptr<sqlite3_stmt, Close> query(made);
  const auto find = [&](const Keys& draft, Found& out) {
    for (int i = 0; i < 5; ++i) {
      const std::int64_t key = draft[static_cast<std::size_t>(i)];
      key == 0 ? sqlite3_bind_null(query.get(), i + 1)
               : sqlite3_bind_int64(query.get(), i + 1, key);
    }
    int code = 0;
    while ((code = sqlite3_step(query.get())) == SQLITE_ROW) {
      const std::int64_t key = sqlite3_column_int64(query.get(), 0);
      out.push_back(sqlite3_column_int(query.get(), 1) != 0 ? -key : key);
    }
    must(code, SQLITE_DONE, database.get());
    sqlite3_reset(query.get());
  };
  serve([&] { ask_database(arguments[3], "SQLite", std::atoi(arguments[4]), find); });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::string(argv[1]) == "--version") {
    std::cout << sqlite3_libversion() << '\n';
    return 0;
  }
  return run_program(argc, 4, 0, "sqlite_check DATABASE QUERY FOLDER SECONDS", [&] { run(argv); });
}
