// Openings of many cells in the lists of several threads, beside a list for each cell.
#include "measure/pipeline/openings.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <utility>

#include "support/catch.hpp"

using namespace opportune;

namespace {

/// Every instant at which each is open by itself.
std::vector<std::pair<std::int32_t, std::uint32_t>> instants_of(std::span<const OpenStretch> open) {
  std::vector<std::pair<std::int32_t, std::uint32_t>> out;
  for (const OpenStretch& one : open) {
    for (std::uint32_t i = one.from; i < one.until; ++i) {
      out.emplace_back(one.opened.days, i);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("openings of several threads come back by cell") {
  std::mt19937 random(5);
  const auto below = [&](std::uint32_t count) {
    return static_cast<std::uint32_t>(random()) % count;
  };
  constexpr std::uint32_t cells = 20, threads = 3, instants = 6;
  std::size_t added = 0, kept = 0;
  for (int round = 0; round < 50; ++round) {
    std::map<std::uint32_t, std::vector<OpenStretch>> expected;  // by number among all
    std::vector<FoundOpenings> found(threads);
    for (FoundOpenings& of_thread : found) {
      of_thread.numbers.resize(cells);
      std::iota(of_thread.numbers.begin(), of_thread.numbers.end(), 0U);
      std::shuffle(of_thread.numbers.begin(), of_thread.numbers.end(), random);
      std::vector<std::uint32_t> last(cells, Openings::none);
      for (std::uint32_t n = below(60); n > 0; --n) {
        const std::uint32_t cell = below(cells / 2);  // half of them have none
        const Date day{static_cast<std::int32_t>(below(3))};
        std::uint32_t from = below(instants);
        while (from < instants) {  // some go on where they ended
          const std::uint32_t until = from + 1 + below(instants - from);
          of_thread.openings.add(cell, last[cell], {day, from, until});
          expected[of_thread.numbers[cell]].push_back({day, from, until});
          ++added;
          from = below(2) == 0 ? until : instants;
        }
      }
    }
    std::vector<std::uint32_t> sorted(cells);
    std::iota(sorted.begin(), sorted.end(), 0U);
    std::shuffle(sorted.begin(), sorted.end(), random);
    const Grouped<OpenStretch> openings = by_cell(std::move(found), sorted);
    for (std::uint32_t i = 0; i < cells; ++i) {
      REQUIRE(instants_of(openings[i]) == instants_of(expected[sorted[i]]));
      kept += openings[i].size();
    }
  }
  CHECK(added > 3'000);
  CHECK(kept < added);  // what went on counts as one
}
