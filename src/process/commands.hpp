// Questions and commands on the process of an opportunity.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "opportune/conflict/detect.hpp"
#include "opportune/conflict/policy.hpp"
#include "opportune/model/book.hpp"
#include "opportune/model/rules/put.hpp"
#include "opportune/process/advance.hpp"

namespace opportune {

/// The conflicts in which a group stands, with their sentences. Made once and asked often, it keeps
/// its memory.
class GroupConflicts {
 public:
  /// By id. `member`: only those that this opportunity is a member of; no_row: all.
  [[nodiscard]] std::vector<ConflictEffect> of(const AsOf& as_of, const GroupIndex& groups,
                                               const Policy& policy, std::uint32_t root,
                                               std::uint32_t member = no_row);

 private:
  std::optional<GroupView> view_;
  DetectBuffers buffers_;
};

/// Moves opportunities of one book, one after the other. Where one throws the moves before it have
/// been made.
class Advancer {
 public:
  Advancer(Book& book, const Policy& policy) : book_(book), policy_(policy) {}

  /// Moves an opportunity, or says what is missing. The Book is altered only where the result is
  /// done, and as it was where this throws. `request.at` is filled; `number` is the request's, for
  /// errors. `out` is written over.
  void advance(const AdvanceRequest& request, std::int64_t number, TransitionResult& out);

 private:
  [[nodiscard]] const GroupIndex& groups(Date day);
  void write(std::uint32_t row, std::uint16_t from, std::uint16_t to, const Put& put,
             const std::string& reason, TransitionResult& out);
  void activity_effects(const AsOf& as_of, std::uint32_t account, std::uint16_t from,
                        std::uint16_t to, TransitionResult& out);

  Book& book_;
  const Policy& policy_;
  GroupConflicts conflicts_;
  Date day_;  ///< that of groups_
  std::shared_ptr<const GroupIndex> groups_;
};
/// Moves those of a table, in order; `now` where a row has no instant. Where it throws the moves
/// before have been made.
[[nodiscard]] TransitionTables advance_table(Book& book, const Policy& policy,
                                             const InputTable& table, Instant now);
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

}  // namespace opportune
