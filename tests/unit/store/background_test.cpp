#include "store/background.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"
#include "support/no_threads.hpp"

using opportune::Background;

TEST_CASE("tasks are done in their order, and all before finish() returns", "[store]") {
  Background background;
  for (int round = 0; round < 3; ++round) {
    std::vector<int> done;
    for (int i = 0; i < 500; ++i) {
      background.run([&done, i] { done.push_back(i); });
    }
    background.finish();
    REQUIRE(done.size() == 500);
    for (int i = 0; i < 500; ++i) {
      REQUIRE(done[static_cast<std::size_t>(i)] == i);
    }
  }
  background.finish();
}

TEST_CASE("what a task throws is told once, and those after it are left out", "[store]") {
  Background background;
  std::atomic<int> done{0};
  background.run([&] { ++done; });
  background.run([] { throw std::runtime_error("the disk is full"); });
  bool is_told = false;
  for (int i = 0; i < 200 && !is_told; ++i) {
    try {
      background.run([&] { ++done; });
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    } catch (const std::runtime_error&) {
      is_told = true;
    }
  }
  CHECK(is_told);
  CHECK_NOTHROW(background.stop());
  CHECK(done == 1);
  background.run([&] { ++done; });  // it serves again
  background.finish();
  CHECK(done == 2);

  std::atomic<bool> may_throw{false};  // not before the next one is given
  background.run([&] {
    while (!may_throw) {
      std::this_thread::yield();
    }
    throw std::runtime_error("the disk is full");
  });
  background.run([&] { ++done; });
  may_throw = true;
  CHECK_THROWS_AS(background.finish(), std::runtime_error);
  CHECK_NOTHROW(background.finish());
  CHECK(done == 2);
}

TEST_CASE("tasks that were not begun are left out where it is stopped", "[store]") {
  std::atomic<bool> is_begun{false}, may_go_on{false};
  std::atomic<int> done{0};
  {
    Background background;
    background.run([&] {
      is_begun = true;
      while (!may_go_on) {
        std::this_thread::yield();
      }
      ++done;
    });
    for (int i = 0; i < 20; ++i) {
      background.run([&] { ++done; });
    }
    while (!is_begun) {
      std::this_thread::yield();
    }
    std::thread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      may_go_on = true;
    });
    background.stop();
    later.join();
  }
  CHECK(done == 1);
}

#ifdef __GLIBC__
TEST_CASE("where no thread can be started the giver carries tasks out", "[store]") {
  Background background;
  std::vector<int> done;
  {
    const opportune::NoThreads none;
    REQUIRE_FALSE(none.refused());
    background.run([&] { done.push_back(1); });
    CHECK(done.size() == 1);
    background.run([] { throw std::runtime_error("the disk is full"); });
    CHECK_THROWS_AS(background.run([&] { done.push_back(2); }), std::runtime_error);
    CHECK_THROWS_AS(background.finish(), std::runtime_error);
    CHECK_NOTHROW(background.finish());
    background.run([&] { done.push_back(3); });
  }
  background.run([&] { done.push_back(4); });  // a thread can be started again
  background.finish();
  CHECK(done == std::vector<int>{1, 3, 4});
}
#endif
