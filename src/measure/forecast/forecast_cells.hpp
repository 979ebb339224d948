// What is open at an instant, by the cells of a query, with its chances of being won in periods.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "measure/forecast/model.hpp"
#include "measure/forecast/sum.hpp"
#include "measure/measures.hpp"

namespace opportune {

/// An opportunity in a cell.
struct OpenShare {
  std::uint32_t opportunity = no_row;
  std::uint16_t stage = StageTable::none;
  std::int64_t amount = 0;  ///< of its parts in the cell
};

struct ForecastCell {
  std::vector<OpenShare> open;

  void merge(const ForecastCell& other) {
    open.insert(open.end(), other.open.begin(), other.open.end());
  }
  /// By opportunity, each once: in a rolled-up cell several parts of one may meet.
  void tidy() {
    std::sort(open.begin(), open.end(),
              [](const OpenShare& a, const OpenShare& b) { return a.opportunity < b.opportunity; });
    std::vector<OpenShare> out;
    for (const OpenShare& share : open) {
      if (!out.empty() && out.back().opportunity == share.opportunity) {
        out.back().amount += share.amount;
      } else {
        out.push_back(share);
      }
    }
    open.swap(out);
  }
  [[nodiscard]] std::int64_t amount() const {
    std::int64_t out = 0;
    for (const OpenShare& share : open) {
      out += share.amount;
    }
    return out;
  }
};

[[nodiscard]] inline SortedCells<ForecastCell> open_cells(const Cube& cube,
                                                          const MeasureContext& context,
                                                          unsigned threads) {
  auto out = gather_parts<ForecastCell>(
      cube, context, threads,
      [&](std::uint32_t row) {
        std::uint16_t stage = StageTable::none;
        return context.as_of.open(row, &stage) ? std::optional(stage) : std::nullopt;
      },
      [](std::uint32_t row, std::optional<std::uint16_t> stage) {
        return [row, stage = *stage](const Part& part, ForecastCell& cell) {
          cell.open.push_back({row, stage, part.reporting_minor});
        };
      });
  for (ForecastCell& cell : out.cells) {
    cell.tidy();
  }
  return out;
}

}  // namespace opportune
