// The conflicts of one group over a stretch of days in which its accounts are the same.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "conflict/span.hpp"
#include "opportune/conflict/detect.hpp"

namespace opportune {

/// The days on which a currency's rate changes, ascending.
class RateDays {
 public:
  explicit RateDays(const Book& book);
  [[nodiscard]] const std::vector<Date>& of(Currency currency) const noexcept {
    return days_[currency.number];
  }

 private:
  std::vector<std::vector<Date>> days_;
};

/// Follows groups, one after another; one per thread.
class GroupHistory {
 public:
  GroupHistory(const HistoryAsked& asked, const RateDays& rates, const GroupIndex& groups);
  GroupHistory(const GroupHistory&) = delete;
  GroupHistory& operator=(const GroupHistory&) = delete;

  /// Follows the group of a root from a day to another. `standing`: what stood on the day before;
  /// what stands on the last day when it returns, explained as of that day.
  void follow(std::uint32_t root, Date first, Date last, StandingSpans& standing);
  /// The spans that ended, in the order in which they did.
  std::vector<ConflictSpan> ended;

 private:
  /// A day on which something of the group may change; not `always`: only of what stands already.
  struct Stop {
    Date day;
    bool always = true;
  };
  [[nodiscard]] std::vector<Stop> stops(Date first, Date last) const;
  void visit(Date day, StandingSpans& standing);
  void look(Date day);
  void explain(ConflictSpan& span);

  const HistoryAsked& asked_;
  const RateDays& rates_;
  const GroupIndex& groups_;
  bool values_matter_;  // to the severities
  AsOf as_of_;
  GroupView view_;
  DetectBuffers buffers_;
  std::uint32_t root_ = no_row;
  Date viewed_;                           // the day of the view
  std::map<std::string, Conflict> seen_;  // what stood on the last day that was visited
  Date seen_on_;
};

}  // namespace opportune
