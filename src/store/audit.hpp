// Who changed what of a record, and when.
#pragma once

#include <memory>
#include <string_view>

#include "opportune/core/table.hpp"
#include "opportune/store/journal.hpp"

namespace opportune {

/// A row for each field that a change of the record altered: sequence, recorded, at, by, field,
/// from, to (as text; null where it is not set). What was loaded or new is altered from nothing.
/// NotFoundError: the journal has no such table, or nothing of such a record.
[[nodiscard]] std::shared_ptr<Table> audit_trail(Journal& journal, std::string_view table,
                                                 std::string_view id);

}  // namespace opportune
