// The close_date_change table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// An opportunity's expected close moved. Append-only.
struct CloseDateChange {
  std::string opportunity;
  Date from;
  Date to;
  Instant at;
  std::string by;
};

template <>
struct Schema<CloseDateChange> {
  static constexpr std::string_view table = "close_date_change";
  using Fields = FieldList<
      Field<"opportunity", &CloseDateChange::opportunity, Ref<Opportunity, Need::required>>,
      Field<"from", &CloseDateChange::from, DateField<>>,
      Field<"to", &CloseDateChange::to, DateField<>>,
      Field<"at", &CloseDateChange::at, InstantField<Need::required>>,
      Field<"by", &CloseDateChange::by, Ref<Person>>>;
};

}  // namespace opportune
