// What a measure is asked for. Measures and dimensions are named; `measure_names()` and
// `dimension_names()` list them.
#pragma once

#include <string>
#include <vector>

#include "opportune/core/calendar.hpp"

namespace opportune {

struct MeasureQuery {
  /// "pipeline" or "funnel".
  std::string measure;
  /// Dimensions, in the order of the result's columns: market, region, group, account, owner,
  /// team, product, process, milestone, stage, kind, source, close_month, close_quarter,
  /// close_year, open_month, open_quarter, open_year. Empty: one row for everything.
  std::vector<std::string> by;
  /// Dimensions among `by` (market, group/account, product) whose rows also count what is below
  /// them in their tree.
  std::vector<std::string> rollup;
  /// Empty: now. For a date use end_of_day(date).
  Instant as_of;
  /// funnel: the cohort opened in [from, to], both inclusive; empty ends are open.
  Date from;
  Date to;
  /// Keep only opportunities in these: dimension name and accepted values (of the dimension's
  /// column). A tree dimension (market, account, product) accepts a whole subtree.
  struct Filter {
    std::string dimension;
    std::vector<std::string> values;
  };
  std::vector<Filter> where;
  /// 0: as many as the machine has.
  unsigned threads = 0;
};

[[nodiscard]] std::vector<std::string> measure_names();
[[nodiscard]] std::vector<std::string> dimension_names();

}  // namespace opportune
