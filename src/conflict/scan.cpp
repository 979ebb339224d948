// Full scans: all groups, or those asked for.
#include <algorithm>

#include "conflict/asked.hpp"
#include "conflict/scan_groups.hpp"
#include "opportune/conflict/text.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

/// The roots of the groups of the accounts asked for, ascending.
std::vector<std::uint32_t> roots_of(const Book& book, const GroupIndex& groups,
                                    const ConflictQuery& query) {
  std::vector<std::uint32_t> out;
  for (const std::uint32_t account : accounts_for(book, query.groups)) {
    out.push_back(groups.root(account));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// What is asked for, by gravity.
std::vector<Reported> scan(const Book& book, const GroupIndex& groups, const ConflictQuery& query,
                           const auto& make_scanner) {
  if (query.groups.empty()) {
    return scan_all(book, groups, all_roots(groups), query.threads, make_scanner);
  }
  const std::vector<std::uint32_t> roots = roots_of(book, groups, query);
  std::vector<Reported> out;
  scan_groups(roots, query.threads, make_scanner, out);
  make_scanner().scan_identities(roots, out);
  sort_by_gravity(out);
  return out;
}

}  // namespace

ConflictTables find_conflicts(const Book& book, const Policy& policy, const ConflictQuery& query) {
  const AsOf as_of(book, query.as_of);
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(as_of.day());
  const KindSet kinds = kinds_for(query.kinds);
  const Catalogue& catalogue = catalogue_for(query.language);
  const std::vector<Reported> found =
      scan(book, *groups, query, [&] { return Scanner(as_of, *groups, policy, query, kinds); });
  ConflictTables out{conflict_table(book, found, catalogue, query.threads),
                     member_table(book, found), nullptr};
  if (query.with_pairs) {
    out.pairs = pair_table(found, catalogue);
  }
  return out;
}

}  // namespace opportune
