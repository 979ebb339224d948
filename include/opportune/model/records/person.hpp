// The person table: one record type, declared once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A person of the sales organisation.
struct Person {
  std::string id;
  std::string name;
  std::string market;
  std::string role;
  std::string manager;
  std::optional<bool> active;
  std::string attributes;
};

template <>
struct Schema<Person> {
  static constexpr std::string_view table = "person";
  using Fields = FieldList<
      Field<"id", &Person::id, Key>, Field<"name", &Person::name, Text<>>,
      Field<"market", &Person::market, Ref<Market>>, Field<"role", &Person::role, Symbol<>>,
      Field<"manager", &Person::manager, Ref<Person>>, Field<"active", &Person::active, Flag>,
      Field<"attributes", &Person::attributes, Json>>;
};

}  // namespace opportune
