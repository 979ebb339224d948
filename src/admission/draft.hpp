// Drafts from JSON.
#pragma once

#include <string_view>
#include <variant>

#include "opportune/model/book.hpp"

namespace opportune {

/// {"table": "opportunity" or "lead", "record": {...}} as a record. InputError where it is not one.
[[nodiscard]] std::variant<Opportunity, Lead, Activity> draft_of_json(const Book& book,
                                                            std::string_view draft);

}  // namespace opportune
