// Changes that are made for good, and changes that are made to see what they would bring.
#pragma once

#include <vector>

#include "live/standing.hpp"
#include "model/write.hpp"
#include "opportune/live/what_if.hpp"

namespace opportune {

/// apply_rows(), with the rules that ask for conflicts: a resolution must have one to resolve.
[[nodiscard]] TouchedAccounts apply_checked(Book& book, const Policy& policy,
                                            const std::vector<RowChange>& changes, Instant now,
                                            const WhenApplied& done = {});

[[nodiscard]] WhatIf foresee(const Book& book, const Policy& policy,
                             const std::vector<RowChange>& changes, Instant at);

}  // namespace opportune
