// The fx_rates table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// An exchange rate: units of the reporting currency per unit of `currency`, from `date` on.
struct FxRate {
  Date date;
  std::string currency;
  double rate = 0;
};

template <>
struct Schema<FxRate> {
  static constexpr std::string_view table = "fx_rates";
  using Fields = FieldList<Field<"date", &FxRate::date, DateField<Need::required>>,
                           Field<"currency", &FxRate::currency, CurrencyField>,
                           Field<"rate", &FxRate::rate, RateField>>;
};

}  // namespace opportune
