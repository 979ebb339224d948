// Calls that are measured one by one. Needs nothing of opportune: the peers' programs use it too.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace opportune::benchmark {

using Clock = std::chrono::steady_clock;

/// How long each of some calls took, in microseconds.
class Latencies {
 public:
  /// Calls call(0), call(1), ... `count` times, or until so long has passed.
  template <class Call>
  Latencies(std::size_t count, std::chrono::seconds longest, Call&& call) {
    const Clock::time_point stop = Clock::now() + longest;
    micros_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const Clock::time_point start = Clock::now();
      if (start > stop) {
        break;
      }
      call(i);
      micros_.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
    }
    std::sort(micros_.begin(), micros_.end());
  }
  std::size_t calls() const noexcept { return micros_.size(); }
  double quantile(double q) const {
    return micros_[static_cast<std::size_t>(q * static_cast<double>(micros_.size() - 1))];
  }
  double longest() const { return micros_.back(); }

 private:
  std::vector<double> micros_;
};

}  // namespace opportune::benchmark
