// Who owns whom, as of any day: the accounts' dated parents, and the corporate groups of a day.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/core/column.hpp"
#include "opportune/core/shared.hpp"
#include "opportune/core/text.hpp"

namespace opportune {

/// The corporate groups between two changes of ownership.
class GroupIndex {
 public:
  GroupIndex() : root_(no_row), next_(no_row), tail_(no_row) {}
  template <class Parents>
  GroupIndex(std::size_t accounts, const Parents& parent_of) : GroupIndex() {
    append(accounts, parent_of);
  }
  /// Takes in accounts [size(), accounts). Their parents may be old or new accounts.
  template <class Parents>
  void append(std::size_t accounts, const Parents& parent_of) {
    const std::size_t before = root_.size();
    root_.resize(accounts);
    next_.resize(accounts);
    tail_.resize(accounts);
    std::vector<std::uint32_t> path;
    for (std::size_t account = before; account < accounts; ++account) {
      auto at = static_cast<std::uint32_t>(account);
      std::uint32_t root = root_[at];
      for (path.clear(); root == no_row; root = root_[at]) {
        path.push_back(at);
        const std::uint32_t parent = parent_of(at);
        if (parent == no_row) {
          root = at;
          break;
        }
        at = parent;
      }
      for (const std::uint32_t node : path) {
        root_.set(node, root);
      }
    }
    for (std::size_t account = before; account < accounts; ++account) {
      const auto at = static_cast<std::uint32_t>(account);
      const std::uint32_t root = root_[at];
      if (root != at) {
        next_.set(tail_[root] == no_row ? root : tail_[root], at);
        tail_.set(root, at);
      }
    }
  }
  [[nodiscard]] std::size_t size() const noexcept { return root_.size(); }
  [[nodiscard]] std::uint32_t root(std::uint32_t account) const noexcept { return root_[account]; }
  /// The next account of the same group (the root comes first), or no_row.
  [[nodiscard]] std::uint32_t next(std::uint32_t account) const noexcept { return next_[account]; }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return root_.bytes() + next_.bytes() + tail_.bytes();
  }

 private:
  Column<std::uint32_t> root_, next_, tail_;
};

/// Dated parents. An account without dated links has its standing parent (account.parent) always.
/// Before the first link of one with links, it had its standing parent, unless that is the parent
/// of the last link: then it stood alone (docs/decisions/ownership.md).
class Ownership {
 public:
  struct Link {
    Date from;  ///< empty: since ever
    std::uint32_t parent = no_row;
  };
  using Links = std::vector<Link>;

  Ownership() : standing_(no_row), cache_(std::make_shared<Cache>()) {}

  [[nodiscard]] std::size_t accounts() const noexcept { return standing_.size(); }
  /// Adds accounts up to that number, each with its standing parent. Groups that are known stay so.
  template <class Parents>
  void append(std::size_t accounts, const Parents& parent_of);
  void set_standing(std::uint32_t account, std::uint32_t parent) {
    if (standing_[account] != parent) {
      standing_.set(account, parent);
      cache_ = std::make_shared<Cache>();
    }
  }
  /// False where the account has a link from that day already.
  [[nodiscard]] bool add_link(std::uint32_t account, Link link);
  /// The dated links of an account as they were given, oldest first; null where it has none.
  [[nodiscard]] const Links* links(std::uint32_t account) const noexcept {
    return is_dated_[account] ? &dated_->find(account)->second : nullptr;
  }
  [[nodiscard]] bool has_links() const noexcept { return !dated_->empty(); }
  [[nodiscard]] std::uint32_t standing(std::uint32_t account) const noexcept {
    return standing_[account];
  }
  [[nodiscard]] std::uint32_t parent(std::uint32_t account, Date day) const noexcept;
  [[nodiscard]] std::uint32_t root(std::uint32_t account, Date day) const noexcept {
    for (std::uint32_t up = parent(account, day); up != no_row; up = parent(account, day)) {
      account = up;
    }
    return account;
  }
  /// The accounts of a cycle of ownership (each owned by the next), and the day on which it closes;
  /// empty where there is none. To be asked after changes, before anything else is.
  [[nodiscard]] std::vector<std::uint32_t> cycle(Date* day) const;
  /// The groups of a day. Built when first asked for, then kept; any number of threads may ask.
  [[nodiscard]] std::shared_ptr<const GroupIndex> groups(Date day) const;
  [[nodiscard]] std::size_t bytes() const noexcept { return standing_.bytes() + is_dated_.bytes(); }

 private:
  struct Cache {
    std::mutex mutex;
    std::map<Date, std::shared_ptr<GroupIndex>> by_epoch;
  };
  static constexpr std::size_t max_cached = 8;

