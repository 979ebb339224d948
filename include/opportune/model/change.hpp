// A change: the only way in which a record gets into a Book or alters.
#pragma once

#include <string>

#include "opportune/core/calendar.hpp"
#include "opportune/model/records.hpp"

namespace opportune {

/// Puts a record: a new one is added; one with an id that is there already replaces it. Where a
/// replaced opportunity's stage, amount, expected close or owner differs (or a lead's or an
/// activity's status), the difference is appended to the history at `at`.
struct Change {
  AnyRecord record;
  Instant at;      ///< when it takes effect; empty: now
  std::string by;  ///< id of the person who makes it; may be empty
};

}  // namespace opportune
