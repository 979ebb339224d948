// What goals can be set for. A further metric is a further row of the list in goal_metrics.cpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "measure/goal_period.hpp"
#include "opportune/measure/dimension.hpp"

namespace opportune {

/// What was done, and by whom.
struct Contribution {
  double marketing = 0;
  double sales = 0;
};

/// One goal that is measured.
struct GoalAsked {
  const MeasureContext& context;
  std::uint32_t goal;
  std::uint32_t market;  ///< no_row: all
  DayRange days;         ///< ends at the instant's day at the latest; open ends are empty

  [[nodiscard]] const Book& book() const { return context.book(); }
  [[nodiscard]] bool in_market(std::uint32_t other) const {
    return market == no_row || (other != no_row && book().markets().covers(market, other));
  }
  [[nodiscard]] bool in_period(Date day) const {
    return day <= context.day() && within(days.from, day, days.to);
  }
};

/// What marketing brought: found once, for all goals.
class Sourced {
 public:
  explicit Sourced(const MeasureContext& context);
  /// A lead was converted into it, or a marketing activity names it that began by its opening.
  [[nodiscard]] bool opportunity(std::uint32_t row) const { return opportunities_[row]; }
  /// A marketing activity names it.
  [[nodiscard]] bool lead(std::uint32_t row) const { return leads_[row]; }

 private:
  std::vector<bool> opportunities_, leads_;
};

struct GoalMetric {
  std::string_view name;
  Contribution (*measure)(const GoalAsked&, const Sourced&);
};

/// Null: it is measured elsewhere.
[[nodiscard]] const GoalMetric* find_metric(std::string_view name);

}  // namespace opportune
