// Questions and commands on the process of an opportunity.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/conflict/detect.hpp"
#include "opportune/conflict/policy.hpp"
#include "opportune/model/book.hpp"
#include "opportune/model/rules/put.hpp"
#include "opportune/process/advance.hpp"
#include "opportune/process/migrate.hpp"
#include "opportune/process/suppression.hpp"
#include "process/conflicts.hpp"

namespace opportune {

/// Which kinds of conflict the move of one opportunity to another stage can open or close: most
/// moves of most opportunities none.
class KindsByMove {
 public:
  explicit KindsByMove(const Policy& policy);
  [[nodiscard]] KindSet affected(const Book& book, const GroupIndex& groups, std::uint32_t root,
                                 std::uint32_t opportunity, std::uint16_t from,
                                 std::uint16_t to) const;

 private:
  template <class Kind>
  static constexpr std::size_t index_of() {
    std::size_t out = kind_count;
    each_kind(
        [&]<class Other, std::size_t index>() { out = std::is_same_v<Kind, Other> ? index : out; });
    return out;
  }

  KindSet by_milestone_;  ///< kinds whose conflicts are off at some milestones and not at others
  std::uint8_t lead_milestone_;
};

/// Moves opportunities of one book, one after the other. Where one throws the moves before it have
/// been made.
class Advancer {
 public:
  Advancer(Book& book, const Policy& policy)
      : book_(book), policy_(policy), kinds_(policy), conflicts_(policy) {}

  /// Moves an opportunity, or says what is missing. The Book is altered only where the result is
  /// done, and as it was where this throws. `request.at` is filled; `number` is the request's, for
  /// errors. `out` is written over.
  void advance(const AdvanceRequest& request, std::int64_t number, TransitionResult& out);
  /// The accounts of the opportunities that have moved, as often as they have.
  [[nodiscard]] const std::vector<std::uint32_t>& accounts() const noexcept { return accounts_; }

 private:
  [[nodiscard]] const GroupIndex& groups(Date day);
  [[nodiscard]] bool becomes_customer(std::uint32_t account, std::uint16_t to, Instant at) const;

  Book& book_;
  const Policy& policy_;
  const KindsByMove kinds_;
  MoveConflicts conflicts_;
  std::string by_;  ///< who made the last move, and the row
  std::uint32_t person_ = no_row;
  std::vector<std::uint32_t> accounts_;
  Date day_;  ///< that of groups_
  std::shared_ptr<const GroupIndex> groups_;
};
/// Moves opportunities to another version of their process; the Book is whole only where this
/// returns. `request.at` is filled.
[[nodiscard]] Migration migrate_opportunities(Book& book, const Policy& policy,
                                              const MigrateRequest& request);

/// Appends to an opportunity's history at `put.at`, and sets its present stage and closing day.
void write_stage_change(Book& book, std::uint32_t row, std::uint16_t from, std::uint16_t to,
                        const Put& put, const std::string& reason);
/// An activity, as it is told of.
[[nodiscard]] ActivityEffect activity_effect(const Book& book, std::uint32_t activity);
/// Adds the marketing that has to pause now that an opportunity of the account has come from one
/// stage to the other, and that may go on. `suppression`: as it is after that.
void activity_effects(const AsOf& as_of, const Suppression& suppression, std::uint32_t account,
                      const StageDefinition& left, const StageDefinition& entered,
                      std::vector<ActivityEffect>& pause, std::vector<ActivityEffect>& resume);
/// By activity, each once.
void sort_effects(std::vector<ActivityEffect>& effects);
/// Why a command at this instant would come before what has happened to an opportunity already;
/// empty: it would not.
[[nodiscard]] std::string too_early(const Book& book, std::uint32_t row, Instant at);

/// Moves those of a table, in order; `now` where a row has no instant. Where it throws the moves
/// before have been made.
[[nodiscard]] TransitionTables advance_table(Advancer& advancer, const InputTable& table,
                                             Instant now);
[[nodiscard]] Checklist checklist_of(const Book& book, const Policy& policy,
                                     std::string_view opportunity, Instant at);

/// Every process with whether it applies to an opportunity, and why.
[[nodiscard]] std::shared_ptr<Table> process_choice(const Book& book, std::string_view opportunity,
                                                    Instant at);

/// For each kind of marketing, by name: allowed, or a row for each opportunity that suppresses it
/// at the account.
[[nodiscard]] std::shared_ptr<Table> activities_at(const Book& book, const Policy& policy,
                                                   std::string_view account, Instant at);

/// The row of an opportunity; NotFoundError.
[[nodiscard]] std::uint32_t find_opportunity(const Book& book, std::string_view id);
/// The process that a stage belongs to: its id, or `standard`.
[[nodiscard]] std::string process_name(const Book& book, std::uint16_t stage);
/// The ids of a version's stages: a, b, c.
[[nodiscard]] std::string stage_list(const Book& book, const StageTable::Version& version);

}  // namespace opportune
