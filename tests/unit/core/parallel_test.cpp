// Work on several threads is done once and whole, however many threads there can be.
#include "opportune/core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/no_threads.hpp"

using namespace opportune;

namespace {

struct Done {
  std::vector<int> times;      ///< how often each was done
  std::size_t merged = 0;      ///< how many workers there were
  std::size_t in_workers = 0;  ///< how much all of them did
};

Done do_all(std::size_t count, std::size_t chunk, unsigned threads) {
  Done out;
  out.times.resize(count);
  struct Worker {
    std::vector<int>& times;
    std::size_t done = 0;
    void operator()(std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        ++times[i];
        ++done;
      }
    }
  };
  parallel_chunks(
      count, chunk, threads, [&] { return Worker{out.times}; },
      [&](const Worker& worker) {
        ++out.merged;
        out.in_workers += worker.done;
      });
  return out;
}

void check_each_once(const Done& done) {
  CHECK(std::all_of(done.times.begin(), done.times.end(), [](int times) { return times == 1; }));
  CHECK(done.in_workers == done.times.size());
}

}  // namespace

TEST_CASE("all is done once, and no more workers are made than there are chunks") {
  for (const std::size_t count : {0U, 1U, 7U, 8U, 9U, 16U, 17U, 1000U}) {
    for (const unsigned threads : {1U, 2U, 5U}) {
      const Done done = do_all(count, 8, threads);
      check_each_once(done);
      CHECK(done.merged ==
            std::max<std::size_t>(1, std::min<std::size_t>(threads, (count + 7) / 8)));
    }
  }
}

TEST_CASE("the first exception is thrown, when all have ended, and what is left is not begun") {
  // The first chunk's fails at once, the second's only after that, and a third works on meanwhile.
  std::atomic<int> working{0}, begun{0};
  std::atomic<bool> has_failed{false};
  const auto wait_until = [](auto&& holds) {
    while (!holds()) {
      std::this_thread::yield();
    }
  };
  const auto worker = [&] {
    return [&](std::size_t first, std::size_t) {
      struct Working {
        explicit Working(std::atomic<int>& of) : count(of) { ++count; }
        ~Working() { --count; }
        std::atomic<int>& count;
      } const in(working);
      ++begun;
      if (first == 0) {
        wait_until([&] { return begun == 3; });
        has_failed = true;
        throw std::runtime_error("the first");
      }
      wait_until([&] { return has_failed.load(); });
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      if (first == 1) {
        throw std::runtime_error("the second");
      }
    };
  };
  CHECK_THROWS_WITH(parallel_chunks(1000, 1, 3, worker, [](const auto&) {}), "the first");
  CHECK(working == 0);
  CHECK(begun == 3);
}

#ifdef __GLIBC__
TEST_CASE("where no thread can be started the caller does the work") {
  const NoThreads none;
  REQUIRE_FALSE(none.refused());
  const auto start = [] { std::thread([] {}).join(); };
  REQUIRE_THROWS_AS(start(), std::system_error);
  const Done done = do_all(100, 8, 4);
  check_each_once(done);
  CHECK(done.merged == 1);
}
#endif
