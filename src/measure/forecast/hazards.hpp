// Daily hazards: how likely what has been at a milestone for so many days goes on to each other one
// on the next day.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "measure/forecast/stays.hpp"

namespace opportune {

/// The time at a milestone in stretches in which hazards are taken as constant; by the day of the
/// stay, which begins with 1.
inline constexpr std::array<std::int32_t, 8> hazard_ends{7, 14, 30, 60, 90, 180, 365, 1 << 30};
[[nodiscard]] constexpr std::size_t hazard_stretch(std::int32_t day) noexcept {
  std::size_t out = 0;
  while (day > hazard_ends[out]) {
    ++out;
  }
  return out;
}

/// Counts of moves and of days at risk, by milestone and stretch.
struct StayCounts {
  struct Stretch {
    std::int64_t days = 0;
    std::array<std::int64_t, Milestones::most> moves{};  ///< by the milestone after it
  };
  std::array<std::array<Stretch, hazard_ends.size()>, Milestones::most> at{};

  void add(const Stay& stay);
  void merge(const StayCounts& other);
};

/// Probabilities of a day, by milestone, stretch and the milestone after it.
struct Hazards {
  using Next = std::array<double, Milestones::most>;
  std::array<std::array<Next, hazard_ends.size()>, Milestones::most> at{};
};

/// Hazards of each market, pooled with those of all: a market's own counts weigh against a prior
/// of `prior_days` days at the rates of all (gamma and Poisson), so that a small market does not
/// swing. `prior_days` is the one of a grid under which the markets' counts are the likeliest.
struct PooledHazards {
  Hazards all;
  std::vector<Hazards> markets;  ///< in the order of the counts
  double prior_days = 0;
};
[[nodiscard]] PooledHazards pool(const std::vector<StayCounts>& markets);

}  // namespace opportune
