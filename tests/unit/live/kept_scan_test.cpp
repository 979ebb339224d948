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
        rows += found.conflicts->rows();
        alike += text == before[i] ? 1U : 0U;
        before[i] = text;
      }
    }
  }
  CHECK(rows > 10'000);
  CHECK(alike > 1'000);
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
