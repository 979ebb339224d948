// Journals that an earlier version has laid out: the log is the truth, so the present records are
// laid out anew from it.
#include <string>

#include "opportune/core/error.hpp"
#include "opportune/store/journal.hpp"
#include "opportune/workspace.hpp"
#include "store/sqlite/database.hpp"
#include "support/catch.hpp"
#include "unit/store/everything.hpp"
#include "unit/store/places.hpp"
#include "unit/store/steps.hpp"

using namespace random_world;

namespace {

/// Runs SQL on the database of a place.
void sql(const Place& place, const std::string& statements) {
#ifdef OPP_WITH_POSTGRESQL
  if (is_server(place.location())) {
    postgres::Connection connection(place.location());
    connection.run("SET search_path TO opportune");
    connection.run_all(statements);
    return;
  }
#endif
  sqlite::Database(place.location(), SQLITE_OPEN_READWRITE, 1000).run(statements);
}

std::int64_t number(const Place& place, const std::string& query) {
#ifdef OPP_WITH_POSTGRESQL
  if (is_server(place.location())) {
    postgres::Connection connection(place.location());
    connection.run("SET search_path TO opportune");
    return connection.run(query).integer(0, 0);
  }
#endif
  return sqlite::Database(place.location(), SQLITE_OPEN_READWRITE, 1000).number(query.c_str());
}

/// As a version would have left it that knew fewer tables and columns.
void make_older(const Place& place) {
  sql(place, "DROP TABLE kpi; ALTER TABLE opportunity DROP COLUMN kind; DELETE FROM opportunity; " +
                 std::string(is_server(place.location())
                                 ? "UPDATE journal_head SET value = '0' WHERE name = 'layout'"
                                 : "PRAGMA user_version = 0"));
}

}  // namespace

TEST_CASE("a journal of an earlier layout is brought up to date when it is opened", "[store]") {
  at_each_place([](const Place& place) {
    World world(11, place.config());
    for (int i = 0; i < 60; ++i) {
      step(world);
    }
    const Everything before = everything(world.workspace());
    const auto rows = static_cast<std::int64_t>(world.workspace().count("opportunity"));
    REQUIRE(rows > 0);
    make_older(place);
    REQUIRE(number(place, "SELECT count(*) FROM opportunity") == 0);
    Workspace again = Workspace::open(place.location());
    check_same(everything(again), before);
    CHECK(number(place, "SELECT count(*) FROM opportunity") == rows);
    CHECK(number(place, "SELECT count(*) FROM kpi") == 0);
    CHECK(number(place, "SELECT count(kind) FROM opportunity") >= 0);
    CHECK(number(place, "SELECT count(*) FROM stage_change") ==
          static_cast<std::int64_t>(again.count("stage_change")));
    Person person;
    person.id = "later";
    static_cast<void>(again.apply({{person, {}, ""}}));
    CHECK(number(place, "SELECT count(*) FROM person WHERE id = 'later'") == 1);
    check_same(everything(Workspace::open(place.location())), everything(again));
  });
}

TEST_CASE("a journal that cannot be brought up to date stays as it was", "[store]") {
  const FilePlace place;
  {
    World world(12, place.config());
    step(world);
  }
  make_older(place);
  sqlite::Database other(place.location(), SQLITE_OPEN_READWRITE, 0);
  other.run("BEGIN IMMEDIATE");
  CHECK_THROWS_AS(Workspace::open(place.location()), StoreError);
  other.run("ROLLBACK");
  CHECK(number(place, "SELECT count(*) FROM opportunity") == 0);
  CHECK(number(place, "PRAGMA user_version") == 0);
  CHECK_NOTHROW(Workspace::open(place.location()));
}
