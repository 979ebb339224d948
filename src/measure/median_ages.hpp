// Median ages over a list of days, of what is open for a stretch of them each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/core/median.hpp"

namespace opportune {

/// Opened on a day, and open at the days of these numbers: [from, until).
struct OpenStretch {
  Date opened;
  std::uint32_t from = 0;
  std::uint32_t until = 0;
};

/// How many numbers there are at or before each place, and where the k-th lies (Fenwick's tree).
class CountTree {
 public:
  explicit CountTree(std::size_t places) : counts_(places + 1) {
    while (top_ * 2 <= places) {
      top_ *= 2;
    }
  }
  void add(std::size_t place, std::int64_t by) {
    for (std::size_t at = place + 1; at < counts_.size(); at += at & (~at + 1)) {
      counts_[at] += by;
    }
  }
  /// Of the k-th number, from 0.
  [[nodiscard]] std::size_t place_of(std::int64_t k) const {
    std::size_t at = 0;
    for (std::size_t step = top_; step > 0; step /= 2) {
      if (at + step < counts_.size() && counts_[at + step] <= k) {
        at += step;
        k -= counts_[at];
      }
    }
    return at;
  }

 private:
  std::vector<std::int64_t> counts_;
  std::size_t top_ = 1;
};

/// For each of the days, the median of the days since the openings of what is open; nothing where
/// nothing is.
[[nodiscard]] inline std::vector<std::optional<double>> median_ages(
    const std::vector<Date>& days, std::vector<OpenStretch>& open) {
  std::vector<std::optional<double>> out(days.size());
  if (days.size() == 1) {
    std::vector<std::int32_t> ages;
    ages.reserve(open.size());
    for (const OpenStretch& one : open) {
      ages.push_back(days.front().days - one.opened.days);
    }
    out.front() = median_of(ages);
    return out;
  }
  std::vector<std::int32_t> opened;
  std::vector<std::vector<std::uint32_t>> begins(days.size()), ends(days.size() + 1);
  for (const OpenStretch& one : open) {
    opened.push_back(one.opened.days);
  }
  std::sort(opened.begin(), opened.end());
  opened.erase(std::unique(opened.begin(), opened.end()), opened.end());
  for (const OpenStretch& one : open) {
    const auto place = static_cast<std::uint32_t>(
        std::lower_bound(opened.begin(), opened.end(), one.opened.days) - opened.begin());
    begins[one.from].push_back(place);
    ends[one.until].push_back(place);
  }
  CountTree tree(opened.size());
  std::int64_t count = 0;
  for (std::size_t i = 0; i < days.size(); ++i) {
    for (const std::uint32_t place : begins[i]) {
      tree.add(place, 1);
    }
    for (const std::uint32_t place : ends[i]) {
      tree.add(place, -1);
    }
    count += std::ssize(begins[i]) - std::ssize(ends[i]);
    if (count > 0) {
      const auto at = [&](std::int64_t k) { return opened[tree.place_of(k)]; };
      const double middle = (at((count - 1) / 2) + at(count / 2)) / 2.0;
      out[i] = days[i].days - middle;
    }
  }
  return out;
}

}  // namespace opportune
