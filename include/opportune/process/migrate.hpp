// Moving opportunities from one version of their process to another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/process/advance.hpp"

namespace opportune {

/// Where the opportunities of a stage go that the other version does not have, or has under another
/// id.
struct StageMapping {
  std::string from;  ///< id of a stage in a version of the process
  std::string to;    ///< id of a stage of the version that is migrated to
};

/// A migration that is asked for.
struct MigrateRequest {
  std::string process;
  /// Nothing: all of the process that are open at `at`.
  std::optional<std::vector<std::string>> opportunities;
  std::uint32_t version = 0;  ///< to which; 0: the latest
  /// A stage that is not named here goes to the stage with its id.
  std::vector<StageMapping> stages;
  Instant at;          ///< empty: now. Not before an opportunity's latest stage change
  std::string by;      ///< a person; may be empty
  std::string reason;  ///< kept in the history; may be empty
};

/// What came of it.
struct Migration {
  std::string process;
  std::uint32_t version = 1;
  Instant at;
  struct Moved {
    std::string opportunity;
    std::uint32_t from_version = 1;
    std::string from, to;  ///< stages, in that version and in the new one; often the same id
  };
  std::vector<Moved> moved;     ///< by opportunity
  std::uint64_t unchanged = 0;  ///< opportunities that ran the version already
  std::vector<ActivityEffect> pause, resume;
  std::vector<ConflictEffect> opened, closed;
};

}  // namespace opportune
