// The approval table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A person approved an opportunity in a role: theirs, or one that they have on its account team.
/// Append-only.
struct Approval {
  std::string opportunity;
  std::string role;
  Instant at;
  std::string by;
  std::string note;
};

template <>
struct Schema<Approval> {
  static constexpr std::string_view table = "approval";
  using Fields =
      FieldList<Field<"opportunity", &Approval::opportunity, Ref<Opportunity, Need::required>>,
                Field<"role", &Approval::role, Symbol<Need::required>>,
                Field<"at", &Approval::at, InstantField<Need::required>>,
                Field<"by", &Approval::by, Ref<Person, Need::required>>,
                Field<"note", &Approval::note, Text<>>>;
};

}  // namespace opportune
