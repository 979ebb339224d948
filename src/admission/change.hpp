// Decisions on changes of records that are stored.
#pragma once

#include <cstdint>

#include "opportune/admission/decision.hpp"
#include "opportune/conflict/policy.hpp"
#include "opportune/core/message.hpp"
#include "opportune/model/book.hpp"

namespace opportune {

/// What putting the draft in the place of its stored row brings. `Record`: Opportunity, Lead or
/// Activity. InputError: it cannot be put.
template <class Record>
[[nodiscard]] Decision check_change(const Book& book, const Policy& policy, const Record& draft,
                                    std::uint32_t row, Instant at, const Catalogue& catalogue);

}  // namespace opportune
