// Rules of KPIs.
#pragma once

#include <cmath>
#include <string>

#include "opportune/model/rules/reference.hpp"

namespace opportune {

template <>
struct Rules<Kpi> {
  static constexpr int max_days = 36'600;

  template <class Report>
  static void check(const Book&, const Store<Kpi>& store, std::uint32_t row, Report&& report) {
    detail::check_validity(store, row, report, detail::Named<"baseline">{}, detail::Named<"due">{});
    const auto& days = store.get<"days">();
    if (!days.empty(row) &&
        !(days[row] >= 1 && days[row] <= max_days && days[row] == std::floor(days[row]))) {
      report("days", std::to_string(days[row]), "out_of_range",
             "must be a whole number from 1 to " + std::to_string(max_days));
    }
  }
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book&, std::uint32_t, const Before&, const Put*) {}
};

}  // namespace opportune
