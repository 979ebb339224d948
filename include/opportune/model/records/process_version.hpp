// The process_version table: one record type, declared once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A definition that a process had before its present one, which is in the table process. Written
/// when a process is put with another definition; loaded with its process, never put.
struct ProcessVersion {
  std::string process;
  std::optional<std::int64_t> version;  ///< from 1 on, without a gap
  std::string definition;
  Instant until;   ///< when the next one came
  std::string by;  ///< who put the next one
};

template <>
struct Schema<ProcessVersion> {
  static constexpr std::string_view table = "process_version";
  using Fields = FieldList<Field<"process", &ProcessVersion::process, Ref<Process, Need::required>>,
                           Field<"version", &ProcessVersion::version, VersionNumber>,
                           Field<"definition", &ProcessVersion::definition, Json>,
                           Field<"until", &ProcessVersion::until, InstantField<>>,
                           Field<"by", &ProcessVersion::by, Ref<Person>>>;
};

}  // namespace opportune
