// Since when two accounts of a group have been in one group.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "opportune/model/book.hpp"

namespace opportune {

/// The latest day up to `day` on which ownership changed of an account, or of one that owned it on
/// that day; empty: never.
[[nodiscard]] inline Date latest_change(const Ownership& ownership, std::uint32_t account,
                                        Date day) {
  Date out;
  for (; account != no_row; account = ownership.parent(account, day)) {
    if (const Ownership::Links* links = ownership.links(account)) {
      for (const Ownership::Link& link : *links) {
        out = link.from <= day ? std::max(out, link.from) : out;
      }
    }
  }
  return out;
}

/// The day on which two accounts that are in one group on `day` joined: the latest before which
/// their roots differ; empty: always together. Looks at their owners alone.
[[nodiscard]] inline Date joined(const Ownership& ownership, std::uint32_t a, std::uint32_t b,
                                 Date day) {
  while (ownership.has_links() && a != b) {
    // From there on neither had another owner than on `day`, and so no other root.
    const Date changed =
        std::max(latest_change(ownership, a, day), latest_change(ownership, b, day));
    if (!changed.has_value()) {
      break;
    }
    day = Date{changed.days - 1};
    if (ownership.root(a, day) != ownership.root(b, day)) {
      return changed;
    }
  }
  return {};
}

/// The changes of ownership that brought a group's accounts together, latest first. At each, the
/// accounts' roots of the day before. Two accounts joined on the latest day before which their
/// roots differ.
class Joins {
 public:
  /// Most groups never changed: then this does nothing but look.
  Joins(const Ownership& ownership, const std::vector<std::uint32_t>& accounts, Date day) {
    if (!ownership.has_links()) {
      return;
    }
    std::set<Date> days;
    const auto add_days = [&](std::uint32_t account, Date before) {
      if (const Ownership::Links* links = ownership.links(account)) {
        for (const Ownership::Link& link : *links) {
          if (link.from.has_value() && link.from <= before) {
            days.insert(link.from);
          }
        }
      }
    };
    for (const std::uint32_t account : accounts) {
      add_days(account, day);
    }
    if (days.empty()) {
      return;
    }
    accounts_ = accounts;
    std::sort(accounts_.begin(), accounts_.end());
    while (!days.empty()) {
      const Date latest = *days.rbegin();
      days.erase(latest);
      const Date before{latest.days - 1};
      Level& level = levels_.emplace_back();
      level.day = latest;
      for (const std::uint32_t account : accounts_) {
        std::uint32_t at = account;
        for (std::uint32_t up = at; up != no_row; up = ownership.parent(at, before)) {
          at = up;
          add_days(at, before);  // an owner of those days may be no member of today's group
        }
        level.roots.push_back(at);
      }
    }
  }

  struct Level {
    Date day;
    std::vector<std::uint32_t> roots;  ///< of the accounts, in the order of their rows
  };
  [[nodiscard]] const std::vector<Level>& levels() const noexcept { return levels_; }

  /// The root of an account on the day before a level's.
  [[nodiscard]] std::uint32_t root(const Level& level, std::uint32_t account) const noexcept {
    const auto at = std::lower_bound(accounts_.begin(), accounts_.end(), account);
    return level.roots[static_cast<std::size_t>(at - accounts_.begin())];
  }
  /// The day on which two accounts of the group joined; empty: always together.
  [[nodiscard]] Date joined(std::uint32_t a, std::uint32_t b) const noexcept {
    for (const Level& level : levels_) {
      if (root(level, a) != root(level, b)) {
        return level.day;
      }
    }
    return {};
  }

 private:
  std::vector<std::uint32_t> accounts_;  // ascending; empty where no ownership ever changed
  std::vector<Level> levels_;
};

/// Joins that are made when they are first asked for: most groups have no conflict. Few pairs can
/// be asked about without them.
class LazyJoins {
 public:
  LazyJoins(const Ownership& ownership, const std::vector<std::uint32_t>& accounts, Date day)
      : ownership_(ownership), accounts_(accounts), day_(day) {}
  [[nodiscard]] const Joins& operator()() const {
    if (!made_) {
      made_.emplace(ownership_, accounts_, day_);
    }
    return *made_;
  }
  [[nodiscard]] bool never() const noexcept { return !ownership_.has_links(); }
  [[nodiscard]] Date joined(std::uint32_t a, std::uint32_t b) const {
    return made_ ? made_->joined(a, b) : opportune::joined(ownership_, a, b, day_);
  }

 private:
  const Ownership& ownership_;
  const std::vector<std::uint32_t>& accounts_;
  Date day_;
  mutable std::optional<Joins> made_;
};

}  // namespace opportune
