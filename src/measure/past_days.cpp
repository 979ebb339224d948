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
