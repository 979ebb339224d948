// Questions and commands on the process of an opportunity.
#pragma once

#include <memory>
#include <string_view>

#include "opportune/conflict/policy.hpp"
#include "opportune/model/book.hpp"
#include "opportune/process/advance.hpp"

namespace opportune {

/// Moves an opportunity, or says what is missing. The Book is altered only where the result is
/// done, and as it was where this throws. `request.at` is filled.
[[nodiscard]] TransitionResult advance_opportunity(Book& book, const Policy& policy,
                                                   const AdvanceRequest& request);
[[nodiscard]] Checklist checklist_of(const Book& book, const Policy& policy,
                                     std::string_view opportunity, Instant at);

/// For each kind of marketing, by name: allowed, or a row for each opportunity that suppresses it
/// at the account.
[[nodiscard]] std::shared_ptr<Table> activities_at(const Book& book, const Policy& policy,
                                                   std::string_view account, Instant at);

/// The row of an opportunity; NotFoundError.
[[nodiscard]] std::uint32_t find_opportunity(const Book& book, std::string_view id);
/// The process that a stage belongs to: its id, or `standard`.
[[nodiscard]] std::string process_name(const Book& book, std::uint16_t stage);
/// The conflicts in which an opportunity's group stands, with their sentences, by id. `member`:
/// only those that it is a member of; no_row: all.
[[nodiscard]] std::vector<ConflictEffect> conflicts_of_group(const Book& book, const Policy& policy,
                                                             Instant at, std::uint32_t root,
                                                             std::uint32_t member);

}  // namespace opportune
