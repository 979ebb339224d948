// The present records that SQL finds beside the log.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "opportune/store/journal.hpp"
#include "opportune/workspace.hpp"
#include "store/sqlite/database.hpp"
#include "support/catch.hpp"
#include "unit/store/everything.hpp"
#include "unit/store/people.hpp"
#include "unit/store/places.hpp"

using namespace opportune;

namespace {

Config config() {
  Config out;
  out.clock = parse_instant("2026-03-01T12:00:00Z").value();
  return out;
}

/// Opportunities that are put, and again with other amounts and owners, each when many others have
/// been; moves of some.
std::vector<Change> pursuits(int count) {
  std::vector<Change> out{person("ann"), person("bo")};
  Market market;
  Account account;
  account.id = "acme";
  account.market = market.id = "se";
  out.push_back({market, {}, ""});
  out.push_back({account, {}, ""});
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < count; ++i) {
      Opportunity opportunity;
      opportunity.id = "o" + std::to_string(i);
      opportunity.account = "acme";
      opportunity.stage = "qualified";
      opportunity.owner = (i + round) % 2 == 0 ? "ann" : "bo";
      opportunity.opened = parse_date("2026-01-05").value();
      opportunity.currency = "EUR";
      opportunity.amount_minor = 1'000 * i + round;
      out.push_back({opportunity, {}, "ann"});
    }
  }
  for (int i = 0; i < count; i += 2) {
    StageChange move;
    move.opportunity = "o" + std::to_string(i);
    move.at = parse_instant("2026-02-0" + std::to_string(1 + i % 9) + "T08:00:00Z").value();
    move.to = "proposal";
    out.push_back({move, {}, ""});
  }
  return out;
}

/// The rows of a table as SQL finds them, in an order of their own.
std::vector<std::string> present_rows(const Place& place, const std::string& table) {
  std::vector<std::string> out;
#ifdef OPP_WITH_POSTGRESQL
  if (is_server(place.location())) {
    postgres::Connection connection(place.location());
    connection.each_row("SELECT t::text FROM opportune.\"" + table + "\" t", {},
                        [&](const postgres::Result& row) {
                          out.emplace_back(row.text(0, 0));
                          return true;
                        });
    std::sort(out.begin(), out.end());
    return out;
  }
#endif
  sqlite::Database database(place.location(), SQLITE_OPEN_READONLY, 1'000);
  const std::int64_t columns =
      database.number("SELECT count(*) FROM pragma_table_info('" + table + "')");
  sqlite::Statement statement(database, "SELECT * FROM \"" + table + "\"");
  while (statement.step()) {
    out.emplace_back();
    for (int i = 0; i < columns; ++i) {
      out.back() += std::string(statement.text(i)) + '|';
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("what a large command leaves for SQL is what there is in the end", "[store]") {
  at_each_place([]<class Sort>(const Sort& place) {
    const Sort one_by_one;
    Workspace large = Workspace::open(place.location(), config());
    Workspace small = Workspace::open(one_by_one.location(), config());
    const std::vector<Change> changes = pursuits(400);
    static_cast<void>(large.apply(changes));
    for (const Change& change : changes) {
      static_cast<void>(small.apply({change}));
    }
    check_same(everything(large), everything(small));
    for (const std::string& table : table_names()) {
      INFO(table);
      CHECK(present_rows(place, table) == present_rows(one_by_one, table));
    }
    CHECK(present_rows(place, "opportunity").size() == 400);
    CHECK(present_rows(place, "amount_change").size() > 400);
  });
}
