#include "measure/day_index.hpp"

#include <algorithm>

#include "measure/overlaps.hpp"
#include "opportune/core/parallel.hpp"
#include "process/moves.hpp"

namespace opportune {

/// Makes the blocks of an index, one after another; one per thread.
class DayIndexMaker {
 public:
  explicit DayIndexMaker(const Book& book) : book_(book), store_(book.get<Opportunity>()) {}

  [[nodiscard]] static std::shared_ptr<const DayIndex> make(const Book& book, unsigned threads) {
    auto out = std::make_shared<DayIndex>();
    out->point_ = book.revisions().now();
    const std::size_t rows = book.get<Opportunity>().rows();
    out->blocks_.resize((rows + DayIndex::block_rows - 1) / DayIndex::block_rows);
    parallel_chunks(
        out->blocks_.size(), 1, threads,
        [&] {
          return [&, maker = DayIndexMaker(book)](std::size_t first, std::size_t last) mutable {
            for (std::size_t i = first; i < last; ++i) {
              maker.fill(out->blocks_[i], i * DayIndex::block_rows, rows);
            }
          };
        },
        [](const auto&) {});
    const std::vector<std::uint8_t> overlaps = overlapping_opportunities(book, *out, threads);
    for (std::size_t row = 0; row < overlaps.size(); ++row) {
      if (overlaps[row] != 0) {
        DayIndex::Block& block = out->blocks_[row / DayIndex::block_rows];
        const std::size_t in_block = row % DayIndex::block_rows;
        block.lives_[in_block].overlaps = true;
        std::fill(block.untils_.begin() + block.begins_[in_block],
                  block.untils_.begin() + block.begins_[in_block + 1], Date{min_days});
        block.overlapping_.push_back(static_cast<std::uint16_t>(in_block));
      }
    }
    return out;
  }

 private:
  /// What a history changed on a day.
  struct Step {
    Date day;
    void (*take)(DayState& state, const Step& step) = nullptr;
    DayState values;
  };

  void fill(DayIndex::Block& block, std::size_t first, std::size_t rows) {
    const std::size_t last = std::min(rows, first + DayIndex::block_rows);
    block.lives_.resize(last - first);
    block.begins_.reserve(last - first + 1);
    block.begins_.push_back(0);
    for (std::size_t row = first; row < last; ++row) {
      add_states(static_cast<std::uint32_t>(row), block.states_);
      block.lives_[row - first] =
          life_of(static_cast<std::uint32_t>(row), block.states_.data() + block.begins_.back(),
                  block.states_.data() + block.states_.size());
      block.begins_.push_back(static_cast<std::uint32_t>(block.states_.size()));
    }
    block.states_.shrink_to_fit();
    keep_open_days(block);
    keep_lasting(block);
  }
  /// The days at whose ends each state is open.
  static void keep_open_days(DayIndex::Block& block) {
    block.rows_of_states_.reserve(block.states_.size());
    block.froms_.reserve(block.states_.size());
    block.untils_.reserve(block.states_.size());
    for (std::size_t i = 0; i < block.rows(); ++i) {
      const DayIndex::Block::Range states = block.states(i);
      for (const DayState* state = states.begin(); state != states.end(); ++state) {
        const Date until = state + 1 == states.end() ? Life::far_away : (state + 1)->from;
        block.rows_of_states_.push_back(static_cast<std::uint16_t>(i));
        block.froms_.push_back(state->from);
        block.untils_.push_back(state->stage == StageTable::none ? Date{min_days} : until);
      }
    }
  }
  static void keep_lasting(DayIndex::Block& block) {
    for (std::size_t i = 0; i < block.rows(); ++i) {
      const DayState& last = *(block.states(i).end() - 1);
      block.lasts_from_ = std::max(block.lasts_from_, last.from);
      if (last.stage != StageTable::none) {
        block.lasting_.push_back(static_cast<std::uint16_t>(i));
        block.lasting_states_.push_back(last);
      }
    }
  }

  /// Of states that were just made. It is closed when the last one that is open ends.
  [[nodiscard]] Life life_of(std::uint32_t row, const DayState* first, const DayState* last) const {
    const auto is_open = [](const DayState& state) { return state.stage != StageTable::none; };
    Life out;
    out.opened = store_.get<"opened">()[row];
    const DayState* closed = last;
    while (closed != first && !is_open(*(closed - 1))) {
      --closed;
    }
    out.closed = closed == last ? Life::far_away : closed->from;
    const AsOf end(book_, end_of_day(Date{max_days}));
    out.outcome = book_.stages()[end.stage(row)].outcome;
    // A change after it, to another version of the process, might give it another outcome.
    const std::uint32_t latest = book_.links().stage_changes.latest(row);
    const bool ends_closed =
        out.outcome != Outcome::open && out.closed == end.closed_on(row) &&
        (latest == no_row || day_of(book_.get<StageChange>().get<"at">()[latest]) == out.closed);
    out.is_plain = closed != first && std::all_of(first, closed, is_open) &&
                   (closed == last ? out.outcome == Outcome::open : ends_closed);
    if (closed != last && !out.is_plain) {  // it may have been open within a later day
      out.closed = (last - 1)->from;
    }
    return out;
  }

