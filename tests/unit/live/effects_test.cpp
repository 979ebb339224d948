// The live set of conflicts equals a fresh scan, after every change of a random sequence and every
// move of the clock; check and what_if foretell what applying does.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>

#include "opportune/workspace.hpp"
#include "random_world.hpp"
#include "support/catch.hpp"

using namespace random_world;

namespace {

/// What is told of a conflict.
std::string told(const ConflictChange& change) {
  std::string out = std::string(to_string(change.severity)) + "|" + change.group + "|" +
                    std::to_string(change.pairs) + "|" + to_string(change.since) + "|" +
                    std::to_string(change.value_minor) + "|" + change.resolution;
  for (const std::string& member : change.members) {
    out += "|" + member;
  }
  return out;
}

using Live = std::map<std::string, std::string>;

void follow(Live& live, const Effects& effects) {
  for (const ConflictChange& change : effects.opened) {
    REQUIRE(live.emplace(change.id, told(change)).second);
  }
  for (const ConflictChange& change : effects.changed) {
    REQUIRE(live.contains(change.id));
    live[change.id] = told(change);
  }
  for (const ConflictChange& change : effects.closed) {
    REQUIRE(live.erase(change.id) == 1);
  }
}

Live scanned(const Workspace& workspace, Instant at) {
  ConflictQuery query;
  query.as_of = at;
  query.policy = "{}";  // so that it is answered from nothing that was kept
  const ConflictTables found = workspace.conflicts(query);
  Live out;
  const Table& rows = *found.conflicts;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    ConflictChange change;
    change.id = rows.at("id").text(row);
    const std::string severity(rows.at("severity").text(row));
    change.severity = severity == "critical"  ? Severity::critical
                      : severity == "warning" ? Severity::warning
                                              : Severity::info;
    change.group = rows.at("group").text(row);
    change.pairs = static_cast<std::uint64_t>(rows.at("pairs").integer(row));
    change.since = rows.at("since").instant(row);
    change.value_minor = rows.at("value_minor").integer(row);
    change.resolution = rows.at("resolution").text(row);
    const Table& members = *found.members;
    for (std::size_t i = 0; i < members.rows(); ++i) {
      if (members.at("conflict").text(i) == change.id) {
        change.members.push_back(std::string(members.at("type").text(i)) + ":" +
                                 std::string(members.at("id").text(i)));
      }
    }
    out.emplace(change.id, told(change));
  }
  return out;
}

/// 100,000 steps in a long run.
std::uint32_t worlds() { return std::getenv("OPPORTUNE_LONG") != nullptr ? 500 : 20; }

}  // namespace

TEST_CASE("what is told of changes and of time adds up to a fresh scan", "[live]") {
  std::size_t accepted = 0, refused = 0, by_time = 0;
  for (std::uint32_t seed = 1; seed <= worlds(); ++seed) {
    World world(seed);
    Workspace& workspace = world.workspace();
    Live live = scanned(workspace, world.now());
    for (int step = 0; step < 200; ++step) {
      CAPTURE(seed, step);
      if (chance(world.random(), 25)) {
        const Effects effects = workspace.advance_clock(world.later());
        by_time += effects.opened.size() + effects.changed.size() + effects.closed.size();
        follow(live, effects);
      } else {
        const Change change = world.change();
        try {
          const WhatIf foreseen = workspace.what_if({change});
          const Effects effects = workspace.apply({change});
          REQUIRE(to_json(foreseen.effects) == to_json(effects));
          follow(live, effects);
          ++accepted;
        } catch (const InputError&) {
          REQUIRE_THROWS_AS(workspace.apply({change}), InputError);
          ++refused;
        }
      }
      REQUIRE(live == scanned(workspace, world.now()));
    }
  }
  CHECK(accepted > 100 * worlds());
  CHECK(refused > 0);
  CHECK(by_time > 10 * worlds());
}

TEST_CASE("a subscriber hears what the effects say, in their order", "[live]") {
  World world(7);
  Workspace& workspace = world.workspace();
  Live heard;
  std::size_t calls = 0;
  const SubscriptionId subscription = workspace.subscribe([&](const Effects& effects) {
    ++calls;
    follow(heard, effects);
  });
  for (int step = 0; step < 300; ++step) {
    if (chance(world.random(), 20)) {
      static_cast<void>(workspace.advance_clock(world.later()));
    } else {
      try {
        static_cast<void>(workspace.apply({world.change()}));
      } catch (const InputError&) {
        continue;
      }
    }
    REQUIRE(heard == scanned(workspace, world.now()));
  }
  CHECK(calls > 50);
  CHECK(workspace.unsubscribe(subscription));
  CHECK_FALSE(workspace.unsubscribe(subscription));
}

TEST_CASE("a subscriber that throws, calls back or leaves harms nobody", "[live]") {
  World world(11);
  Workspace& workspace = world.workspace();
  std::size_t errors = 0, told = 0, nested = 0;
  SubscriptionId leaving = 0;
  static_cast<void>(workspace.subscribe([](const Effects&) { throw std::runtime_error("no"); },
                                        [&](const std::exception_ptr&) { ++errors; }));
  leaving = workspace.subscribe([&](const Effects&) {
    ++nested;
    CHECK(workspace.unsubscribe(leaving));
    Person person;
    person.id = "from inside";
    static_cast<void>(workspace.apply({Change{person, {}, ""}}));
    static_cast<void>(workspace.conflicts());
  });
  static_cast<void>(workspace.subscribe([&](const Effects&) { ++told; }));
  for (int step = 0; step < 60; ++step) {
    try {
      static_cast<void>(workspace.apply({Change{world.opportunity(), {}, ""}}));
    } catch (const InputError&) {
    }
  }
  CHECK(told > 5);
  CHECK(errors == told);
  CHECK(nested == 1);
  CHECK(workspace.book()->get<Person>().find("from inside") != no_row);
}

TEST_CASE("the clock does not run backwards", "[live]") {
  World world(3);
  static_cast<void>(world.workspace().advance_clock(world.later()));
  const Instant before = world.workspace().clock();
  CHECK_THROWS_AS(world.workspace().advance_clock(Instant{before.micros - 1}), InputError);
  CHECK(world.workspace().clock() == before);
}
