// The index of days beside the Book that is asked about, which may have changed since.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "measure/day_index.hpp"

namespace opportune {

/// How an opportunity stands at an instant.
struct Standing {
  Date closed_on;  ///< the day on which it came to the closed stage in which it stands
  Outcome outcome = Outcome::open;  ///< where that is set
  bool is_opened = false;
  bool is_open = false;  ///< opened, and not closed
};

/// What opportunities were on past days: from the index, where it still holds, else from the
/// records. Threads: once it is made, from any.
class PastDays {
 public:
  PastDays(const Book& book, unsigned threads);

  [[nodiscard]] const DayIndex& index() const noexcept { return *index_; }
  /// The accounts with an opportunity that was changed since the index was made, ascending.
  [[nodiscard]] const std::vector<std::uint32_t>& changed_accounts() const noexcept {
    return accounts_;
  }
  /// Is it one of these accounts'? Then nothing of the index may be used for it.
  [[nodiscard]] bool is_changed(std::uint32_t row) const {
    return !changed_.empty() && changed_[row];
  }
  /// Appends those of the rows [first, last) that may be opened by a day and, as they stand at its
  /// end or within it, be open or closed on a day of [from, to] (empty ends are open). The others
  /// are not. Nothing branches on what is found: a processor would guess it wrong for many of them.
  void find(std::uint32_t first, std::uint32_t last, Date day, Date from, Date to,
            std::vector<std::uint32_t>& rows) const;
  /// Asks the memory for the states of an opportunity that is looked at soon: they lie too far
  /// apart to be foreseen by the processor.
  [[gnu::always_inline]] void foresee(std::uint32_t row) const noexcept {
    if (row < rows_) {
      index_->block_of(row).foresee(row % DayIndex::block_rows);
    }
  }
  /// Is it closed after a day, or never, as far as the index knows?
  [[nodiscard]] bool lasts(std::uint32_t row, Date day) const noexcept {
    return row < rows_ && day < index_->life(row).closed;
  }
  /// Where it is closed: with this outcome, as far as the index knows?
  [[nodiscard]] bool may_be(std::uint32_t row, Outcome outcome) const noexcept {
    return row >= rows_ || index_->life(row).outcome == outcome;
  }
  /// The life of an opportunity, where it says all of how it stands at an instant, as far as the
  /// day says it; else null.
  [[nodiscard]] const Life* plain_life(std::uint32_t row, const AsOf& as_of) const {
    if (is_changed(row)) {
      return nullptr;
    }
    const Life& life = index_->life(row);
    const bool is_settled = life.closed < as_of.day() || as_of.day() < life.opened;
    return life.is_plain && (is_settled || is_end_of_day(as_of) || state(row, as_of) != nullptr)
               ? &life
               : nullptr;
  }
  [[nodiscard]] Standing standing(std::uint32_t row, const AsOf& as_of) const {
    const Life* life = plain_life(row, as_of);
    if (life == nullptr) {
      return recorded_standing(row, as_of);
    }
    Standing out;
    out.is_opened = life->opened <= as_of.day();
    const bool is_closed = life->closed <= as_of.day();
    out.is_open = out.is_opened && !is_closed;
    if (is_closed) {
      out.outcome = life->outcome;
      out.closed_on = life->closed;
    }
    return out;
  }
  /// Its state at the instant; null where only the records say it, and before it was opened.
  [[nodiscard]] const DayState* state(std::uint32_t row, const AsOf& as_of) const {
    if (is_changed(row)) {
      return nullptr;
    }
    const DayState* state = index_->block_of(row).state_on(row % DayIndex::block_rows, as_of.day());
    return state != nullptr && (is_end_of_day(as_of) || state->from != as_of.day()) ? state
                                                                                    : nullptr;
  }
  [[nodiscard]] std::int64_t amount(std::uint32_t row, const AsOf& as_of) const {
    const DayState* known = state(row, as_of);
    return known == nullptr ? as_of.amount(row) : known->amount;
  }
  [[nodiscard]] Date expected_close(std::uint32_t row, const AsOf& as_of) const {
    const DayState* known = state(row, as_of);
    return known == nullptr ? as_of.expected_close(row) : known->expected_close;
  }

 private:
  [[nodiscard]] static bool is_end_of_day(const AsOf& as_of) noexcept {
    return as_of.instant() == end_of_day(as_of.day());
  }
  [[nodiscard]] static Standing recorded_standing(std::uint32_t row, const AsOf& as_of);

  std::shared_ptr<const DayIndex> index_;
  std::size_t rows_;  ///< of the index
  std::vector<std::uint32_t> accounts_;
  std::vector<bool> changed_;  ///< by row; empty where none is
};

}  // namespace opportune
