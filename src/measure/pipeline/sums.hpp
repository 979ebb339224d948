// What is summed up of the pipeline: in each cell, what changes from instant to instant.
#pragma once

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "measure/pipeline/openings.hpp"
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

/// What an opportunity counts with in its cells, from instant to instant, while it is the same.
class SumChanges {
 public:
  struct Change {
    std::uint32_t at;
    PipelineSums sums;  ///< against the instant before
  };

  /// Of so many instants.
  explicit SumChanges(std::uint32_t instants) : instants_(instants) {}
  [[nodiscard]] std::uint32_t instants() const noexcept { return instants_; }

  /// It is overdue from that instant on.
  void start(std::uint32_t overdue_from) {
    list_.clear();
    now_ = {};
    overdue_from_ = overdue_from;
  }
  /// It counts with these sums at the instants [from, until), which follow those before.
  void add(std::uint32_t from, std::uint32_t until, const PipelineSums& sums) {
    set(from, sums, overdue_from_ <= from);
    if (from < overdue_from_ && overdue_from_ < until) {
      set(overdue_from_, sums, true);
    }
  }
  /// From then on it no longer does.
  void stop(std::uint32_t until) {
    if (until < instants_) {
      set(until, {}, false);
    }
  }

  [[nodiscard]] const std::vector<Change>& list() const noexcept { return list_; }

 private:
  void set(std::uint32_t at, PipelineSums sums, bool is_overdue) {
    sums.overdue = is_overdue ? 1 : 0;
    Change& change = list_.emplace_back(Change{at, sums});
    change.sums.add(now_, -1);
    now_ = sums;
  }

  std::uint32_t instants_;
  std::vector<Change> list_;
  PipelineSums now_;
  std::uint32_t overdue_from_ = 0;
};

struct PipelineCell {
  /// Against the instant before; as many as there are instants.
  boost::container::small_vector<PipelineSums, 1> changes;
  std::uint32_t last_opening = Openings::none;  ///< of its thread's

  void add(const SumChanges& of_one) {
    if (changes.empty()) {
      changes.resize(of_one.instants());
    }
    for (const SumChanges::Change& change : of_one.list()) {
      changes[change.at].add(change.sums);
    }
  }
  void merge(const PipelineCell& other) {
    changes.resize(std::max(changes.size(), other.changes.size()));
    for (std::size_t i = 0; i < other.changes.size(); ++i) {
      changes[i].add(other.changes[i]);
    }
  }
};
using PipelineCells = CellMap<PipelineCell>;

}  // namespace opportune