  /// One from the day on which it was opened, and one for each later day on which it was changed.
  void add_states(std::uint32_t row, std::vector<DayState>& out) {
    steps_.clear();
    DayState now;
    read_stages(row, now);
    read_history<AmountChange, &Links::amount_changes, &DayState::amount>(
        row, now, store_.get<"amount">()[row]);
    read_history<CloseDateChange, &Links::close_date_changes, &DayState::expected_close>(
        row, now, store_.get<"expected_close">()[row]);
    read_history<OwnerChange, &Links::owner_changes, &DayState::owner>(row, now,
                                                                       store_.get<"owner">()[row]);
    std::stable_sort(steps_.begin(), steps_.end(),
                     [](const Step& a, const Step& b) { return a.day < b.day; });
    Date day = store_.get<"opened">()[row];
    for (auto step = steps_.begin();; day = step->day) {
      for (; step != steps_.end() && step->day <= day; ++step) {
        step->take(now, *step);
      }
      const bool is_open = now.stage != StageTable::none && !book_.stages().closed(now.stage);
      DayState& state = out.emplace_back(now);
      state.from = day;
      state.stage = is_open ? now.stage : StageTable::none;
      if (step == steps_.end()) {
        return;
      }
    }
  }

  /// As AsOf::open() and AsOf::stage() have it.
  void read_stages(std::uint32_t row, DayState& now) {
    const StageTable& stages = book_.stages();
    const std::uint16_t present = store_.get<"stage">()[row];
    const History& history = book_.links().stage_changes;
    if (history.latest(row) == no_row) {
      const Date closed = store_.get<"closed">()[row];
      const bool begins = stages.closed(present) && closed.has_value();
      now.stage = begins ? stages.version_of(present).first : present;
      if (closed.has_value()) {
        steps_.push_back({closed, take<&DayState::stage>, {}});
      }
      return;
    }
    read_history<StageChange, &Links::stage_changes, &DayState::stage>(row, now, present);
    if (now.stage == StageTable::none) {
      now.stage = stood_before(book_, first_change(history, row));
    }
  }
  /// The steps of a history, ascending; into `now` what was before the first of them.
  template <class Change, auto history, auto member, class Value>
  void read_history(std::uint32_t row, DayState& now, Value present) {
    const Store<Change>& changes = book_.get<Change>();
    const History& chain = book_.links().*history;
    const auto begin = std::ssize(steps_);
    now.*member = present;
    for (std::uint32_t change = chain.latest(row); change != no_row;
         change = chain.earlier(change)) {
      Step& step = steps_.emplace_back();
      step.day = day_of(changes.template get<"at">()[change]);
      step.take = take<member>;
      step.values.*member = changes.template get<"to">()[change];
      now.*member = changes.template get<"from">()[change];
    }
    std::reverse(steps_.begin() + begin, steps_.end());
  }
  template <auto member>
  static void take(DayState& state, const Step& step) {
    state.*member = step.values.*member;
  }

  const Book& book_;
  const Store<Opportunity>& store_;
  std::vector<Step> steps_;
};

std::shared_ptr<const DayIndex> DayIndex::of(const Book& book, unsigned threads) {
  constexpr std::size_t few = 1000, share = 32;
  const std::size_t most = few + book.get<Opportunity>().rows() / share;
  Derived& derived = book.derived();
  const std::lock_guard lock(derived.mutex);
  const auto changed =
      derived.days ? book.revisions().since(derived.days->point_) : std::optional<std::size_t>();
  if (!changed || *changed > most) {
    derived.days = DayIndexMaker::make(book, threads);
  }
  return derived.days;
}

std::shared_ptr<const DayIndex> DayIndex::made_for(const Book& book) {
  Derived& derived = book.derived();
  const std::lock_guard lock(derived.mutex);
  return derived.days;
}

std::size_t DayIndex::rows() const noexcept {
  return blocks_.empty() ? 0 : (blocks_.size() - 1) * block_rows + blocks_.back().rows();
}

std::vector<std::uint32_t> DayIndex::changed_accounts(const Book& later) const {
  std::vector<std::uint32_t> out;
  later.revisions().each_since(point_, [&](std::uint32_t row) {
    out.push_back(later.get<Opportunity>().get<"account">()[row]);
  });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::size_t DayIndex::Block::bytes() const noexcept {
  return lives_.capacity() * sizeof(Life) + begins_.capacity() * sizeof(std::uint32_t) +
         (states_.capacity() + lasting_states_.capacity()) * sizeof(DayState) +
         (froms_.capacity() + untils_.capacity()) * sizeof(Date) +
         (rows_of_states_.capacity() + lasting_.capacity() + overlapping_.capacity()) *
             sizeof(std::uint16_t);
}

std::size_t DayIndex::bytes() const noexcept {
  std::size_t total = 0;
  for (const Block& block : blocks_) {
    total += block.bytes();
  }
  return total;
}

}  // namespace opportune
