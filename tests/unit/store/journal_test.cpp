// A workspace with a journal: what was acknowledged is there when it is opened again, also for
// others who have it open.
#include <map>
#include <string>

#include "opportune/workspace.hpp"
#include "support/catch.hpp"
#include "unit/store/everything.hpp"
#include "unit/store/places.hpp"
#include "unit/store/steps.hpp"

using namespace random_world;

TEST_CASE("a journal gives back what was put, at every instant at which it was known", "[store]") {
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    at_each_place([&](const Place& place) {
      std::map<Instant, Everything> known;
      {
        World world(seed, place.config());
        for (int i = 0; i < 40; ++i) {
          step(world);
          known[world.now()] = everything(world.workspace());
        }
        check_same(everything(world.workspace()), known.rbegin()->second);
      }
      const Workspace again = Workspace::open(place.location());
      check_same(everything(again), known.rbegin()->second);
      int looked = 0;
      for (const auto& [at, expected] : known) {
        if (++looked % 7 == 0) {
          const Workspace then = again.known_at(at);
          check_same(everything(then), expected);
          CHECK(then.now() == at);
        }
      }
    });
  }
}

TEST_CASE("records that were loaded come back, with all their decimals", "[store]") {
  at_each_place([](const Place& place) {
    {
      Workspace workspace = Workspace::open(place.location());
      static_cast<void>(workspace.load(
          {read_csv_text("id,parent\nse,nordic\nnordic,\n", "market"),
           read_csv_text("id,market\nacme,se\n", "account"),
           read_csv_text("date,currency,rate\n"
                         "2026-01-01,SEK,12345.123456789012\n"
                         "2026-01-02,SEK,0.1\n",
                         "fx_rates"),
           read_csv_text("id,metric,target\ng,won_amount,0.30000000000000004\n", "goal")}));
    }
    Workspace again = Workspace::open(place.location());
    CHECK(again.count("market") == 2);
    CHECK(again.book()->get<FxRate>().get<"rate">()[0] == 12'345'123'456'789'012);
    CHECK(again.book()->get<FxRate>().get<"rate">()[1] == 100'000'000'000);
    CHECK(again.export_table("goal")->at("target").real(0) == 0.30000000000000004);
  });
}

TEST_CASE("two workspaces on one journal see each other's changes", "[store]") {
  at_each_place([](const Place& place) {
    World one(3, place.config());
    Config other_config;
    other_config.clock = one.now();
    Workspace other = Workspace::open(place.location(), other_config);
    std::uint64_t told = 0;
    other.subscribe([&](const Effects&) { ++told; });
    for (int i = 0; i < 60; ++i) {
      step(one);
      check_same(everything(other), everything(one.workspace()));
      Person person;
      person.id = "p" + std::to_string(i);
      static_cast<void>(other.apply({{person, {}, ""}}));
      CHECK(one.workspace().count("person") == other.count("person"));
      CHECK(one.workspace().position() == other.position());
    }
    check_same(everything(Workspace::open(place.location())), everything(other));
    CHECK(told > 0);
  });
}

TEST_CASE("what was decided on an old view is refused, and decided again", "[store]") {
  at_each_place([](const Place& place) {
    Workspace one = Workspace::open(place.location()), other = Workspace::open(place.location());
    const auto person = [](const char* id) {
      Person out;
      out.id = id;
      return Change{out, {}, ""};
    };
    const std::uint64_t position = one.position();
    static_cast<void>(other.apply({person("bo")}));
    CHECK_THROWS_AS(one.apply_at(position, {person("ann")}), StaleError);
    CHECK(one.count("person") == 1);
    int asked = 0;
    static_cast<void>(decide_and_apply(one, [&](const Workspace& seen) {
      if (++asked == 1) {
        static_cast<void>(other.apply({person("cy")}));
      }
      CHECK(seen.count("person") >= 1);
      return std::vector<Change>{person("ann")};
    }));
    CHECK(asked == 2);
    CHECK(other.count("person") == 3);
    static_cast<void>(
        decide_and_apply(one, [](const Workspace&) { return std::vector<Change>(); }));
    CHECK(other.count("person") == 3);
  });
}

TEST_CASE("the trail of a record says who changed what", "[store]") {
  at_each_place([](const Place& place) {
    Config config;
    config.clock = start_of_day(make_date(2026, 3, 1));
    Workspace workspace = Workspace::open(place.location(), config);
    static_cast<void>(workspace.load({read_csv_text("id\nann\n", "person"),
                                      read_csv_text("id,country\nse,SE\nno,NO\n", "market")}));
    Market market;
    market.id = "se";
    market.country = "SE";
    market.name = "Sweden";
    static_cast<void>(workspace.advance_clock(start_of_day(make_date(2026, 3, 5))));
    static_cast<void>(workspace.apply({{market, start_of_day(make_date(2026, 3, 4)), "ann"}}));
    const auto trail = workspace.audit("market", "se");
    INFO(csv(*trail));
    REQUIRE(trail->rows() == 2);
    CHECK(trail->at("field").text(0) == "country");
    CHECK(trail->at("from").is_null(0));
    CHECK(trail->at("to").text(0) == "SE");
    CHECK(trail->at("by").is_null(0));
    CHECK(trail->at("field").text(1) == "name");
    CHECK(trail->at("to").text(1) == "Sweden");
    CHECK(trail->at("by").text(1) == "ann");
    CHECK(trail->at("at").instant(1) == start_of_day(make_date(2026, 3, 4)));
    CHECK(trail->at("recorded").instant(1) == start_of_day(make_date(2026, 3, 5)));
    CHECK_THROWS_AS(workspace.audit("market", "dk"), NotFoundError);
    CHECK_THROWS_AS(workspace.audit("fx_rates", "x"), NotFoundError);
  });
}

TEST_CASE("a view of what was known cannot be changed, a workspace in memory has no journal",
          "[store]") {
  at_each_place([](const Place& place) {
    Config config;
    config.clock = start_of_day(make_date(2026, 3, 1));
    const Workspace workspace = Workspace::open(place.location(), config);
    Workspace then = workspace.known_at(start_of_day(make_date(2026, 2, 1)));
    Person person;
    person.id = "ann";
    CHECK_THROWS_AS(then.apply({{person, {}, ""}}), StoreError);
    CHECK_THROWS_AS(Workspace().known_at(config.clock), StoreError);
    CHECK_THROWS_AS(Workspace().audit("person", "ann"), StoreError);
  });
}

TEST_CASE("a backup is a journal of its own", "[store]") {
  const FilePlace place;
  World world(9, place.config());
  for (int i = 0; i < 20; ++i) {
    step(world);
  }
  const std::string copy = (place.folder() / "copy.db").string();
  world.workspace().backup(copy);
  const Everything then = everything(world.workspace());
  step(world);
  step(world);
  check_same(everything(Workspace::open(copy)), then);
  CHECK_THROWS_AS(world.workspace().backup(copy), StoreError);
}
