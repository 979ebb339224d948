// The market table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A market. Markets form a tree: Global > EMEA > Nordics > SE.
struct Market {
  std::string id;
  std::string name;
  std::string parent;
  std::string country;
  std::string currency;
  std::string jurisdiction;
  std::string maturity;
  std::string structure;
  std::string calendar;
  std::vector<std::string> weekend;
  std::string attributes;
};

template <>
struct Schema<Market> {
  static constexpr std::string_view table = "market";
  using Fields = FieldList<
      Field<"id", &Market::id, Key>, Field<"name", &Market::name, Text<>>,
      Field<"parent", &Market::parent, Ref<Market>>, Field<"country", &Market::country, Country>,
      Field<"currency", &Market::currency, CurrencyField>,
      Field<"jurisdiction", &Market::jurisdiction, Symbol<>>,
      Field<"maturity", &Market::maturity, Choice<Need::optional, "emerging", "growing", "mature">>,
      Field<"structure", &Market::structure, Choice<Need::optional, "direct", "partner", "hybrid">>,
      Field<"calendar", &Market::calendar, Symbol<>>,
      Field<"weekend", &Market::weekend, WeekendField>,
      Field<"attributes", &Market::attributes, Json>>;
};

}  // namespace opportune
