// The activity_change table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// An activity's status changed. Append-only.
struct ActivityChange {
  std::string activity;
  std::string from;
  std::string to;
  Instant at;
  std::string by;
};

template <>
struct Schema<ActivityChange> {
  static constexpr std::string_view table = "activity_change";
  using Fields =
      FieldList<Field<"activity", &ActivityChange::activity, Ref<Activity, Need::required>>,
                Field<"from", &ActivityChange::from,
                      Choice<Need::optional, "planned", "active", "paused", "done", "cancelled">>,
                Field<"to", &ActivityChange::to,
                      Choice<Need::required, "planned", "active", "paused", "done", "cancelled">>,
                Field<"at", &ActivityChange::at, InstantField<Need::required>>,
                Field<"by", &ActivityChange::by, Ref<Person>>>;
};

}  // namespace opportune
