// A scan that is kept up by what changes touch is the scan of all groups, row by row.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "opportune/io/csv.hpp"
#include "opportune/workspace.hpp"
#include "support/catch.hpp"
#include "unit/store/steps.hpp"

using namespace random_world;

namespace {

std::string text_of(const Table& table) {
  std::string out;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (const TableColumn& column : table.columns()) {
      out += column.name() + "=";
      switch (column.type()) {
        case ColumnType::text:
          out += column.is_null(row) ? "none" : std::string(column.text(row));
          break;
        case ColumnType::integer:
          out += std::to_string(column.integer(row));
          break;
        case ColumnType::instant:
          out += to_string(column.instant(row));
          break;
        default:
          for (const std::string& item : column.list(row)) {
            out += item + ",";
          }
      }
      out += "|";
    }
    out += "\n";
  }
  return out;
}

std::string text_of(const ConflictTables& tables) {
  return text_of(*tables.conflicts) + "\n" + text_of(*tables.members);
}

/// One that names its policy is answered from nothing that was kept.
std::string fresh(const Workspace& workspace, ConflictQuery query) {
  query.policy = "{}";
  return text_of(workspace.conflicts(query));
}

/// The same of all groups by name, one by one.
std::string by_name(const Workspace& workspace, ConflictQuery query) {
  const auto accounts = workspace.export_table("account");
  for (std::size_t row = 0; row < accounts->rows(); ++row) {
    query.groups.emplace_back(accounts->at("id").text(row));
  }
  return text_of(workspace.conflicts(query));
}

/// One that identifiers may hold together with others, or a person, a rate: what stands at no
/// account.
Change other_change(World& world) {
  Random& random = world.random();
  switch (below(random, 4)) {
    case 0: {
      Person person;
      person.id = one_of(random, std::vector<std::string>{"ann", "bo", "cy"});
      person.market = chance(random, 50) ? "se" : "us";
      return {person, {}, ""};
    }
    case 1: {
      FxRate rate;
      rate.currency = "USD";
      rate.date = day_near(random, world.now(), 100, 10);
      rate.rate = 1.0 + below(random, 9);
      return {rate, {}, ""};
    }
    default: {
      Account account;
      account.id = "shared" + std::to_string(below(random, 5));
      account.market = chance(random, 50) ? "se" : "us";
      account.domain = chance(random, 70) ? "same" + std::to_string(below(random, 2)) + ".com" : "";
      account.parent =
          chance(random, 30) ? "shared" + std::to_string(5 + below(random, 2)) : std::string();
      return {account, {}, ""};
    }
  }
}

void random_step(World& world) {
  try {
    switch (below(world.random(), 8)) {
      case 0:
        return move(world);
      case 1:
        return convert(world);
      case 2:
        static_cast<void>(world.workspace().apply({other_change(world), world.change()}));
        return;
      default:
        static_cast<void>(world.workspace().apply({world.change()}));
    }
  } catch (const InputError&) {
  } catch (const NotFoundError&) {
  }
}

}  // namespace

