// conflict_graph: one group's conflicts, scanned, and what they stand in.
#include "conflict/asked.hpp"
#include "conflict/graph_parts.hpp"
#include "conflict/scanner.hpp"
#include "opportune/conflict/text.hpp"
#include "questions.hpp"

namespace opportune {

ConflictGraph find_conflict_graph(const Book& book, const Policy& policy,
                                  const ConflictGraphQuery& query) {
  if (query.node_limit == 0) {
    throw InputError(
        Issue{"out_of_range", "", Issue::no_row, "node_limit", "0", "must be 1 or more"});
  }
  const Catalogue& catalogue = catalogue_for(query.language);
  const KindSet kinds = kinds_for(query.kinds);
  const AsOf as_of(book, query.as_of);
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(as_of.day());
  const std::uint32_t root = groups->root(accounts_for(book, {query.group}).front());

  GraphParts parts;
  const ConflictQuery scan;
  Scanner scanner(as_of, *groups, policy, scan, kinds);
  scanner.scan(root, parts.conflicts);
  scanner.scan_identities({root}, parts.conflicts);
  sort_by_gravity(parts.conflicts);

  GroupView group(as_of, *groups);
  group.look(root);
  choose_nodes(group, query.node_limit, parts);
  relate_nodes(group, policy, query.pair_limit, parts);
  return {node_table(group, parts), edge_table(parts, catalogue),
          draw_conflicts(group, parts, query.node_limit, catalogue)};
}

}  // namespace opportune
