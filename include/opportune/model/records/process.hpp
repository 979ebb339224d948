// The process table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A sales process. Its definition is JSON (docs/tables.md).
struct Process {
  std::string id;
  std::string name;
  std::string definition;
  std::string attributes;
};

template <>
struct Schema<Process> {
  static constexpr std::string_view table = "process";
  using Fields = FieldList<Field<"id", &Process::id, Key>, Field<"name", &Process::name, Text<>>,
                           Field<"definition", &Process::definition, Json>,
                           Field<"attributes", &Process::attributes, Json>>;
};

}  // namespace opportune
