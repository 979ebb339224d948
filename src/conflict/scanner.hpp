// detect() over groups, with what is reported of each conflict.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "conflict/reported.hpp"
#include "opportune/conflict/query.hpp"

namespace opportune {

/// What conflicts are sorted by: severity (critical first), then value (largest first), then id.
[[nodiscard]] inline std::tuple<int, std::int64_t, std::string_view> gravity(
    Severity severity, std::int64_t value_minor, std::string_view id) noexcept {
  return {-static_cast<int>(severity), -value_minor, id};
}
void sort_by_gravity(std::vector<Reported>& found);

/// Scans groups one after another; one per thread.
class Scanner {
 public:
  Scanner(const AsOf& as_of, const GroupIndex& groups, const Policy& policy,
          const ConflictQuery& query, const KindSet& kinds)
      : policy_(policy), query_(query), kinds_(kinds), view_(as_of, groups) {}

  void forgive_missing_rates() noexcept { view_.forgive_missing_rates(); }
  /// Conflicts are found without markets, lead and explanation: ask explain() where they matter.
  void leave_unexplained() noexcept { explains_ = false; }
  void explain(Reported& reported);
  void scan(std::uint32_t root, std::vector<Reported>& out) { scan(root, kinds_, out); }
  void scan(std::uint32_t root, const KindSet& kinds, std::vector<Reported>& out);
  /// The accounts that these groups share an identifier with.
  void scan_identities(const std::vector<std::uint32_t>& roots, std::vector<Reported>& out);
  /// The same for accounts that may be of any group.
  void scan_identities_of(const std::vector<std::uint32_t>& of, std::vector<Reported>& out);
  /// The sets of accounts of several groups that identifiers hold together with these accounts,
  /// each once; none where they are not asked for.
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> identity_sets(
      const std::vector<std::uint32_t>& of) const;
  void report_identities(const std::vector<std::uint32_t>& set, std::vector<Reported>& out);

 private:
  [[nodiscard]] bool identities_asked() const;
  /// Looks at a group, unless it does so already.
  void look(std::uint32_t root);
  Reported report(Conflict&& conflict);
  /// Where accounts of several groups conflict: what it would bring if they were one.
  MessageList merger_of(const Conflict& conflict);
  void add_pairs(const KindRelation& relation, std::uint32_t node, Reported& reported);

  const Policy& policy_;
  const ConflictQuery& query_;
  const KindSet& kinds_;
  bool explains_ = true;
  GroupView view_;
  std::uint32_t looked_at_ = no_row;  ///< no_row: at several groups
  DetectBuffers buffers_;
};

}  // namespace opportune
