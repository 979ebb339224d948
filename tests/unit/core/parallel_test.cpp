// Work on several threads is done once and whole, however many threads there can be.
#include "opportune/core/parallel.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "support/catch.hpp"

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

/// As long as it lives no thread can be started: none has room for such a stack.
class NoThreads {
 public:
  NoThreads() {
    pthread_getattr_default_np(&before_);
    pthread_attr_t huge;
    pthread_attr_init(&huge);
    pthread_attr_setstacksize(&huge, std::size_t{1} << 47U);
    refused_ = pthread_setattr_default_np(&huge) != 0;
    pthread_attr_destroy(&huge);
  }
  ~NoThreads() {
    pthread_setattr_default_np(&before_);
    pthread_attr_destroy(&before_);
  }
  NoThreads(const NoThreads&) = delete;
  NoThreads& operator=(const NoThreads&) = delete;

  [[nodiscard]] bool refused() const noexcept { return refused_; }

 private:
  pthread_attr_t before_{};
  bool refused_ = false;
};

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

TEST_CASE("the first exception of a worker is thrown when all have ended") {
  std::atomic<std::size_t> working{0};
  const auto fail_at = [&](std::size_t bad) {
    parallel_chunks(
        100, 1, 4,
        [&] {
          return [&](std::size_t first, std::size_t) {
            ++working;
            const bool fails = first == bad;
            --working;
            if (fails) {
              throw std::runtime_error("number " + std::to_string(first));
            }
          };
        },
        [](const auto&) {});
  };
  for (const std::size_t bad : {0U, 50U, 99U}) {
    CHECK_THROWS_WITH(fail_at(bad), "number " + std::to_string(bad));
    CHECK(working == 0);
  }
}

TEST_CASE("where no thread can be started the caller does the work") {
  const NoThreads none;
  REQUIRE_FALSE(none.refused());
  REQUIRE_THROWS_AS(std::thread([] {}), std::system_error);
  const Done done = do_all(100, 8, 4);
  check_each_once(done);
  CHECK(done.merged == 1);
}
