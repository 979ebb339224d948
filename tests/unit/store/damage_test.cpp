// Places at which there is no journal, or a damaged one: each says what is wrong, and where.
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "opportune/io/csv.hpp"
#include "opportune/workspace.hpp"
#include "store/sqlite/database.hpp"
#include "support/catch.hpp"
#include "unit/store/places.hpp"

using namespace opportune;

namespace {

constexpr int writable = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

void sql(const std::string& path, const std::string& statement) {
  sqlite::Database(path, writable, 1000).run(statement);
}

/// What opening says; empty: it opens.
std::string refusal(const std::string& location, const Config& config = {}) {
  try {
    static_cast<void>(Workspace::open(location, config));
    return {};
  } catch (const StoreError& error) {
    return error.what();
  }
}

void check_refused(const std::string& location, const std::string& why, const Config& config = {}) {
  const std::string found = refusal(location, config);
  INFO("'" << found << "' is to say '" << why << "'");
  CHECK(found.find(why) != std::string::npos);
}

Change person(const std::string& id) {
  Person out;
  out.id = id;
  return {out, {}, ""};
}

/// A journal of some commits, closed and in one file.
void make_journal(const std::string& path) {
  Workspace workspace = Workspace::open(path);
  for (int i = 0; i < 20; ++i) {
    static_cast<void>(workspace.apply({person("p" + std::to_string(i))}));
  }
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE("places that cannot be, and files of others", "[store]") {
  const FilePlace place;
  const std::string folder = place.folder().string();
  check_refused("", "no journal");
  check_refused(":memory:", "no place for a journal");
  check_refused(folder + "/deals.db" + std::string(1, '\0') + "x", "a character 0");
  check_refused(folder, "cannot be opened");
  check_refused(folder + "/no/such/deals.db", "cannot be opened");
  write_bytes(folder + "/text.db", std::string(5000, 'x'));
  check_refused(folder + "/text.db", "not a database");
  sql(folder + "/other.db", "CREATE TABLE customer (id INTEGER)");
  check_refused(folder + "/other.db", "of another program");
  check_refused("postgresql://nobody@/nothing?host=" + folder, "cannot be opened");
}

TEST_CASE("journals of others: later, of another currency, of other milestones", "[store]") {
  const FilePlace place;
  make_journal(place.location());
  Config config;
  config.reporting_currency = "SEK";
  check_refused(place.location(), "its reporting currency is EUR, not SEK", config);
  config.reporting_currency = "EUR";
  config.policy = R"({"milestones": [{"name": "open", "outcome": "open", "probability": 0.5},
                                     {"name": "won", "outcome": "won"}]})";
  check_refused(place.location(), "its milestones are", config);
  CHECK(refusal(place.location()).empty());
  sql(place.location(), "PRAGMA user_version = 99");
  check_refused(place.location(), "has layout 99");
}

TEST_CASE("a change log that was tampered with is found out", "[store]") {
  const std::vector<std::pair<std::string, std::string>> tamperings{
      {"DELETE FROM change_log WHERE sequence = 7", "has a gap: entry 8 comes after entry 6"},
      {"UPDATE change_log SET payload = '{\"id\":\"mallory\"}' WHERE sequence = 7",
       "entry 7 of the change log is damaged"},
      {"UPDATE change_log SET recorded = '2020-01-01T00:00:00Z' WHERE sequence = 3",
       "entry 3 of the change log is damaged"},
      {"UPDATE change_log SET kind = 'guess' WHERE sequence = 5", "of kind 'guess'"},
      {"UPDATE change_log SET sequence = 21 WHERE sequence = 20", "has a gap"},
      {"DROP TABLE change_log", "no such table"},
  };
  for (const auto& [tampering, why] : tamperings) {
    const FilePlace place;
    make_journal(place.location());
    sql(place.location(), tampering);
    check_refused(place.location(), why);
  }
}

TEST_CASE("what is cut off the end of the log is what was not written", "[store]") {
  const FilePlace place;
  make_journal(place.location());
  Workspace open = Workspace::open(place.location());
  sql(place.location(), "DELETE FROM change_log WHERE sequence > 15");
  CHECK_THROWS_AS(open.apply({person("late")}), StoreError);  // it has read further
  CHECK(open.count("person") == 20);
}

TEST_CASE("a file that is cut or has a bit turned is refused or gives the state that it had",
          "[store]") {
  const FilePlace place;
  make_journal(place.location());
  const std::string good = bytes_of(place.location());
  const std::string damaged = (place.folder() / "damaged.db").string();
  constexpr std::size_t page = 4096;
  std::mt19937 random(1);
  std::size_t refused = 0, same = 0;
  const auto look = [&](const std::string& bytes) {
    write_bytes(damaged, bytes);
    try {
      const Workspace workspace = Workspace::open(damaged);
      REQUIRE(workspace.count("person") == 20);
      ++same;
    } catch (const StoreError&) {
      ++refused;
    }
    for (const char* end : {"", "-wal", "-shm"}) {
      std::filesystem::remove(damaged + end);
    }
  };
  for (std::size_t at = 0; at < good.size(); at += page) {
    look(good.substr(0, at + page / 2));
    for (int i = 0; i < 4; ++i) {
      std::string bytes = good;
      const std::size_t byte = at + random() % page;
      bytes[byte] = static_cast<char>(bytes[byte] ^ (1 << random() % 8));
      look(bytes);
    }
  }
  CHECK(refused > 10);
  CHECK(same > 10);  // pages that the log is not in
}

TEST_CASE("a journal that another holds is waited for, and then given up", "[store]") {
  const FilePlace place;
  Workspace workspace = Workspace::open(place.location());
  static_cast<void>(workspace.apply({person("ann")}));
  sqlite::Database other(place.location(), writable, 0);
  other.run("BEGIN IMMEDIATE");
  CHECK(workspace.count("person") == 1);  // questions are answered
  try {
    static_cast<void>(workspace.apply({person("bo")}));
    FAIL("it was written by two");
  } catch (const StoreError& error) {
    CHECK(std::string(error.what()).find("locked") != std::string::npos);
  }
  CHECK(workspace.count("person") == 1);
  other.run("ROLLBACK");
  static_cast<void>(workspace.apply({person("bo")}));
  CHECK(workspace.count("person") == 2);
}
