#include "measure/pipeline/stretches.hpp"

namespace opportune {

PipelineSource::PipelineSource(const Instants& instants, const Book& book, unsigned threads)
    : book_(book),
      days_(book, threads),
      first_(instants.days().front()),
      last_(instants.days().back()),
      is_one_instant_(instants.size() == 1),
      are_whole_days_(instants.are_whole_days()),
      accounts_(days_.changed_accounts()) {
  const auto& account_of = book.get<Opportunity>().get<"account">();
  for (std::size_t b = 0; b < blocks(); ++b) {
    const DayIndex::Block& block = days_.index().blocks()[b];
    for (const std::uint16_t i : block.overlapping()) {
      const auto row = static_cast<std::uint32_t>(b * DayIndex::block_rows + i);
      if (block.may_be_open(i, first_, last_) && !days_.is_changed(row)) {
        const std::uint32_t account = account_of[row];
        if (accounts_.empty() || accounts_.back() != account) {
          accounts_.push_back(account);
        }
      }
    }
  }
  std::sort(accounts_.begin(), accounts_.end());
  accounts_.erase(std::unique(accounts_.begin(), accounts_.end()), accounts_.end());
}

void StretchReader::read(std::uint32_t row, const DayIndex::Block* block, std::size_t in_block,
                         std::vector<Stretch>& out) {
  if (block == nullptr) {
    read_records(row, out);
    return;
  }
  if (instants_.size() == 1) {
    read_instant(row, *block, in_block, out);
    return;
  }
  const DayIndex::Block::Range states = block->states(in_block);
  std::uint32_t from = instants_.from(states.begin()->from);
  for (const DayState* state = states.begin(); state != states.end(); ++state) {
    const DayState* next = state + 1;
    const std::uint32_t until =
        next == states.end() ? instants_.size() : instants_.from(next->from);
    if (from < until && state->stage != StageTable::none) {
      add(row, *state, from, until, out);
    }
    from = until;
  }
}

/// Of the one instant. Where it lies within a day on which something was changed, the records say
/// what was so by then: the index knows ends of days.
void StretchReader::read_instant(std::uint32_t row, const DayIndex::Block& block,
                                 std::size_t in_block, std::vector<Stretch>& out) {
  const Date day = instants_.days().front();
  const DayState* state = block.state_on(in_block, day);
  if (state != nullptr && state->from == day && !instants_.are_whole_days()) {
    read_records(row, out);
  } else if (state != nullptr && state->stage != StageTable::none) {
    out.push_back({row, *state, 0, 1, true});
  }
}

void StretchReader::read_records(std::uint32_t row, std::vector<Stretch>& out) {
  read_breaks(row);
  for (std::size_t i = 0; i + 1 < breaks_.size(); ++i) {
    const AsOf& as_of = instants_.at(breaks_[i]).as_of;
    DayState state;
    if (as_of.open(row, &state.stage)) {
      state.amount = as_of.amount(row);
      state.expected_close = as_of.expected_close(row);
      state.owner = as_of.owner(row);
      add(row, state, breaks_[i], breaks_[i + 1], out);
    }
  }
}

/// The instants at which its record is not what it was at the one before.
void StretchReader::read_breaks(std::uint32_t row) {
  breaks_.assign({0, instants_.size()});
  if (instants_.size() == 1) {
    return;
  }
  const Store<Opportunity>& store = book_.get<Opportunity>();
  const auto at = [&](Date day) {
    if (day.has_value()) {
      breaks_.push_back(instants_.from(day));
    }
  };
  const auto changes = [&](const History& history, const auto& table) {
    for (std::uint32_t change = history.latest(row); change != no_row;
         change = history.earlier(change)) {
      at(day_of(table.template get<"at">()[change]));
    }
  };
  const Links& links = book_.links();
  at(store.get<"opened">()[row]);
  at(store.get<"closed">()[row]);
  changes(links.stage_changes, book_.get<StageChange>());
  changes(links.amount_changes, book_.get<AmountChange>());
  changes(links.close_date_changes, book_.get<CloseDateChange>());
  changes(links.owner_changes, book_.get<OwnerChange>());
  std::sort(breaks_.begin(), breaks_.end());
  breaks_.erase(std::unique(breaks_.begin(), breaks_.end()), breaks_.end());
}

/// In parts, where companies change their groups.
void StretchReader::add(std::uint32_t row, const DayState& state, std::uint32_t from,
                        std::uint32_t until, std::vector<Stretch>& out) const {
  while (from < until) {
    const std::uint32_t next = std::min(until, instants_.next_ownership(from));
    out.push_back({row, state, from, next, true});
    from = next;
  }
}

}  // namespace opportune
