// Which groups a change touches: the accounts that the record belongs to, as it was and as it is.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "live/standing.hpp"
#include "opportune/core/cell.hpp"

namespace opportune {

/// Adds the accounts that the record of one table's row belongs to in this Book. To be asked of the
/// Book before a change and of the one after it. False: there are none.
bool touch(const Book& book, const InputTable& row, TouchedAccounts& out);

/// Accounts of which opportunities have changed.
void touch_opportunities_of(const std::vector<std::uint32_t>& accounts, TouchedAccounts& out);

/// The account of one opportunity, where it is there.
void touch_opportunity(const Book& book, std::string_view id, TouchedAccounts& out);

}  // namespace opportune
