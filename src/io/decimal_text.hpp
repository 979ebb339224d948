// Numbers in text as exact decimals.
#pragma once

#include <optional>
#include <string_view>

#include "opportune/core/cell.hpp"

namespace opportune {

/// The number of a JSON text ("-12.50", "1.5e-3") as a decimal cell; nothing where 64 bits do not
/// hold its digits or it has more than 18 decimal places.
[[nodiscard]] std::optional<Cell> decimal_cell(std::string_view text);

}  // namespace opportune