TEST_CASE("a scan that is kept up is the scan of all groups", "[live]") {
  std::size_t rows = 0, alike = 0;
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    World world(seed);
    Workspace& workspace = world.workspace();
    for (const char* id : {"shared5", "shared6"}) {
      Account account;
      account.id = id;
      account.market = "dk";
      static_cast<void>(workspace.apply({Change{account, {}, ""}}));
    }
    std::vector<ConflictQuery> queries(3);
    queries[0].as_of = world.now();
    queries[1].as_of = Instant{world.now().micros + 20 * micros_per_day};
    queries[1].language = "sv";
    queries[2].as_of = world.now();
    queries[2].kinds = {"shared_identity", "duplicate_pursuit"};
    std::vector<std::string> before(queries.size());
    for (int step = 0; step < 150; ++step) {
      CAPTURE(seed, step);
      for (std::uint32_t i = below(world.random(), 3); i > 0; --i) {
        random_step(world);
      }
      if (step == 75) {
        static_cast<void>(workspace.load(
            {read_csv_text("id,account,market,stage,opened\nloaded,a1,se,qualified,2024-10-01\n",
                           "opportunity")}));
      }
      for (std::size_t i = 0; i < queries.size(); ++i) {
        const ConflictTables found = workspace.conflicts(queries[i]);
        const std::string text = text_of(found);
        REQUIRE(text == fresh(workspace, queries[i]));
        REQUIRE(text == by_name(workspace, queries[i]));
        rows += found.conflicts->rows();
        alike += text == before[i] ? 1U : 0U;
        before[i] = text;
      }
    }
  }
  CHECK(rows > 10'000);
  CHECK(alike > 1'000);
}

TEST_CASE("a kept scan knows of owners and of past parents in other groups", "[live]") {
  Config config;
  config.clock = start_of_day(make_date(2026, 6, 1));
  Workspace workspace(config);
  const auto load = [&](const char* table, const char* rows) {
    static_cast<void>(workspace.load({read_csv_text(rows, table)}));
  };
  load("market", "id,currency,country\nse,EUR,SE\nus,EUR,US\n");
  load("person", "id\nann\nbo\n");
  load("account", "id,parent,market\nx,,se\ny,,se\nr,,se\np,,se\na,r,se\nb,r,us\n");
  load("account_parent", "account,parent,from\na,p,2020-01-01\na,r,2025-01-01\np,,2025-03-01\n");
  load("agreement", "id,account\ng,y\n");
  load("opportunity",
       "id,account,market,owner,stage,opened,agreement\n"
       "named,x,se,ann,proposal,2026-01-01,g\n"
       "of-a,a,se,ann,proposal,2023-01-01,\n"
       "of-b,b,us,bo,proposal,2023-01-01,\n");
  ConflictQuery query;
  query.as_of = config.clock;
  std::string before = text_of(workspace.conflicts(query));
  const auto alters = [&](const Change& change) {
    static_cast<void>(workspace.apply({change}));
    const std::string now = text_of(workspace.conflicts(query));
    CHECK(now == fresh(workspace, query));
    CHECK(now != before);
    before = now;
  };
  Account account;
  account.id = "y";
  account.market = "se";
  account.owner = "ann";
  alters({account, {}, ""});
  account.owner = "bo";
  alters({account, {}, ""});
  AccountParent parent;
  parent.account = "p";
  parent.parent = "r";
  parent.from = make_date(2024, 6, 1);
  alters({parent, {}, ""});
}

TEST_CASE("accounts share an identifier also where others have left it", "[live]") {
  Workspace workspace{Config{}};
  const auto put = [&](const char* id, const char* parent, const char* domain) {
    Account account;
    account.id = id;
    account.parent = parent;
    account.domain = domain;
    static_cast<void>(workspace.apply({Change{account, {}, ""}}));
  };
  put("x", "", "own.com");
  put("y", "x", "own.com");
  put("a", "x", "v.com");
  put("p", "x", "v.com");
  put("v", "", "v.com");
  put("b", "v", "v.com");
  put("p", "x", "p.com");
  put("v", "", "w.com");
  ConflictQuery query;
  query.as_of = end_of_day(make_date(2026, 6, 1));
  query.kinds = {"shared_identity"};
  const ConflictTables found = workspace.conflicts(query);
  REQUIRE(found.conflicts->rows() == 1);
  CHECK(found.members->rows() == 2);
  CHECK(text_of(found) == by_name(workspace, query));
}

TEST_CASE("what a caller does to the tables of a scan is his own affair", "[live]") {
  World world(2);
  for (int step = 0; step < 60; ++step) {
    random_step(world);
  }
  ConflictQuery query;
  query.as_of = world.now();
  const ConflictTables first = world.workspace().conflicts(query);
  const std::string text = text_of(first);
  REQUIRE(first.conflicts->rows() > 0);
  first.conflicts->columns().clear();
  first.members->columns().front().add_text("nonsense");
  CHECK(text_of(world.workspace().conflicts(query)) == text);
}

TEST_CASE("scans of several threads, beside a writer, are kept up too", "[live]") {
  World world(5);
  Workspace& workspace = world.workspace();
  ConflictQuery query;
  query.as_of = world.now();
  std::atomic<bool> is_done{false};
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&, kinds = reader] {
      ConflictQuery mine = query;
      if (kinds == 1) {
        mine.kinds = {"cross_market_pursuit"};
      }
      while (!is_done) {
        static_cast<void>(workspace.conflicts(mine));
      }
    });
  }
  for (int step = 0; step < 300; ++step) {
    random_step(world);
  }
  is_done = true;
  for (std::thread& reader : readers) {
    reader.join();
  }
  CHECK(text_of(workspace.conflicts(query)) == fresh(workspace, query));
}
