// The period of a goal: 2026, 2026-Q1, 2026-03 or 2026-01-15/2026-02-14.
#pragma once

#include <optional>
#include <string_view>

#include "opportune/core/calendar.hpp"

namespace opportune {

struct DayRange {
  Date from;
  Date to;
};

/// Nothing where the text is none of these forms.
[[nodiscard]] std::optional<DayRange> parse_period(std::string_view text);

}  // namespace opportune
