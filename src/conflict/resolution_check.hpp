// Is there anything to resolve?
#pragma once

#include "opportune/conflict/policy.hpp"
#include "opportune/model/book.hpp"

namespace opportune {

/// InputError ("not_in_conflict") where no two of a resolution's members are related, by its kind,
/// at the instant at which it begins; other resolutions do not count.
void require_conflict(const Book& book, const Policy& policy, std::uint32_t resolution);

}  // namespace opportune
