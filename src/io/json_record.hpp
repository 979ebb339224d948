// One row of a result as a JSON object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "opportune/core/table.hpp"

namespace opportune {

enum class Nulls : std::uint8_t { written, left_out };

/// Appends the row; see write_json_records() for how values are written.
void append_json_record(std::string& out, const Table& table, std::size_t row, Nulls nulls);

}  // namespace opportune
