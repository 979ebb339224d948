#include "live/agenda.hpp"

#include "opportune/conflict/turning_days.hpp"

namespace opportune {

void Agenda::add(const Book& book, const Policy& policy, std::uint32_t account) {
  each_turning_day_of_account(book, policy, account, [&](Date day, const KindSet& kinds) {
    if (day >= from_) {
      days_[{day, account}] |= kinds;
    }
  });
}

void Agenda::make(const Book& book, const Policy& policy, Date from) {
  days_.clear();
  from_ = from;
  made_ = true;
  for (std::uint32_t account = 0; account < book.get<Account>().rows(); ++account) {
    add(book, policy, account);
  }
}

void Agenda::add(const Book& book, const Policy& policy, const TouchedAccounts& touched) {
  for (const auto& [account, kinds] : touched.accounts) {
    if (account < book.get<Account>().rows()) {
      add(book, policy, account);
    }
  }
}

void Agenda::due(Date to, TouchedAccounts& out) {
  auto at = days_.begin();
  while (at != days_.end() && at->first.first <= to) {
    out.accounts[at->first.second] |= at->second;
    at = at->first.first < to ? days_.erase(at) : std::next(at);
  }
  from_ = to;
}

}  // namespace opportune
