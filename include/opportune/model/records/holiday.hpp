// The holiday table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A day that is not worked in a market and in all below it. One a day and market.
struct Holiday {
  std::string market;
  Date date;
  std::string name;
};

template <>
struct Schema<Holiday> {
  static constexpr std::string_view table = "holiday";
  using Fields = FieldList<Field<"market", &Holiday::market, Ref<Market, Need::required>>,
                           Field<"date", &Holiday::date, DateField<Need::required>>,
                           Field<"name", &Holiday::name, Text<>>>;
};

}  // namespace opportune
