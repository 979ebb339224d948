// When what is open was opened, of all cells in one list: most cells have few, and memory of their
// own would lie far apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
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
  /// Calls f(cell, open) for each.
  template <class Function>
  void each(const Function& f) const {
    for (const Opening& one : list_) {
      f(one.cell, one.open);
    }
  }

 private:
  struct Opening {
    std::uint32_t cell;
    OpenStretch open;
  };
  std::vector<Opening> list_;
};

/// What a thread has found, whose cells have these numbers among those of all.
struct FoundOpenings {
  Openings openings;
  std::vector<std::uint32_t> numbers;
};

/// Those of all threads, by the place of their cell. sorted[i]: the number of the cell that comes
/// i-th. Each comes once.
[[nodiscard]] inline Grouped<OpenStretch> by_cell(std::vector<FoundOpenings> found,
                                                  const std::vector<std::uint32_t>& sorted) {
  std::vector<std::uint32_t> places(sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    places[sorted[i]] = static_cast<std::uint32_t>(i);
  }
  for (FoundOpenings& one : found) {
    for (std::uint32_t& number : one.numbers) {
      number = places[number];
    }
  }
  return {sorted.size(), [&](const auto& add) {
            for (const FoundOpenings& one : found) {
              one.openings.each([&](std::uint32_t cell, const OpenStretch& open) {
                add(one.numbers[cell], open);
              });
            }
          }};
}

}  // namespace opportune
