// How commands are written: large ones while they are decided; and, where the journal allows it,
// without a turn of one's own, so that whoever is overtaken decides again.
#include <string>
#include <vector>

#include "opportune/workspace.hpp"
#include "store/sqlite/journal.hpp"
#include "support/catch.hpp"
#include "unit/store/everything.hpp"
#include "unit/store/people.hpp"
#include "unit/store/places.hpp"

#ifdef OPP_WITH_POSTGRESQL
#include "store/postgres/journal.hpp"
#endif

using namespace opportune;

namespace {

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
