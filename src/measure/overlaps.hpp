// Which opportunities may be duplicates of one another: those of one account whose lives and
// products overlap. All others can be counted without a look at any other.
#pragma once

#include <cstdint>
#include <vector>

#include "measure/day_index.hpp"

namespace opportune {

/// Do their products overlap? Those of an opportunity without products overlap with any.
[[nodiscard]] bool products_overlap(const Book& book, std::uint32_t a, std::uint32_t b);

/// For each opportunity of the index: 1 where at some time it overlaps with another one of its
/// account. `index`: of the Book as it is, with all lives. Each account by one of the threads.
[[nodiscard]] std::vector<std::uint8_t> overlapping_opportunities(const Book& book,
                                                                  const DayIndex& index,
                                                                  unsigned threads);

}  // namespace opportune
