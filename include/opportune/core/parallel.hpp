// Work over a range on several threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace opportune {

/// Makes one worker per thread with make() and calls worker(first, last) on chunks of [0, count)
/// until all are done; then hands each worker to merge(worker), one at a time, in no fixed order.
/// The first exception of any is thrown here, after all threads have ended. threads = 0: as many as
/// the machine has. Where so many cannot be started, those that could do the work.
template <class Make, class Merge>
void parallel_chunks(std::size_t count, std::size_t chunk, unsigned threads, const Make& make,
                     const Merge& merge) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      auto worker = make();
      for (std::size_t first = next.fetch_add(chunk); first < count;
           first = next.fetch_add(chunk)) {
        worker(first, std::min(first + chunk, count));
      }
      const std::lock_guard lock(mutex);
      merge(worker);
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = failure ? failure : std::current_exception();
      next = count;
    }
  };
  const std::size_t available = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted =
      std::min<std::size_t>(threads == 0 ? available : threads, (count + chunk - 1) / chunk);
  std::vector<std::thread> others;
  try {
    for (std::size_t i = 1; i < wanted; ++i) {
      others.emplace_back(work);
    }
  } catch (...) {  // no more threads, or no more memory for one
  }
  work();
  for (std::thread& other : others) {
    other.join();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace opportune
