// What does a durable change cost, beside the database alone doing the same inserts? Single
// commits, commits of many (ours and the database take turns, each with its own file or database),
// commits of several threads; opening by the log, and catching up on what others have written. One
// JSON object on standard output.
//
//   journal file [commits = 2000] [batch = 20000] [server's URL]
//
// The file is made in a folder that should be on the disk that is asked about, and removed.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "opportune/workspace.hpp"
#include "store/sqlite/database.hpp"
#ifdef OPP_WITH_POSTGRESQL
#include "store/postgres/connection.hpp"
#endif

namespace {

using namespace opportune;

template <class Work>
double seconds(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

Change put(std::size_t number) {
  Person person;
  person.id = "P-" + std::to_string(number);
  person.name = "Somebody with a name " + std::to_string(number);
  person.role = "sales";
  return {person, {}, ""};
}

void tell(const char* name, std::size_t changes, double ours, double plain) {
  const auto rate = [&](double took) { return static_cast<double>(changes) / took; };
  std::cout << ", \"" << name << "\": {\"ours_per_second\": " << rate(ours)
            << ", \"plain_per_second\": " << rate(plain) << ", \"ratio\": " << plain / ours << "}";
}

/// The inserts that a put of ours makes, read from a journal of ours.
struct Inserts {
  struct Row {
    std::vector<std::string> log, present;
  };
  std::vector<Row> rows;
};
Inserts inserts_of(const std::string& path) {
  sqlite::Database database(path, SQLITE_OPEN_READWRITE, 1000);
  sqlite::Statement log(database, "SELECT * FROM change_log ORDER BY sequence");
  sqlite::Statement present(database, "SELECT * FROM person WHERE id = ?");
  Inserts out;
  while (log.step()) {
    Inserts::Row& row = out.rows.emplace_back();
    for (int i = 0; i < 10; ++i) {
      row.log.emplace_back(log.text(i));
    }
    present.bind(1, std::string_view(row.log[7]));
    if (present.step()) {
      for (int i = 0; i < 7; ++i) {
        row.present.emplace_back(present.text(i));
      }
    }
    present.reset();
  }
  return out;
}

/// SQLite alone: the same rows into the same tables, with the same settings.
class PlainSqlite {
 public:
  explicit PlainSqlite(const std::string& path)
      : database_(path, SQLITE_OPEN_READWRITE, 1000),
        log_((setup(), database_), "INSERT INTO change_log VALUES (?,?,?,?,?,?,?,?,?,?)"),
        present_(database_, "INSERT OR REPLACE INTO person VALUES (?,?,?,?,?,?,?)"),
        begin_(database_, "BEGIN IMMEDIATE"),
        commit_(database_, "COMMIT") {}
  void begin() { begin_.run(); }
  void add(const Inserts::Row& row) {
    for (int i = 0; i < 10; ++i) {
      log_.bind(i + 1, std::string_view(row.log[static_cast<std::size_t>(i)]));
    }
    log_.run();
    for (int i = 0; i < 7; ++i) {
      present_.bind(i + 1, std::string_view(row.present[static_cast<std::size_t>(i)]));
    }
    present_.run();
  }
  void commit() { commit_.run(); }

 private:
  void setup() {
    database_.run("PRAGMA synchronous = FULL");
    database_.run("DELETE FROM change_log; DELETE FROM person");
  }
  sqlite::Database database_;
  sqlite::Statement log_, present_, begin_, commit_;
};

#ifdef OPP_WITH_POSTGRESQL
/// PostgreSQL alone: prepared statements, all of a transaction sent at once.
class PlainPostgres {
 public:
  explicit PlainPostgres(const std::string& url) : connection_(url) {
    connection_.run("SET search_path TO opportune");
    connection_.run("TRUNCATE change_log, person");
  }
  void begin() {
    connection_.begin_batch();
    connection_.add("BEGIN", {});
  }
  void add(const Inserts::Row& row) {
    connection_.add("INSERT INTO change_log VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
                    values(row.log));
    connection_.add(
        "INSERT INTO person VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (id) DO UPDATE SET "
        "name = excluded.name",
        values(row.present));
  }
  void commit() {
    connection_.add("COMMIT", {});
    connection_.finish_batch();
  }

 private:
  static postgres::Values values(const std::vector<std::string>& texts) {
    postgres::Values out;
    for (const std::string& text : texts) {
      out.emplace_back(text.empty() ? std::nullopt : std::optional(text));
    }
    return out;
  }
  postgres::Connection connection_;
};
#endif

constexpr std::size_t rounds = 10;  ///< of single commits; ours and plain take turns
constexpr std::size_t batches = 3;

/// Seconds in all.
struct Beside {
  double ours_singles = 0, plain_singles = 0, ours_batches = 0, plain_batches = 0;
};

template <class Plain>
Beside beside(Workspace& ours, Plain& plain, const Inserts& inserts, std::size_t commits,
              std::size_t batch) {
  Beside out;
  std::size_t next = 0;
  for (std::size_t round = 0; round < rounds; ++round, next += commits / rounds) {
    out.ours_singles += seconds([&] {
      for (std::size_t i = next; i < next + commits / rounds; ++i) {
        static_cast<void>(ours.apply({put(i)}));
      }
    });
    out.plain_singles += seconds([&] {
      for (std::size_t i = next; i < next + commits / rounds; ++i) {
        plain.begin();
        plain.add(inserts.rows[i]);
        plain.commit();
      }
    });
  }
  for (std::size_t round = 0; round < batches; ++round, next += batch) {
    std::vector<Change> many;
    for (std::size_t i = next; i < next + batch; ++i) {
      many.push_back(put(i));
    }
    out.ours_batches += seconds([&] { static_cast<void>(ours.apply(many)); });
    out.plain_batches += seconds([&] {
      plain.begin();
      for (std::size_t i = next; i < next + batch; ++i) {
        plain.add(inserts.rows[i]);
      }
      plain.commit();
    });
  }
  return out;
}

void tell_beside(const std::string& where, const Beside& seen, std::size_t commits,
                 std::size_t batch) {
  tell((where + "_single").c_str(), commits / rounds * rounds, seen.ours_singles,
       seen.plain_singles);
  tell((where + "_batch").c_str(), batch * batches, seen.ours_batches, seen.plain_batches);
}

/// What nobody else does.
void tell_alone(const std::string& where, const std::string& location, std::size_t commits,
                std::size_t batch) {
  Workspace workspace = Workspace::open(location);
  Workspace other = Workspace::open(location);
  const std::uint64_t before = other.position();
  constexpr std::size_t threads = 8;
  const double together = seconds([&] {
    std::vector<std::thread> all;
    for (std::size_t t = 0; t < threads; ++t) {
      all.emplace_back([&, t] {
        for (std::size_t i = 0; i < commits / threads; ++i) {
          static_cast<void>(workspace.apply({put(10'000'000 + t * commits + i)}));
        }
      });
    }
    for (std::thread& thread : all) {
      thread.join();
    }
  });
  std::vector<Change> many;
  for (std::size_t i = 0; i < batch; ++i) {
    many.push_back(put(20'000'000 + i));
  }
  static_cast<void>(workspace.apply(many));
  const double catch_up = seconds([&] { static_cast<void>(other.position()); });
  Config by_log;
  by_log.journal = location;
  by_log.checkpoint = "off";
  const double open = seconds([&] { static_cast<void>(Workspace(by_log)); });
  const auto rate = [&](const char* what, std::uint64_t count, double took) {
    std::cout << ", \"" << where << what << "_per_second\": " << static_cast<double>(count) / took;
  };
  rate("_8_threads", commits / threads * threads, together);
  rate("_catch_up", workspace.position() - before, catch_up);
  rate("_open_entries", workspace.position(), open);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : "journal-benchmark.db";
  const std::size_t commits = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 2'000;
  const std::size_t batch = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 20'000;
  const std::string of_plain = path + "-plain";
  const auto remove = [&] {
    for (const std::string& file : {path, of_plain}) {
      for (const char* end : {"", "-wal", "-shm", "-checkpoint"}) {
        std::filesystem::remove(file + end);
      }
    }
  };
  remove();
  std::cout << "{\"commits\": " << commits << ", \"batch\": " << batch;
  {  // what ours would insert, for plain
    Workspace workspace = Workspace::open(of_plain);
    std::vector<Change> all;
    for (std::size_t i = 0; i < commits + batches * batch; ++i) {
      all.push_back(put(i));
    }
    static_cast<void>(workspace.apply(all));
  }
  const Inserts inserts = inserts_of(of_plain);
  {
    Workspace ours = Workspace::open(path);
    PlainSqlite plain(of_plain);
    tell_beside("sqlite", beside(ours, plain, inserts, commits, batch), commits, batch);
  }
  tell_alone("sqlite", path, commits, batch);
#ifdef OPP_WITH_POSTGRESQL
  if (argc > 4) {
    const std::string url = argv[4];
    const std::size_t end = std::min(url.find('?'), url.size());
    const std::string other = url.substr(0, url.rfind('/', end) + 1) + "plain" + url.substr(end);
    postgres::Connection(url).run("CREATE DATABASE plain");
    static_cast<void>(Workspace::open(other));
    {
      Workspace ours = Workspace::open(url);
      PlainPostgres plain(other);
      tell_beside("postgres", beside(ours, plain, inserts, commits, batch), commits, batch);
    }
    tell_alone("postgres", url, commits, batch);
  }
#endif
  std::cout << "}\n";
  remove();
  return 0;
}
