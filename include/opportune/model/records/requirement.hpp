// The requirement table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// What the law of a jurisdiction asks for before a milestone.
struct Requirement {
  std::string id;
  std::string name;
  std::string jurisdiction;
  std::string milestone;
  std::vector<std::string> products;
  std::string kind;
  std::string text;
  std::string attributes;
};

template <>
struct Schema<Requirement> {
  static constexpr std::string_view table = "requirement";
  using Fields =
      FieldList<Field<"id", &Requirement::id, Key>, Field<"name", &Requirement::name, Text<>>,
                Field<"jurisdiction", &Requirement::jurisdiction, Symbol<Need::required>>,
                Field<"milestone", &Requirement::milestone, Symbol<Need::required>>,
                Field<"products", &Requirement::products, RefSet<Product>>,
                Field<"kind", &Requirement::kind, Symbol<>>,
                Field<"text", &Requirement::text, Text<>>,
                Field<"attributes", &Requirement::attributes, Json>>;
};

}  // namespace opportune
