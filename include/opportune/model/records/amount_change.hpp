// The amount_change table: one record type, declared once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// An opportunity's amount changed. Append-only.
struct AmountChange {
  std::string opportunity;
  std::optional<std::int64_t> from_minor;  ///< minor units of the currency
  std::optional<std::int64_t> to_minor;    ///< minor units of the currency
  Instant at;
  std::string by;
};

template <>
struct Schema<AmountChange> {
  static constexpr std::string_view table = "amount_change";
  using Fields =
      FieldList<Field<"opportunity", &AmountChange::opportunity, Ref<Opportunity, Need::required>>,
                Field<"from", &AmountChange::from_minor, Amount>,
                Field<"to", &AmountChange::to_minor, Amount>,
                Field<"at", &AmountChange::at, InstantField<Need::required>>,
                Field<"by", &AmountChange::by, Ref<Person>>>;
};

}  // namespace opportune
