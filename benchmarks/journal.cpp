// What does a durable change cost, beside the database alone doing the same inserts? Single
// commits, commits of many, commits of several threads; opening, and catching up on what others
// have written. One JSON object on standard output.
//
//   journal file [commits = 2000] [batch = 20000] [server's URL]
//
// The file is made in a folder that should be on the disk that is asked about, and removed.
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
        present_(database_, "INSERT OR REPLACE INTO person VALUES (?,?,?,?,?,?,?)") {}
  void begin() { database_.run("BEGIN IMMEDIATE"); }
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
  void commit() { database_.run("COMMIT"); }

 private:
  void setup() {
    database_.run("PRAGMA synchronous = FULL");
    database_.run("DELETE FROM change_log; DELETE FROM person");
  }
  sqlite::Database database_;
  sqlite::Statement log_, present_;
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

template <class Plain>
double plain_singles(Plain& plain, const Inserts& inserts, std::size_t count) {
  return seconds([&] {
    for (std::size_t i = 0; i < count; ++i) {
      plain.begin();
      plain.add(inserts.rows[i]);
      plain.commit();
    }
  });
}
template <class Plain>
double plain_batch(Plain& plain, const Inserts& inserts, std::size_t first, std::size_t count) {
  return seconds([&] {
    plain.begin();
    for (std::size_t i = first; i < first + count; ++i) {
      plain.add(inserts.rows[i]);
    }
    plain.commit();
  });
}

struct Ours {
  double singles, batch, threads, open, catch_up;
};
Ours run_ours(const std::string& location, std::size_t commits, std::size_t batch) {
  Ours out{};
  std::size_t next = 0;
  Workspace workspace = Workspace::open(location);
  Workspace other = Workspace::open(location);
  static_cast<void>(workspace.apply({put(next++)}));
  out.singles = seconds([&] {
    for (std::size_t i = 0; i < commits; ++i) {
      static_cast<void>(workspace.apply({put(next++)}));
    }
  });
  std::vector<Change> many;
  for (std::size_t i = 0; i < batch; ++i) {
    many.push_back(put(next++));
  }
  out.batch = seconds([&] { static_cast<void>(workspace.apply(many)); });
  out.catch_up = seconds([&] { static_cast<void>(other.position()); });
  out.threads = seconds([&] {
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (std::size_t i = 0; i < commits / 8; ++i) {
          static_cast<void>(workspace.apply({put(next + t * commits + i)}));
        }
      });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
  });
  out.open = seconds([&] { static_cast<void>(Workspace::open(location)); });
  return out;
}

void tell_rest(const std::string& where, const Ours& ours, std::size_t commits, std::size_t batch) {
  std::cout << ", \"" << where
            << "_8_threads_per_second\": " << static_cast<double>(commits / 8 * 8) / ours.threads
            << ", \"" << where
            << "_catch_up_per_second\": " << static_cast<double>(batch + commits) / ours.catch_up
            << ", \"" << where << "_open_entries_per_second\": "
            << static_cast<double>(batch + 2 * commits) / ours.open;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : "journal-benchmark.db";
  const std::size_t commits = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 2'000;
  const std::size_t batch = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 20'000;
  const auto remove = [&] {
    for (const char* end : {"", "-wal", "-shm"}) {
      std::filesystem::remove(path + end);
    }
  };
  remove();
  std::cout << "{\"commits\": " << commits << ", \"batch\": " << batch;
  const Ours ours = run_ours(path, commits, batch);
  const Inserts inserts = inserts_of(path);
  {
    PlainSqlite plain(path);
    tell("sqlite_single", commits, ours.singles, plain_singles(plain, inserts, commits));
    tell("sqlite_batch", batch, ours.batch, plain_batch(plain, inserts, commits + 1, batch));
  }
  tell_rest("sqlite", ours, commits, batch);
#ifdef OPP_WITH_POSTGRESQL
  if (argc > 4) {
    const Ours served = run_ours(argv[4], commits, batch);
    PlainPostgres plain(argv[4]);
    tell("postgres_single", commits, served.singles, plain_singles(plain, inserts, commits));
    tell("postgres_batch", batch, served.batch, plain_batch(plain, inserts, commits + 1, batch));
    tell_rest("postgres", served, commits, batch);
  }
#endif
  std::cout << "}\n";
  remove();
  return 0;
}
