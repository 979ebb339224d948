// The stage_change table: one record type, declared once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// An opportunity moved from one stage to another, or from one version of its process to another (a
/// migration). Append-only.
struct StageChange {
  std::string opportunity;
  std::string from;
  std::string to;
  Instant at;
  std::string by;
  std::string reason;   ///< of a move that was forced, or of a migration; else empty
  std::string process;  ///< that the stages belong to; empty: the opportunity's
  std::optional<std::int64_t> from_version;  ///< empty: as to_version
  std::optional<std::int64_t> to_version;    ///< empty: the one that the opportunity runs
};

template <>
struct Schema<StageChange> {
  static constexpr std::string_view table = "stage_change";
  using Fields = FieldList<
      Field<"opportunity", &StageChange::opportunity, Ref<Opportunity, Need::required>>,
      Field<"process", &StageChange::process, StageProcess<StageChange, "to">>,
      Field<"from_version", &StageChange::from_version, StageVersion<StageChange, "from">>,
      Field<"to_version", &StageChange::to_version, StageVersion<StageChange, "to">>,
      Field<"from", &StageChange::from, Stage<>>,
      Field<"to", &StageChange::to, Stage<Need::required>>,
      Field<"at", &StageChange::at, InstantField<Need::required>>,
      Field<"by", &StageChange::by, Ref<Person>>, Field<"reason", &StageChange::reason, Text<>>>;
};

}  // namespace opportune
