// Since when two accounts of a group have been in one group.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "opportune/model/book.hpp"

namespace opportune {

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
    while (!days.empty()) {
      const Date latest = *days.rbegin();
      days.erase(latest);
      const Date before{latest.days - 1};
      Level& level = levels_.emplace_back();
      level.day = latest;
      for (const std::uint32_t account : accounts) {
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
    std::vector<std::uint32_t> roots;  ///< of the accounts, in the order in which they were given
  };
  [[nodiscard]] const std::vector<Level>& levels() const noexcept { return levels_; }

  /// The day on which two accounts (their places in the list) joined; empty: always together.
  [[nodiscard]] Date joined(std::size_t a, std::size_t b) const noexcept {
    for (const Level& level : levels_) {
      if (level.roots[a] != level.roots[b]) {
        return level.day;
      }
    }
    return {};
  }

 private:
  std::vector<Level> levels_;
};

}  // namespace opportune
