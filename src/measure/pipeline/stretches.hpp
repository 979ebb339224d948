// What is open, and for how many of the instants it is the same.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "measure/past_days.hpp"
#include "measure/pipeline/instants.hpp"

namespace opportune {

/// An opportunity that is open and the same at the instants [from, until), at which no company
/// changes its group.
struct Stretch {
  std::uint32_t row = no_row;
  DayState state;
  std::uint32_t from = 0;
  std::uint32_t until = 0;
  bool in_net = true;
};

/// What is to be looked at: opportunities that have nothing to do with others, block by block; and
/// accounts in which some may be duplicates of one another, or were changed since the index was
/// made. Shared by all threads.
class PipelineSource {
 public:
  PipelineSource(const Instants& instants, const Book& book, unsigned threads);

  [[nodiscard]] std::size_t blocks() const noexcept { return days_.index().blocks().size(); }
  [[nodiscard]] const std::vector<std::uint32_t>& accounts() const noexcept { return accounts_; }

  /// Does the index say what of a block is open, at the one instant that is asked about? Within a
  /// day it does where nothing changes on that day or later: of a day it knows only the end.
  [[nodiscard]] bool knows_open(std::size_t block_number) const {
    return is_one_instant_ &&
           (are_whole_days_ || days_.index().blocks()[block_number].lasts_from() < first_);
  }
  /// Where it does: calls f(row, state) for each that has nothing to do with others.
  template <class Function>
  void each_open_alone(std::size_t block_number, DayIndex::Found& found, Function&& f) const {
    const DayIndex::Block& block = days_.index().blocks()[block_number];
    const auto first_row = static_cast<std::uint32_t>(block_number * DayIndex::block_rows);
    const auto add = [&](std::uint32_t in_block, const DayState& state) {
      if (!days_.is_changed(first_row + in_block)) {
        f(first_row + in_block, state);
      }
    };
    if (first_ < block.lasts_from()) {
      block.each_alone_on(first_, found, add);
      return;
    }
    for (std::size_t k = 0; k < block.lasting().size(); ++k) {
      if (!block.life(block.lasting()[k]).overlaps) {
        add(block.lasting()[k], block.lasting_states()[k]);
      }
    }
  }
  /// Calls f(row, block, row in the block) for those of a block that may be open.
  template <class Function>
  void each_alone(std::size_t block_number, Function&& f) const {
    const DayIndex::Block& block = days_.index().blocks()[block_number];
    auto row = static_cast<std::uint32_t>(block_number * DayIndex::block_rows);
    constexpr std::size_t ahead = DayIndex::rows_ahead;
    for (std::size_t i = 0; i < block.rows(); ++i, ++row) {
      if (i + ahead < block.rows() && block.may_be_open(i + ahead, first_, last_)) {
        block.foresee(i + ahead);
      }
      if (block.may_be_open(i, first_, last_) && !block.life(i).overlaps &&
          !days_.is_changed(row)) {
        f(row, block, i);
      }
    }
  }
  /// Calls f(row, block, row in the block) for those of an account that are not among these; the
  /// block is null where it must not be used.
  template <class Function>
  void each_of_account(std::uint32_t account, Function&& f) const {
    book_.links().opportunities_of_account.each(account, [&](std::uint32_t row) {
      if (days_.is_changed(row)) {
        f(row, nullptr, std::size_t{0});
        return;
      }
      const DayIndex::Block& block = days_.index().block_of(row);
      const std::size_t i = row % DayIndex::block_rows;
      if (block.life(i).overlaps && block.may_be_open(i, first_, last_)) {
        f(row, &block, i);
      }
    });
  }

 private:
  const Book& book_;
  PastDays days_;
  Date first_, last_;
  bool is_one_instant_, are_whole_days_;
  std::vector<std::uint32_t> accounts_;
};

/// Reads stretches; one per thread.
class StretchReader {
 public:
  explicit StretchReader(const Instants& instants)
      : instants_(instants), book_(instants.at(0).book()) {}

  /// Adds those of an opportunity; `block` may be null.
  void read(std::uint32_t row, const DayIndex::Block* block, std::size_t in_block,
            std::vector<Stretch>& out);

 private:
  void read_instant(std::uint32_t row, const DayIndex::Block& block, std::size_t in_block,
                    std::vector<Stretch>& out);
  void read_records(std::uint32_t row, std::vector<Stretch>& out);
  void read_breaks(std::uint32_t row);
  void add(std::uint32_t row, const DayState& state, std::uint32_t from, std::uint32_t until,
           std::vector<Stretch>& out) const;

  const Instants& instants_;
  const Book& book_;
  std::vector<std::uint32_t> breaks_;
};

}  // namespace opportune
