// What a change did, or would do: which conflicts came, altered and went.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "opportune/conflict/severity.hpp"
#include "opportune/core/calendar.hpp"

namespace opportune {

/// A conflict that came, altered or went; for one that went, as it was.
struct ConflictChange {
  std::string id;
  std::string kind;
  Severity severity = Severity::info;
  std::string group;
  std::uint64_t pairs = 0;
  Instant since;                     ///< none: since ever
  std::int64_t value_minor = 0;      ///< in the reporting currency; a missing rate counts as 0
  std::vector<std::string> members;  ///< "type:id", the one that came first, first
  std::vector<std::string> markets;
  std::string resolution;   ///< ids joined by ";"
  std::string explanation;  ///< English
};

/// What came of a change, or of time that passed. A conflict alters where its severity, members,
/// pairs, beginning, value or resolutions do. Each list is sorted by id.
struct Effects {
  std::uint64_t applied = 0;        ///< number of changes
  std::vector<std::string> groups;  ///< root accounts of the groups that were looked at, sorted
  Instant as_of;                    ///< the instant at which conflicts were compared
  std::vector<ConflictChange> opened, changed, closed;
};

}  // namespace opportune
