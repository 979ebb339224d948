// A server that ends sessions.
#include "unit/store/places.hpp"

#ifdef OPP_WITH_POSTGRESQL
#include <atomic>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <thread>

#include "opportune/core/error.hpp"
#include "opportune/workspace.hpp"
#include "support/catch.hpp"
#include "unit/store/everything.hpp"
#include "unit/store/people.hpp"

using namespace opportune;

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
