// Conformance: what the histories of opportunities say against the processes that they run, and a
// process drawn (docs/conformance.md).
#pragma once

#include <cstdint>
#include <string>

#include "opportune/core/calendar.hpp"

namespace opportune {

/// Which deviations are asked for.
struct DeviationQuery {
  std::string process;  ///< an id, or `standard`; empty: all
  Instant as_of;        ///< only what had happened by then. Empty: now
};

/// How a process is drawn.
struct ProcessGraphOptions {
  std::uint32_t version = 0;  ///< 0: the latest
  Instant as_of;              ///< of the histories. Empty: now
  bool histories = true;      ///< false: the definition alone
};

}  // namespace opportune
