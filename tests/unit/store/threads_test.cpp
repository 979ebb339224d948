// Commands of many threads: written together, each decided on those before it, refused alone.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "opportune/workspace.hpp"
#include "support/catch.hpp"
#include "unit/store/places.hpp"

using namespace opportune;

namespace {

constexpr int threads = 8, commands = 40;

Change person(int thread, int number) {
  Person out;
  out.id = "p" + std::to_string(thread) + "-" + std::to_string(number);
  return {out, {}, ""};
}
/// Refused: there is no such market.
Change nowhere() {
  Account out;
  out.id = "acme";
  out.market = "nowhere";
  return {out, {}, ""};
}

}  // namespace

TEST_CASE("commands of many threads are all there, and refused ones leave nothing", "[store]") {
  const auto run = [](Workspace& workspace) {
    std::atomic<int> refused{0}, read{0};
    std::vector<std::thread> all;
    for (int thread = 0; thread < threads; ++thread) {
      all.emplace_back([&, thread] {
        for (int i = 0; i < commands; ++i) {
          try {
            std::vector<Change> changes{person(thread, i)};
            if (i % 5 == 4) {
              changes.push_back(nowhere());
            }
            const Effects effects = workspace.apply(changes);
            if (effects.applied == 1) {
              read += workspace.book()->get<Person>().find("p" + std::to_string(thread) + "-" +
                                                           std::to_string(i)) != no_row;
            }
          } catch (const InputError&) {
            ++refused;
          }
        }
      });
    }
    for (std::thread& one : all) {
      one.join();
    }
    CHECK(refused == threads * commands / 5);
    CHECK(read == threads * commands * 4 / 5);  // what was acknowledged is seen by who asks next
    CHECK(workspace.count("person") == static_cast<std::uint64_t>(threads * commands * 4 / 5));
  };
  Workspace in_memory;
  run(in_memory);
  at_each_place([&](const Place& place) {
    {
      Workspace workspace = Workspace::open(place.location());
      run(workspace);
    }
    CHECK(Workspace::open(place.location()).count("person") ==
          static_cast<std::uint64_t>(threads * commands * 4 / 5));
  });
}

TEST_CASE("of many threads that decide on one view, one is first", "[store]") {
  const FilePlace place;
  Workspace workspace = Workspace::open(place.location());
  static_cast<void>(workspace.apply({person(99, 0)}));
  const std::uint64_t position = workspace.position();
  std::atomic<int> applied{0}, stale{0};
  std::vector<std::thread> all;
  for (int thread = 0; thread < threads; ++thread) {
    all.emplace_back([&, thread] {
      try {
        static_cast<void>(workspace.apply_at(position, {person(thread, 0)}));
        ++applied;
      } catch (const StaleError&) {
        ++stale;
      }
    });
  }
  for (std::thread& one : all) {
    one.join();
  }
  CHECK(applied == 1);
  CHECK(stale == threads - 1);
}
