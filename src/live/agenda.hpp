// Which accounts have a day ahead on which their conflicts may change by themselves, so that a
// clock that moves looks at these alone.
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "live/standing.hpp"

namespace opportune {

class Agenda {
 public:
  [[nodiscard]] bool made() const noexcept { return made_; }
  /// Of all accounts, from a day on.
  void make(const Book& book, const Policy& policy, Date from);
  /// After a change of what belongs to these accounts.
  void add(const Book& book, const Policy& policy, const TouchedAccounts& touched);
  /// After a bulk load: what is known no longer holds.
  void forget() noexcept {
    made_ = false;
    days_.clear();
  }
  /// Adds the accounts with a day in [from, to], with what may alter there, and forgets the days
  /// before `to`.
  void due(Date to, TouchedAccounts& out);

 private:
  void add(const Book& book, const Policy& policy, std::uint32_t account);

  bool made_ = false;
  Date from_;
  std::map<std::pair<Date, std::uint32_t>, KindSet> days_;  // by day and account
};

}  // namespace opportune
