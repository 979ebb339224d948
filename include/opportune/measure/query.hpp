// What a measure is asked for. Measures and dimensions are named; `measure_names()` and
// `dimension_names()` list them. What each measures, and its columns: docs/measures.md.
#pragma once

#include <string>
#include <vector>

#include "opportune/core/calendar.hpp"

namespace opportune {

struct MeasureQuery {
  /// Which of measure_names().
  std::string measure;
  /// Which of dimension_names(), in the order of the result's columns. Empty: one row for
  /// everything.
  std::vector<std::string> by;
  /// Dimensions among `by` (market, account, product) whose rows also count what is below
  /// them in their tree.
  std::vector<std::string> rollup;
  /// Empty: now. For a date use end_of_day(date).
  Instant as_of;
  /// The period of what is measured over one, both ends inclusive; empty ends are open. The
  /// waterfall's: from the end of `from` to the end of `to`.
  Date from;
  Date to;
  /// waterfall: only what is expected to close then, both inclusive; empty ends are open.
  Date close_from;
  Date close_to;
  /// A series: these days, ascending. The result has a first column `date`, and for each day the
  /// measure as of its end, or over the days after the one before it (the first: from `from` on).
  std::vector<Date> dates;
  /// forecast, backtest, calibration: stages, histories or last_year. Empty: stages; all of them
  /// where they are compared.
  std::string model;
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
