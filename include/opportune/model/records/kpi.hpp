// The kpi table: one record type, declared once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A number of a measure that is to become another: what it was before, and the effect that is
/// aimed at.
struct Kpi {
  std::string id;
  std::string name;
  std::string measure;  ///< which of the measures
  std::string column;   ///< which number of it
  std::string market;   ///< with its subtree; empty: all
  std::string filter;   ///< a JSON object: dimension -> value, or list of values
  std::string cell;     ///< a JSON object: column -> text, where the measure has several rows
  std::optional<double> days;    ///< of the period that ends on the day (365)
  Date baseline;                 ///< the day of `before`
  std::optional<double> before;  ///< known from elsewhere; else measured as of the baseline
  std::optional<double> target;
  Date due;  ///< when the target is to be reached
  std::string owner;
  std::string attributes;
};

template <>
struct Schema<Kpi> {
  static constexpr std::string_view table = "kpi";
  using Fields = FieldList<
      Field<"id", &Kpi::id, Key>, Field<"name", &Kpi::name, Text<>>,
      Field<"measure", &Kpi::measure, Symbol<Need::required>>,
      Field<"column", &Kpi::column, Symbol<Need::required>>,
      Field<"market", &Kpi::market, Ref<Market>>, Field<"filter", &Kpi::filter, Json>,
      Field<"cell", &Kpi::cell, Json>, Field<"days", &Kpi::days, Number<>>,
      Field<"baseline", &Kpi::baseline, DateField<>>, Field<"before", &Kpi::before, Number<>>,
      Field<"target", &Kpi::target, Number<Need::required>>, Field<"due", &Kpi::due, DateField<>>,
      Field<"owner", &Kpi::owner, Ref<Person>>, Field<"attributes", &Kpi::attributes, Json>>;
};

}  // namespace opportune
