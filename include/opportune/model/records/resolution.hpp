// The resolution table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A decision on a conflict.
struct Resolution {
  std::string id;
  std::string name;
  std::string kind;
  std::vector<std::string> members;
  std::string decision;
  std::string owner;
  std::string by;
  Instant at;
  Date until;
  std::string note;
  std::string attributes;
};

template <>
struct Schema<Resolution> {
  static constexpr std::string_view table = "resolution";
  using Fields = FieldList<
      Field<"id", &Resolution::id, Key>, Field<"name", &Resolution::name, Text<>>,
      Field<"kind", &Resolution::kind, Symbol<Need::required>>,
      Field<"members", &Resolution::members, TextList<Need::required>>,
      Field<"decision", &Resolution::decision,
            Choice<Need::required, "allowed", "assigned", "merged", "withdrawn">>,
      Field<"owner", &Resolution::owner, Ref<Person>>, Field<"by", &Resolution::by, Ref<Person>>,
      Field<"at", &Resolution::at, InstantField<Need::required>>,
      Field<"until", &Resolution::until, DateField<>>, Field<"note", &Resolution::note, Text<>>,
      Field<"attributes", &Resolution::attributes, Json>>;
};

}  // namespace opportune
