// Since when two accounts of a group have been in one group.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "opportune/conflict/separations.hpp"

namespace opportune {

/// The latest day up to `day` on which ownership changed of an account, or of one that owned it on
/// that day; empty: never.
[[nodiscard]] inline Date latest_change(const Ownership& ownership, std::uint32_t account,
                                        Date day) {
  Date out;
  for (; account != no_row; account = ownership.parent(account, day)) {
    detail::each_change(ownership, account, day,
                        [&](Date changed) { out = std::max(out, changed); });
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

/// The classes into which a group falls, going back in time: accounts of one class were always
/// together, and each class but the first joined another one on a day. Two accounts joined on the
/// latest day before which their roots differ. What is looked at of the past is what changed then,
/// with the accounts below it (separations.hpp).
class Joins {
 public:
  /// Most groups never changed: then this does nothing but look.
  Joins(const Ownership& ownership, const std::vector<std::uint32_t>& accounts, Date day) {
    const bool any = ownership.has_links() &&
                     std::any_of(accounts.begin(), accounts.end(), [&](std::uint32_t account) {
                       bool changed = false;
                       detail::each_change(ownership, account, day, [&](Date) { changed = true; });
                       return changed;
                     });
    if (any) {
      accounts_ = accounts;
      std::sort(accounts_.begin(), accounts_.end());
      detail::Separations separations(ownership, accounts_, day);
      classes_ = separations.take_classes();
      class_of_ = separations.take_class_of();
    }
  }

  using Class = detail::Separations::Class;
  /// The first has no parent, all others an earlier one; with the numbers the days never rise.
  /// Empty where no ownership ever changed.
  [[nodiscard]] const std::vector<Class>& classes() const noexcept { return classes_; }
  /// Where no ownership ever changed, all are of one.
  [[nodiscard]] std::uint32_t class_of(std::uint32_t account) const noexcept {
    const auto at = std::lower_bound(accounts_.begin(), accounts_.end(), account);
    return at == accounts_.end() ? 0 : class_of_[static_cast<std::size_t>(at - accounts_.begin())];
  }
  /// Of each class the one that stands for all that had joined by the end of a day.
  [[nodiscard]] std::vector<std::uint32_t> joined_by(Date day) const {
    std::vector<std::uint32_t> out(classes_.size());
    for (std::uint32_t number = 0; number < out.size(); ++number) {
      const Class& one = classes_[number];
      out[number] = one.parent != no_row && one.day <= day ? out[one.parent] : number;
    }
    return out;
  }
  /// The day on which two accounts of the group joined; empty: always together.
  [[nodiscard]] Date joined(std::uint32_t a, std::uint32_t b) const noexcept {
    Date out;
    for (std::uint32_t x = class_of(a), y = class_of(b); x != y;) {
      std::uint32_t& later = x > y ? x : y;
      out = classes_[later].day;
      later = classes_[later].parent;
    }
    return out;
  }

 private:
  std::vector<std::uint32_t> accounts_;  // ascending; empty where no ownership ever changed
  std::vector<std::uint32_t> class_of_;  // by place among them
  std::vector<Class> classes_;
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
