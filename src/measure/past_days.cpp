#include "measure/past_days.hpp"

namespace opportune {

PastDays::PastDays(const Book& book, unsigned threads)
    : index_(DayIndex::of(book, threads)),
      rows_(index_->rows()),
      accounts_(index_->changed_accounts(book)) {
  if (accounts_.empty()) {
    return;
  }
  changed_.resize(book.get<Opportunity>().rows());
  for (const std::uint32_t account : accounts_) {
    book.links().opportunities_of_account.each(account,
                                               [&](std::uint32_t row) { changed_[row] = true; });
  }
}

void PastDays::find(std::uint32_t first, std::uint32_t last, Date day, Date from, Date to,
                    std::vector<std::uint32_t>& rows) const {
  const Date begin = from.has_value() ? from : Date{min_days};
  const Date end = to.has_value() ? to : Life::far_away;
  std::size_t count = rows.size();
  rows.resize(count + (last - first));
  const auto indexed = static_cast<std::uint32_t>(std::min<std::size_t>(last, rows_));
  for (std::uint32_t row = first; row < indexed; ++row) {
    const Life& life = index_->life(row);
    const bool is_asked_for =
        (day <= life.closed) | ((begin <= life.closed) & (life.closed <= end));
    rows[count] = row;
    count += static_cast<std::size_t>(((life.opened <= day) & (is_asked_for | !life.is_plain)) |
                                      is_changed(row));
  }
  for (std::uint32_t row = std::max(first, indexed); row < last; ++row) {
    rows[count++] = row;
  }
  rows.resize(count);
}

Standing PastDays::recorded_standing(std::uint32_t row, const AsOf& as_of) {
  Standing out;
  out.is_opened = as_of.opened(row);
  std::uint16_t stage = StageTable::none;
  out.is_open = as_of.open(row, &stage);
  if (out.is_opened && !out.is_open) {
    out.closed_on = as_of.closed_on(row);
    out.outcome =
        out.closed_on.has_value() ? as_of.book().stages()[as_of.stage(row)].outcome : Outcome::open;
  }
  return out;
}

}  // namespace opportune
