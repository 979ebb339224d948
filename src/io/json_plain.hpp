// A record of plain values, as forms send them, read where it stands: for who asks on every
// keystroke.
#pragma once

#include <optional>
#include <string>

#include "io/json_slices.hpp"
#include "opportune/core/cell.hpp"

namespace opportune {

/// What read_json_records() makes of the object, where all of its values are texts without escapes,
/// whole numbers, true, false, null, or lists of such texts, and no name is given twice. Nothing:
/// it has others, or more members than any table has fields. What the table's cells point to is the
/// document itself, which has to outlive it.
[[nodiscard]] std::optional<InputTable> read_plain_record(const JsonSlice& object,
                                                          std::string table_name);

}  // namespace opportune
