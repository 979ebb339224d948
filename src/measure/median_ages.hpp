// Median ages over a list of days, of what is open for a stretch of them each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "measure/grouped.hpp"
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
  void add(std::size_t place, std::int32_t by) {
    for (std::size_t at = place + 1; at < counts_.size(); at += at & (~at + 1)) {
      counts_[at] += by;
    }
  }
  /// Of the k-th number, from 0.
  [[nodiscard]] std::size_t place_of(std::int32_t k) const {
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
  std::vector<std::int32_t> counts_;
  std::size_t top_ = 1;
};

/// The days of openings, ascending, each once. Where they lie close together, as they do, the place
/// of one is looked up, not searched for.
class OpeningDays {
 public:
  explicit OpeningDays(std::span<const OpenStretch> open) {
    if (open.empty()) {
      return;
    }
    const auto [first, last] = std::minmax_element(
        open.begin(), open.end(),
        [](const OpenStretch& a, const OpenStretch& b) { return a.opened < b.opened; });
    first_ = first->opened.days;
    const auto length = static_cast<std::size_t>(std::int64_t{last->opened.days} - first_) + 1;
    if (length <= most) {
      places_.resize(length);
      for (const OpenStretch& one : open) {
        places_[static_cast<std::size_t>(one.opened.days - first_)] = 1;
      }
      for (std::size_t i = 0; i < length; ++i) {
        if (places_[i] != 0) {
          places_[i] = static_cast<std::uint32_t>(days_.size());
          days_.push_back(first_ + static_cast<std::int32_t>(i));
        }
      }
      return;
    }
    for (const OpenStretch& one : open) {
      days_.push_back(one.opened.days);
    }
    std::sort(days_.begin(), days_.end());
    days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
  }
  [[nodiscard]] std::size_t size() const noexcept { return days_.size(); }
  [[nodiscard]] std::int32_t operator[](std::size_t place) const noexcept { return days_[place]; }
  [[nodiscard]] std::uint32_t place_of(Date opened) const noexcept {
    return places_.empty()
               ? static_cast<std::uint32_t>(
                     std::lower_bound(days_.begin(), days_.end(), opened.days) - days_.begin())
               : places_[static_cast<std::size_t>(opened.days - first_)];
  }

 private:
  static constexpr std::size_t most = 100'000;
  std::int32_t first_ = 0;
  std::vector<std::int32_t> days_;
  std::vector<std::uint32_t> places_;  // by days since the first
};

/// For each of the days, the median of the days since the openings of what is open; nothing where
/// nothing is. Asked for one list after another; one per thread.
class MedianAges {
 public:
  explicit MedianAges(const std::vector<Date>& days) : days_(days), out_(days.size()) {}

  /// Holds until the next list is asked for.
  [[nodiscard]] const std::vector<std::optional<double>>& operator()(
      std::span<const OpenStretch> open) {
    if (days_.size() == 1) {
      of_one_day(open);
    } else {
      of_days(open);
    }
    return out_;
  }

 private:
  void of_one_day(std::span<const OpenStretch> open) {
    ages_.clear();
    for (const OpenStretch& one : open) {
      ages_.push_back(days_.front().days - one.opened.days);
    }
    out_.front() = median_of(ages_);
  }
  void of_days(std::span<const OpenStretch> open) {
    const OpeningDays opened(open);
    const auto place_of = [&](const OpenStretch& one) { return opened.place_of(one.opened); };
    const Grouped<std::uint32_t> begins(days_.size(), [&](const auto& add) {
      for (const OpenStretch& one : open) {
        add(one.from, place_of(one));
      }
    });
    const Grouped<std::uint32_t> ends(days_.size() + 1, [&](const auto& add) {
      for (const OpenStretch& one : open) {
        add(one.until, place_of(one));
      }
    });
    CountTree tree(opened.size());
    std::int32_t count = 0;
    for (std::size_t i = 0; i < days_.size(); ++i) {
      for (const std::uint32_t place : begins[i]) {
        tree.add(place, 1);
      }
      for (const std::uint32_t place : ends[i]) {
        tree.add(place, -1);
      }
      count +=
          static_cast<std::int32_t>(begins[i].size()) - static_cast<std::int32_t>(ends[i].size());
      out_[i].reset();
      if (count > 0) {
        const auto at = [&](std::int32_t k) { return opened[tree.place_of(k)]; };
        const double middle = (at((count - 1) / 2) + at(count / 2)) / 2.0;
        out_[i] = days_[i].days - middle;
      }
    }
  }

  const std::vector<Date>& days_;
  std::vector<std::int32_t> ages_;
  std::vector<std::optional<double>> out_;
};

}  // namespace opportune
