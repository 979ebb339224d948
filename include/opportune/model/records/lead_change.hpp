// The lead_change table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A lead's status changed. Append-only.
struct LeadChange {
  std::string lead;
  std::string from;
  std::string to;
  Instant at;
  std::string by;
};

template <>
struct Schema<LeadChange> {
  static constexpr std::string_view table = "lead_change";
  using Fields = FieldList<
      Field<"lead", &LeadChange::lead, Ref<Lead, Need::required>>,
      Field<"from", &LeadChange::from,
            Choice<Need::optional, "new", "working", "nurturing", "qualified", "disqualified">>,
      Field<"to", &LeadChange::to,
            Choice<Need::required, "new", "working", "nurturing", "qualified", "disqualified">>,
      Field<"at", &LeadChange::at, InstantField<Need::required>>,
      Field<"by", &LeadChange::by, Ref<Person>>>;
};

}  // namespace opportune