  /// The latest day on or before `day` on which any ownership changed.
  [[nodiscard]] Date epoch(Date day) const noexcept {
    const auto after = std::upper_bound(epochs_->begin(), epochs_->end(), day);
    return after == epochs_->begin() ? Date{} : *std::prev(after);
  }

  Column<std::uint32_t> standing_;
  Shared<std::map<std::uint32_t, Links>> dated_{std::in_place};
  Column<bool> is_dated_;  ///< few accounts are, and all are asked
  Shared<std::vector<Date>> epochs_{std::in_place};
  std::shared_ptr<Cache> cache_;
};

template <class Parents>
void Ownership::append(std::size_t accounts, const Parents& parent_of) {
  const std::size_t before = standing_.size();
  standing_.resize(accounts);
  is_dated_.resize(accounts);
  for (std::size_t account = before; account < accounts; ++account) {
    standing_.set(account, parent_of(account));
  }
  auto cache = std::make_shared<Cache>();
  const std::shared_ptr<Cache> before_it = cache_;  // outlives the lock
  const std::lock_guard lock(before_it->mutex);
  for (const auto& [day, index] : before_it->by_epoch) {
    auto grown = std::make_shared<GroupIndex>(*index);
    grown->append(accounts, [&, at = day](std::uint32_t account) { return parent(account, at); });
    cache->by_epoch.emplace(day, std::move(grown));
  }
  cache_ = std::move(cache);
}

inline bool Ownership::add_link(std::uint32_t account, Link link) {
  Links& links = dated_.edit()[account];
  is_dated_.set(account, true);
  const auto at = std::lower_bound(links.begin(), links.end(), link.from,
                                   [](const Link& a, Date from) { return a.from < from; });
  if (at != links.end() && at->from == link.from) {
    return false;
  }
  links.insert(at, link);
  if (link.from.has_value()) {
    std::vector<Date>& epochs = epochs_.edit();
    const auto epoch = std::lower_bound(epochs.begin(), epochs.end(), link.from);
    if (epoch == epochs.end() || *epoch != link.from) {
      epochs.insert(epoch, link.from);
    }
  }
  cache_ = std::make_shared<Cache>();
  return true;
}

inline std::uint32_t Ownership::parent(std::uint32_t account, Date day) const noexcept {
  const Links* dated = links(account);
  if (dated == nullptr) {
    return standing_[account];
  }
  const auto after = std::upper_bound(dated->begin(), dated->end(), day,
                                      [](Date a, const Link& b) { return a < b.from; });
  if (after != dated->begin()) {
    return std::prev(after)->parent;
  }
  // Before the first link: a standing parent other than the last one is the one that it had then.
  return standing_[account] == dated->back().parent ? no_row : standing_[account];
}

inline std::vector<std::uint32_t> Ownership::cycle(Date* day) const {
  // A cycle is closed on some day: by one of its dated links, or it stood before all of them.
  const auto walk = [&](std::uint32_t account, Date when) {
    std::vector<std::uint32_t> seen;
    std::uint32_t at = account;
    for (std::size_t steps = 0; at != no_row && steps <= standing_.size(); ++steps) {
      seen.push_back(at);
      at = parent(at, when);
      if (at == account) {
        return seen;
      }
    }
    return std::vector<std::uint32_t>{};
  };
  const Date first{min_days};
  *day = Date{};
  std::vector<std::uint8_t> state(standing_.size());  // 0 new, 1 on the path, 2 done
  std::vector<std::uint32_t> path;
  for (std::uint32_t account = 0; account < standing_.size(); ++account) {
    std::uint32_t at = account;
    for (path.clear(); at != no_row && state[at] == 0; at = parent(at, first)) {
      state[at] = 1;
      path.push_back(at);
    }
    if (at != no_row && state[at] == 1) {
      return walk(at, first);
    }
    for (const std::uint32_t node : path) {
      state[node] = 2;
    }
  }
  for (const auto& [account, links] : *dated_) {
    for (const Link& link : links) {
      const Date when = link.from.has_value() ? link.from : first;
      if (auto found = walk(account, when); !found.empty()) {
        *day = link.from;
        return found;
      }
    }
  }
  return {};
}

inline std::shared_ptr<const GroupIndex> Ownership::groups(Date day) const {
  const Date when = epoch(day);
  const std::shared_ptr<Cache> cache = cache_;
  const std::lock_guard lock(cache->mutex);
  auto& index = cache->by_epoch[when];
  if (index == nullptr) {
    const Date asked = when.has_value() ? when : Date{min_days};
    index = std::make_shared<GroupIndex>(
        standing_.size(), [&](std::uint32_t account) { return parent(account, asked); });
  }
  std::shared_ptr<const GroupIndex> out = index;
  if (cache->by_epoch.size() > max_cached) {
    const auto oldest = cache->by_epoch.begin();
    cache->by_epoch.erase(oldest->first == when ? std::next(oldest) : oldest);
  }
  return out;
}

}  // namespace opportune
