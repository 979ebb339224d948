// The index of days beside the Book that is asked about, which may have changed since.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "measure/day_index.hpp"

namespace opportune {

/// How an opportunity stands at an instant.
struct Standing {
  bool is_opened = false;
  bool is_open = false;             ///< opened, and not closed
  Outcome outcome = Outcome::open;  ///< where the next is set
  Date closed_on;  ///< the day on which it came to the closed stage in which it stands
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
  /// Asks the memory for the states of an opportunity some rows further on, unless it is closed
  /// before a day: they lie too far apart to be foreseen by the processor.
  [[gnu::always_inline]] void foresee_after(std::uint32_t row, Date day) const noexcept {
    const auto later = static_cast<std::uint32_t>(row + DayIndex::rows_ahead);
    if (later < rows_ && !(index_->life(later).closed < day)) {
      index_->block_of(later).foresee(later % DayIndex::block_rows);
    }
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
