// What is summed up of the pipeline: in each cell, what changes from instant to instant.
#pragma once

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "measure/median_ages.hpp"
#include "opportune/measure/cells.hpp"

namespace opportune {

struct PipelineSums {
  std::int64_t count = 0;
  std::int64_t amount = 0;
  std::int64_t weighted = 0;
  std::int64_t net = 0;
  std::int64_t overdue = 0;

  void add(const PipelineSums& other, std::int64_t sign = 1) {
    count += sign * other.count;
    amount += sign * other.amount;
    weighted += sign * other.weighted;
    net += sign * other.net;
    overdue += sign * other.overdue;
  }
};

struct PipelineCell {
  /// Against the instant before; as many as there are instants.
  boost::container::small_vector<PipelineSums, 1> changes;
  std::vector<OpenStretch> open;

  /// What goes on where the one before ended counts as one, be it of one opportunity or of two.
  void opened_on(Date day, std::uint32_t from, std::uint32_t until) {
    if (!open.empty() && open.back().opened == day && open.back().until == from) {
      open.back().until = until;
    } else {
      open.push_back({day, from, until});
    }
  }

  void add(std::size_t instants, std::uint32_t from, std::uint32_t until,
           const PipelineSums& sums) {
    if (changes.empty()) {
      changes.resize(instants);
    }
    changes[from].add(sums);
    if (until < instants) {
      changes[until].add(sums, -1);
    }
  }
  void merge(const PipelineCell& other) {
    changes.resize(std::max(changes.size(), other.changes.size()));
    for (std::size_t i = 0; i < other.changes.size(); ++i) {
      changes[i].add(other.changes[i]);
    }
    open.insert(open.end(), other.open.begin(), other.open.end());
  }
};
using PipelineCells = CellMap<PipelineCell>;

}  // namespace opportune
