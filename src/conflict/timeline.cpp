#include "conflict/timeline.hpp"

#include <algorithm>
#include <set>

namespace opportune {
namespace {

using Roots = std::vector<std::uint32_t>;

/// The roots whose groups are asked about on a day, ascending.
Roots roots_on(const HistoryAsked& asked, Date day) {
  const Ownership& ownership = asked.book.ownership();
  Roots out;
  for (const std::uint32_t account : asked.accounts) {
    out.push_back(ownership.root(account, day));
  }
  if (asked.accounts.empty()) {
    for (std::uint32_t account = 0; account < ownership.accounts(); ++account) {
      if (ownership.parent(account, day) == no_row) {
        out.push_back(account);
      }
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool has(const Roots& roots, std::uint32_t root) {
  return std::binary_search(roots.begin(), roots.end(), root);
}

}  // namespace

GroupTimeline::GroupTimeline(const HistoryAsked& asked) : to_(asked.to) {
  const Ownership& ownership = asked.book.ownership();
  const Store<AccountParent>& parents = asked.book.get<AccountParent>();
  std::map<Date, std::set<std::uint32_t>> changed;
  for (std::uint32_t row = 0; row < parents.rows(); ++row) {
    const Date from = parents.get<"from">()[row];
    if (from >= asked.from && from <= asked.to) {
      const std::uint32_t account = parents.get<"account">()[row];
      changed[from].insert(ownership.root(account, Date{from.days - 1}));
      changed[from].insert(ownership.root(account, from));
    }
  }
  for (const std::uint32_t root : roots_on(asked, asked.before())) {
    starts_[asked.before()].push_back({root});
  }
  const bool all = asked.accounts.empty();
  for (const auto& [day, roots] : changed) {
    const Roots before = all ? Roots{} : roots_on(asked, Date{day.days - 1});
    const Roots now = all ? Roots{} : roots_on(asked, day);
    for (const std::uint32_t root : roots) {
      changes_[root].push_back(day);
      const bool stands = all ? ownership.parent(root, day) == no_row : has(now, root);
      if (all || stands || has(before, root)) {
        starts_[day].push_back({root, stands});
      }
    }
  }
}

Date GroupTimeline::until(std::uint32_t root, Date day) const {
  const auto found = changes_.find(root);
  if (found == changes_.end()) {
    return to_;
  }
  const auto next = std::upper_bound(found->second.begin(), found->second.end(), day);
  return next == found->second.end() ? to_ : Date{next->days - 1};
}

}  // namespace opportune
