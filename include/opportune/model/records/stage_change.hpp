// The stage_change table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// An opportunity moved from one stage to another. Append-only.
struct StageChange {
  std::string opportunity;
  std::string from;
  std::string to;
  Instant at;
  std::string by;
  std::string reason;  ///< of a move that was forced; else empty
};

template <>
struct Schema<StageChange> {
  static constexpr std::string_view table = "stage_change";
  using Fields =
      FieldList<Field<"opportunity", &StageChange::opportunity, Ref<Opportunity, Need::required>>,
                Field<"from", &StageChange::from, Stage<>>,
                Field<"to", &StageChange::to, Stage<Need::required>>,
                Field<"at", &StageChange::at, InstantField<Need::required>>,
                Field<"by", &StageChange::by, Ref<Person>>,
                Field<"reason", &StageChange::reason, Text<>>>;
};

}  // namespace opportune
