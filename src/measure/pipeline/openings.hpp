// When what is open was opened, of all cells in one list: most cells have few, and memory of their
// own would lie far apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "measure/median_ages.hpp"

namespace opportune {

class Openings {
 public:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  /// In the cell of a number. `last`: which of the list is the cell's last one, none at first. What
  /// goes on where that ended counts as one, be it of one opportunity or of two.
  void add(std::size_t cell, std::uint32_t& last, const OpenStretch& open) {
    if (open.from > 0 && last != none) {  // else there is none before it
      OpenStretch& before = list_[last].open;
      if (before.opened == open.opened && before.until == open.from) {
        before.until = open.until;
        return;
      }
    }
    last = static_cast<std::uint32_t>(list_.size());
    list_.push_back({static_cast<std::uint32_t>(cell), open});
  }

 private:
  friend class SortedOpenings;
  struct Opening {
    std::uint32_t cell;
    OpenStretch open;
  };
  std::vector<Opening> list_;
};

/// Those of all threads, by cell.
class SortedOpenings {
 public:
  /// What a thread has found, whose cells have these numbers among those of all.
  struct Found {
    Openings openings;
    std::vector<std::uint32_t> numbers;
  };
  /// sorted[i]: the number of the cell that comes i-th. Each comes once.
  SortedOpenings(std::vector<Found> found, const std::vector<std::uint32_t>& sorted)
      : ends_(sorted.size() + 1) {
    std::vector<std::uint32_t> places(sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      places[sorted[i]] = static_cast<std::uint32_t>(i);
    }
    for (Found& one : found) {
      for (std::uint32_t& number : one.numbers) {
        number = places[number];
      }
    }
    each(found, [&](std::uint32_t cell, const OpenStretch&) { ++ends_[cell + 1]; });
    std::partial_sum(ends_.begin(), ends_.end(), ends_.begin());
    open_.resize(ends_.back());
    // The beginning of each cell's moves to its end.
    each(found, [&](std::uint32_t cell, const OpenStretch& open) { open_[ends_[cell]++] = open; });
  }
  /// Of the i-th cell.
  [[nodiscard]] std::span<const OpenStretch> operator[](std::size_t i) const noexcept {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return {open_.data() + begin, ends_[i] - begin};
  }

 private:
  template <class Function>
  static void each(const std::vector<Found>& found, const Function& f) {
    for (const Found& one : found) {
      for (const Openings::Opening& opening : one.openings.list_) {
        f(one.numbers[opening.cell], opening.open);
      }
    }
  }

  std::vector<std::size_t> ends_;
  std::vector<OpenStretch> open_;
};

}  // namespace opportune
