// Records in and out as JSON: one object, or an array of objects.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/cell.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

/// Reads `{...}` (one row) or `[{...}, ...]`. The columns are the keys, in the order in which they
/// first appear; a missing key and null are null. Integers -> integer (beyond 64 bits: text),
/// other numbers -> decimal, exactly as written (real where 64 bits do not hold the digits),
/// arrays of strings -> list, other arrays and objects -> text: their JSON, compact.
///
/// Throws InputError "invalid_json" (with the byte, counted from one, and the reason), also for a
/// key given twice in one object and for more than 200 levels.
[[nodiscard]] InputTable read_json_records(std::string_view text, std::string table_name);

/// An array of objects with every column in each, null where it is null; dates and instants as
/// ISO 8601 text, numbers so that they read back the same (NaN and infinities: null). Always valid
/// UTF-8: bytes that are not become U+FFFD.
[[nodiscard]] std::string write_json_records(const Table& table);

}  // namespace opportune
