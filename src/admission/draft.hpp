// Drafts from JSON.
#pragma once

#include <string_view>
#include <variant>

#include "opportune/model/book.hpp"

namespace opportune {

/// {"table": "opportunity", "lead" or "activity", "record": {...}} as a record. InputError where it
/// is none of them.
[[nodiscard]] std::variant<Opportunity, Lead, Activity> draft_of_json(const Book& book,
                                                                      std::string_view draft);

}  // namespace opportune
