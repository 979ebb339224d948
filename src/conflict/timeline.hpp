// When, within a period, the ownership of which corporate groups changes.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "conflict/span.hpp"

namespace opportune {

class GroupTimeline {
 public:
  explicit GroupTimeline(const HistoryAsked& asked);

  /// From some day on, the group of a root has other accounts, or other owners within.
  struct Start {
    std::uint32_t root = no_row;
    bool stands = true;  ///< it is a root that day, of a group that is asked about
  };
  /// By day: first all groups on the day before the period, then those that change. Groups that are
  /// asked about neither on the day nor on the day before are left out.
  [[nodiscard]] const std::map<Date, std::vector<Start>>& starts() const noexcept {
    return starts_;
  }
  /// The last day, from this one on and within the period, on which the group of a root is owned
  /// as it is on this day.
  [[nodiscard]] Date until(std::uint32_t root, Date day) const;

 private:
  std::map<Date, std::vector<Start>> starts_;
  std::unordered_map<std::uint32_t, std::vector<Date>> changes_;  // of each root, ascending
  Date to_;
};

}  // namespace opportune
