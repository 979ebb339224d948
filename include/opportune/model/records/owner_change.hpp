// The owner_change table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// An opportunity went from one owner to another. Append-only.
struct OwnerChange {
  std::string opportunity;
  std::string from;
  std::string to;
  Instant at;
  std::string by;
};

template <>
struct Schema<OwnerChange> {
  static constexpr std::string_view table = "owner_change";
  using Fields =
      FieldList<Field<"opportunity", &OwnerChange::opportunity, Ref<Opportunity, Need::required>>,
                Field<"from", &OwnerChange::from, Ref<Person>>,
                Field<"to", &OwnerChange::to, Ref<Person>>,
                Field<"at", &OwnerChange::at, InstantField<Need::required>>,
                Field<"by", &OwnerChange::by, Ref<Person>>>;
};

}  // namespace opportune
