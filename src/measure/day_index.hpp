// What each opportunity was from day to day, and while it was open, side by side: past days are
// read from here, not from four histories. Made when a measure first needs it, and kept up from
// then on (docs/decisions/measures.md).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "opportune/measure/dimension.hpp"

namespace opportune {

/// From when to when an opportunity is open.
struct Life {
  Date opened;
  /// For good; never: far_away. Where it is not plain, the day of its last change: it may have been
  /// open for a part of any day before that, and of that day.
  Date closed;
  /// That in which it stands closed in the end.
  Outcome outcome = Outcome::open;
  /// Is it open on all days from the first one on, closed from the other one on, and no more than
  /// that? Else it was reopened, or closed twice, or its dates are at odds with its history.
  bool is_plain = false;
  bool overlaps = false;  ///< at some time with another one of its account, in time and products

  static constexpr Date far_away{std::numeric_limits<std::int32_t>::max()};
};

class DayIndex {
 public:
  static constexpr std::size_t block_rows = 4096;
  /// So many rows before it is looked at the memory is asked for the states of one.
  static constexpr std::size_t rows_ahead = 64;

  /// Room for those of a block that are open on a day: where their states are.
  using Found = std::array<std::uint32_t, block_rows + 1>;

  /// So many opportunities next to each other.
  class Block {
   public:
    /// The states of one, ascending by their days; the last one goes on for ever.
    struct Range {
      const DayState* first;
      const DayState* last;
      [[nodiscard]] const DayState* begin() const noexcept { return first; }
      [[nodiscard]] const DayState* end() const noexcept { return last; }
    };
    [[nodiscard]] Range states(std::size_t in_block) const noexcept {
      return {states_.data() + begins_[in_block], states_.data() + begins_[in_block + 1]};
    }
    /// The one that a day ends in; null before the first. Mostly a day late in its life is asked
    /// for.
    [[nodiscard]] const DayState* state_on(std::size_t in_block, Date day) const noexcept {
      const Range range = states(in_block);
      const DayState* at = range.last;
      while (at != range.first && day < (at - 1)->from) {
        --at;
      }
      return at == range.first ? nullptr : at - 1;
    }
    /// Asks the memory for its last states, which are looked at soon: they lie too far apart to be
    /// foreseen by the processor, and mostly in two lines of its cache. (Always inlined: a function
    /// that does nothing else counts as one without effect for GCC, which leaves out the call.)
    [[gnu::always_inline]] void foresee(std::size_t in_block) const noexcept {
      constexpr std::ptrdiff_t few = 3;
      const Range range = states(in_block);
      __builtin_prefetch(reinterpret_cast<const char*>(range.last) - 1);
      __builtin_prefetch(range.last - std::min(few, range.last - range.first));
    }
    /// Calls f(row in the block, state) for those that are open at the end of a day and whose life
    /// overlaps with no other. No branch of the search depends on what is found: a processor would
    /// guess it wrong for many of them.
    template <class Function>
    void each_alone_on(Date day, Found& found, Function&& f) const {
      std::size_t count = 0;
      for (std::size_t i = 0; i < froms_.size(); ++i) {
        found[count] = static_cast<std::uint32_t>(i);
        count +=
            static_cast<std::size_t>(froms_[i] <= day) & static_cast<std::size_t>(day < untils_[i]);
      }
      constexpr std::size_t ahead = 16;
      for (std::size_t i = 0; i < count; ++i) {
        __builtin_prefetch(states_.data() + found[std::min(i + ahead, count - 1)]);
        f(rows_of_states_[found[i]], states_[found[i]]);
      }
    }
    /// May it be open on a day of [first, last]? Where not, it is not.
    [[nodiscard]] bool may_be_open(std::size_t in_block, Date first, Date last) const noexcept {
      return lives_[in_block].opened <= last && first <= lives_[in_block].closed;
    }
    [[nodiscard]] const Life& life(std::size_t in_block) const noexcept { return lives_[in_block]; }
    [[nodiscard]] std::size_t rows() const noexcept { return lives_.size(); }
    /// Those that are open for good, as far as is known, ascending; and the last state of each,
    /// side by side.
    [[nodiscard]] const std::vector<std::uint16_t>& lasting() const noexcept { return lasting_; }
    [[nodiscard]] const std::vector<DayState>& lasting_states() const noexcept {
      return lasting_states_;
    }
    /// At the ends of this day and of all later ones these are open, in these states, and no others
    /// are.
    [[nodiscard]] Date lasts_from() const noexcept { return lasts_from_; }
    /// Those whose life overlaps with another.
    [[nodiscard]] const std::vector<std::uint16_t>& overlapping() const noexcept {
      return overlapping_;
    }
    [[nodiscard]] std::size_t bytes() const noexcept;

   private:
    friend class DayIndexMaker;
    std::vector<Life> lives_;
    std::vector<std::uint32_t> begins_;  // one more than there are rows
    std::vector<DayState> states_;
    /// Of each state the row in the block, and the days [from, until) at whose ends it is open;
    /// none where it is not, and where its life overlaps with another.
    std::vector<std::uint16_t> rows_of_states_;
    std::vector<Date> froms_, untils_;
    std::vector<std::uint16_t> lasting_, overlapping_;
    std::vector<DayState> lasting_states_;
    Date lasts_from_;
  };

  /// That of a Book, or of an earlier state of it since which few opportunities have changed
  /// (changed_accounts). Threads: from any; the first to ask makes it, others wait.
  [[nodiscard]] static std::shared_ptr<const DayIndex> of(const Book& book, unsigned threads);

  /// The one that the Book shares, where one was made already; null otherwise.
  [[nodiscard]] static std::shared_ptr<const DayIndex> made_for(const Book& book);

  /// How many opportunities it has.
  [[nodiscard]] std::size_t rows() const noexcept;
  [[nodiscard]] const std::vector<Block>& blocks() const noexcept { return blocks_; }
  [[nodiscard]] const Block& block_of(std::uint32_t row) const noexcept {
    return blocks_[row / block_rows];
  }
  [[nodiscard]] const Life& life(std::uint32_t row) const noexcept {
    return block_of(row).life(row % block_rows);
  }
  /// The accounts with an opportunity that was changed since; what is here of any opportunity of
  /// theirs must not be used. Each once.
  [[nodiscard]] std::vector<std::uint32_t> changed_accounts(const Book& later) const;
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  friend class DayIndexMaker;
  std::vector<Block> blocks_;
  Revisions::Point point_;
};

}  // namespace opportune
