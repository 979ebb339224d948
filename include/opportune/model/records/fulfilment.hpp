// The fulfilment table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A legal requirement is met for an opportunity.
struct Fulfilment {
  std::string opportunity;
  std::string requirement;
  Instant at;
  std::string by;
};

template <>
struct Schema<Fulfilment> {
  static constexpr std::string_view table = "fulfilment";
  using Fields =
      FieldList<Field<"opportunity", &Fulfilment::opportunity, Ref<Opportunity, Need::required>>,
                Field<"requirement", &Fulfilment::requirement, Ref<Requirement, Need::required>>,
                Field<"at", &Fulfilment::at, InstantField<Need::required>>,
                Field<"by", &Fulfilment::by, Ref<Person>>>;
};

}  // namespace opportune
