// A full scan that is kept, so that the next one of the same instant looks only at the groups that
// changes have touched since.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "conflict/reported.hpp"
#include "opportune/conflict/policy.hpp"
#include "opportune/conflict/query.hpp"

namespace opportune {

/// Nobody changes it once it is there. Queries ask for all groups, and for no pairs.
class KeptScan {
 public:
  /// Looks at all groups.
  [[nodiscard]] static std::shared_ptr<const KeptScan> anew(const Book& book, const Policy& policy,
                                                            const ConflictQuery& query);
  /// The same of a later state, from this one: the changes since have touched these accounts, and
  /// nothing else that a conflict is judged by.
  [[nodiscard]] std::shared_ptr<const KeptScan> after(
      const Book& book, const Policy& policy, const ConflictQuery& query,
      const std::vector<std::uint32_t>& touched) const;

  /// Copies, which the caller may change.
  [[nodiscard]] ConflictTables tables() const;
  [[nodiscard]] std::size_t rows() const noexcept { return conflicts_->rows() + members_->rows(); }
  [[nodiscard]] std::size_t groups() const noexcept { return group_count_; }

 private:
  /// What of a conflict its rows do not say.
  struct Row {
    Severity severity = Severity::info;
    std::int64_t value_minor = 0;
    std::uint32_t root = no_row;
    std::size_t first_member = 0;         ///< its row among the members
    std::vector<std::uint32_t> accounts;  ///< where it crosses groups: its members
  };
  class Renewal;

  void add(const Book& book, const std::vector<Reported>& found, const ConflictQuery& query);

  std::shared_ptr<const GroupIndex> index_;
  std::size_t group_count_ = 0;
  std::vector<Row> conflict_rows_;  // in the order of the tables
  std::shared_ptr<Table> conflicts_, members_;
};

}  // namespace opportune
