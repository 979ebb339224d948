// Adds to cells what opportunities count with. Where cells are many they lie far apart in memory,
// so it is asked for them some opportunities ahead.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "measure/pipeline/sums.hpp"

namespace opportune {

/// One per thread; what waits must be added (flush) before the cells are read.
class PipelineAdder {
 public:
  explicit PipelineAdder(std::uint32_t instants) : changes_(most, SumChanges(instants)) {}

  /// What is put next counts with these, which are to be filled.
  [[nodiscard]] SumChanges& next(PipelineCells& cells) {
    if (used_ == most) {
      flush(cells);
    }
    return changes_[used_++];
  }
  void put(const Cube::Key& key, const OpenStretch& open, PipelineCells& cells) {
    const std::uint32_t hash = PipelineCells::hash_of(key);
    cells.foresee_slot(hash);
    waiting_.push_back({key, hash, used_ - 1, open});
  }
  void flush(PipelineCells& cells) {
    constexpr std::size_t ahead = 8;
    for (std::size_t i = 0; i < std::min(ahead, waiting_.size()); ++i) {
      cells.foresee_entry(waiting_[i].hash);
    }
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      if (i + ahead < waiting_.size()) {
        cells.foresee_entry(waiting_[i + ahead].hash);
      }
      const Waiting& one = waiting_[i];
      PipelineCell& cell = cells.at(one.key, one.hash);
      cell.add(changes_[one.changes]);
      openings_.add(cells.last_number(), cell.last_opening, one.open);
    }
    waiting_.clear();
    used_ = 0;
  }
  [[nodiscard]] Openings openings() && { return std::move(openings_); }

 private:
  static constexpr std::uint32_t most = 32;
  struct Waiting {
    Cube::Key key;
    std::uint32_t hash;
    std::uint32_t changes;
    OpenStretch open;
  };
  std::vector<SumChanges> changes_;
  std::uint32_t used_ = 0;
  std::vector<Waiting> waiting_;
  Openings openings_;
};

}  // namespace opportune
