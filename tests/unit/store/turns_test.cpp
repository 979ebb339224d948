// How commands are written: large ones while they are decided; and, where the journal allows it,
// without a turn of one's own, so that whoever is overtaken decides again.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "opportune/workspace.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/journal.hpp"
#include "support/catch.hpp"
#include "unit/store/everything.hpp"
#include "unit/store/places.hpp"

#ifdef OPP_WITH_POSTGRESQL
#include "store/postgres/connection.hpp"
#include "store/postgres/journal.hpp"
#endif

using namespace opportune;

namespace {

Change person(const std::string& id, const std::string& manager = {}) {
  Person out;
  out.id = id;
  out.manager = manager;
  return {out, {}, ""};
}

std::vector<Change> people(const std::string& prefix, int count) {
  std::vector<Change> out;
  for (int i = 0; i < count; ++i) {
    out.push_back(person(prefix + std::to_string(i), i == 0 ? "" : prefix + std::to_string(i - 1)));
  }
  return out;
}

std::vector<JournalEntry> entries_at(const Place& place) {
#ifdef OPP_WITH_POSTGRESQL
  const auto journal = is_server(place.location()) ? postgres::open_journal(place.location(), {})
                                                   : sqlite::open_journal(place.location(), {});
#else
  const auto journal = sqlite::open_journal(place.location(), {});
#endif
  std::vector<JournalEntry> out;
  journal->read(0, [&](JournalEntry&& entry) {
    out.push_back(std::move(entry));
    return true;
  });
  return out;
}

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

TEST_CASE("a command of many changes is one commit, in their order", "[store]") {
  at_each_place([](const Place& place) {
    Workspace workspace = Workspace::open(place.location());
    static_cast<void>(workspace.apply({person("ann")}));
    static_cast<void>(workspace.apply(people("p", 1'500)));
    static_cast<void>(workspace.apply({person("bo")}));
    const std::vector<JournalEntry> entries = entries_at(place);
    REQUIRE(entries.size() == 1'502);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      REQUIRE(entries[i].sequence == i + 1);
      REQUIRE(entries[i].commit == (i == 0 ? 1 : i <= 1'500 ? 2 : 1'502));
      REQUIRE((i == 0 || entries[i - 1].recorded <= entries[i].recorded));
    }
    for (std::size_t i = 0; i < 1'500; ++i) {
      REQUIRE(entries[i + 1].record == "p" + std::to_string(i));
      REQUIRE(entries[i + 1].recorded == entries[1].recorded);
    }
    CHECK(workspace.position() == 1'502);
    check_same(everything(Workspace::open(place.location())), everything(workspace));
  });
}

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

TEST_CASE("of a command whose last change is refused nothing is there", "[store]") {
  at_each_place([](const Place& place) {
    Workspace workspace = Workspace::open(place.location());
    Workspace other = Workspace::open(place.location());
    static_cast<void>(workspace.apply({person("ann")}));
    for (const int count : {1, 300, 1'500}) {
      std::vector<Change> changes = people("p", count);
      changes.push_back(person("q", "nobody of that name"));
      CHECK_THROWS_AS(workspace.apply(changes), InputError);
      CHECK(workspace.count("person") == 1);
      CHECK(other.count("person") == 1);
      CHECK(entries_at(place).size() == 1);
    }
    static_cast<void>(workspace.apply({person("bo")}));
    static_cast<void>(other.apply(people("p", 700)));
    CHECK(workspace.count("person") == 702);
    check_same(everything(Workspace::open(place.location())), everything(workspace));
  });
}

TEST_CASE("whoever is overtaken decides again, on what is there", "[store]") {
  at_each_place([](const Place& place) {
    Workspace one = Workspace::open(place.location()), other = Workspace::open(place.location());
    std::string last = "ann";
    static_cast<void>(one.apply({person(last)}));
    for (int i = 0; i < 60; ++i) {
      // Each of two changes of one workspace, then one of the other, which has not looked since: it
      // names a person of whom it cannot know yet.
      Workspace& first = i % 2 == 0 ? one : other;
      Workspace& second = i % 2 == 0 ? other : one;
      const std::string id = "p" + std::to_string(i);
      static_cast<void>(first.apply({person(id + "a", last)}));
      static_cast<void>(first.apply({person(id + "b", id + "a")}));
      static_cast<void>(second.apply({person(id + "c", id + "b")}));
      CHECK_THROWS_AS(first.apply({person(id + "d", id + "z")}), InputError);
      last = id + "c";
    }
    CHECK(one.count("person") == 181);
    check_same(everything(one), everything(other));
    check_same(everything(Workspace::open(place.location())), everything(one));
    const std::vector<JournalEntry> entries = entries_at(place);
    REQUIRE(entries.size() == 181);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      REQUIRE(entries[i].sequence == i + 1);
    }
  });
}

TEST_CASE("many moves that are overtaken are told of once", "[store]") {
  at_each_place([](const Place& place) {
    Config config = place.config(start_of_day(make_date(2026, 3, 1)));
    Workspace one{config}, other{config};
    std::string opportunities = "id,account,market,stage,opened\n";
    std::vector<AdvanceRequest> requests;
    for (int i = 0; i < 700; ++i) {
      const std::string id = "o" + std::to_string(i);
      opportunities += id + ",acme,se,qualified,2026-02-01\n";
      requests.push_back({});
      requests.back().opportunity = id;
      requests.back().to = "discovery";
    }
    static_cast<void>(one.load({read_csv_text("id,currency\nse,EUR\n", "market"),
                                read_csv_text("id,market\nacme,se\n", "account"),
                                read_csv_text(opportunities, "opportunity")}));
    CHECK(other.count("opportunity") == 700);
    static_cast<void>(other.apply({person("ann")}));
    static_cast<void>(one.apply({person("bo")}));
    static_cast<void>(other.apply({person("cy")}));  // of which the next does not know
    const std::vector<TransitionResult> results = one.advance(requests);
    REQUIRE(results.size() == 700);
    for (const TransitionResult& result : results) {
      REQUIRE(result.done);
    }
    CHECK(one.count("stage_change") == 700);
    check_same(everything(one), everything(other));
    check_same(everything(Workspace::open(place.location())), everything(one));
  });
}

#ifdef OPP_WITH_POSTGRESQL
TEST_CASE("a session that the server ends at any moment loses nothing and waits for nothing",
          "[store]") {
  if (!ServerPlace::is_there()) {
    return;
  }
  const ServerPlace place;
  Workspace workspace = Workspace::open(place.location());
  std::atomic<bool> is_over{false};
  std::thread ender([&] {
    postgres::Connection connection(place.location());
    std::mt19937 random(7);
    while (!is_over) {
      connection.run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid()");
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 8'000));
    }
  });
  int acknowledged = 0, lost = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(4);
  for (int i = 0; std::chrono::steady_clock::now() < end; ++i) {
    try {
      static_cast<void>(
          workspace.apply(people("n" + std::to_string(i) + "-", i % 40 == 0 ? 600 : 1)));
      ++acknowledged;
    } catch (const StoreError&) {
      ++lost;
    }
  }
  is_over = true;
  ender.join();
  CHECK(acknowledged > 0);
  CHECK(lost > 0);
  for (int tries = 0; tries < 3; ++tries) {
    try {
      static_cast<void>(workspace.apply({person("last")}));
      break;
    } catch (const StoreError&) {  // the end of its session had not been noticed
    }
  }
  const Workspace again = Workspace::open(place.location());
  check_same(everything(again), everything(workspace));
  CHECK(again.count("person") >= static_cast<std::uint64_t>(acknowledged) + 1);
}
#endif
