// The conflicts of one group, as a command tells of them.
#include <algorithm>

#include "opportune/conflict/detect.hpp"
#include "process/commands.hpp"

namespace opportune {

namespace {

/// Are there two or more records in the group that could ever conflict? Cheaper than a look.
bool two_pursuits(const Book& book, const GroupIndex& groups, std::uint32_t root) {
  std::size_t found = 0;
  for (std::uint32_t account = root; account != no_row && found < 2;
       account = groups.next(account)) {
    for (const Chain* chain :
         {&book.links().opportunities_of_account, &book.links().leads_of_account}) {
      const std::uint32_t first = chain->first(account);
      found += first == no_row ? 0U : chain->next(first) == no_row ? 1U : 2U;
    }
  }
  return found >= 2;
}

}  // namespace

std::vector<ConflictEffect> GroupConflicts::of(const AsOf& as_of, const GroupIndex& groups,
                                               const Policy& policy, std::uint32_t root,
                                               std::uint32_t member) {
  if (!two_pursuits(as_of.book(), groups, root)) {
    return {};
  }
  if (!view_) {
    view_.emplace(as_of, groups);
  }
  GroupView& view = *view_;
  view.at(as_of, groups);
  view.look(root);
  const Book& book = as_of.book();
  std::vector<ConflictEffect> out;
  detect(view, policy, KindSet().set(), buffers_, [&](const Conflict& conflict) {
    const bool wanted =
        member == no_row ||
        std::any_of(
            conflict.members.begin(), conflict.members.end(), [&](const Conflict::Member& other) {
              return other.pursuit.type == MemberType::opportunity && other.pursuit.row == member;
            });
    if (wanted) {
      out.push_back({conflict.id(book), std::string(kind_names()[conflict.kind]),
                     std::string(to_string(conflict.severity)), explanation(view, conflict)});
    }
  });
  std::sort(out.begin(), out.end(),
            [](const ConflictEffect& a, const ConflictEffect& b) { return a.id < b.id; });
  return out;
}

}  // namespace opportune
