// The conflicts of one group, as a command tells of them.
#include <algorithm>

#include "opportune/conflict/detect.hpp"
#include "opportune/conflict/text.hpp"
#include "process/commands.hpp"

namespace opportune {

std::vector<ConflictEffect> GroupConflicts::of(const AsOf& as_of, const GroupIndex& groups,
                                               const Policy& policy, std::uint32_t root,
                                               const KindSet& kinds, std::uint32_t member) {
  if (kinds.none()) {
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
  detect(view, policy, kinds, buffers_, [&](const Conflict& conflict) {
    const bool wanted =
        member == no_row ||
        std::any_of(
            conflict.members.begin(), conflict.members.end(), [&](const ConflictMember& other) {
              return other.record.type == MemberType::opportunity && other.record.row == member;
            });
    if (wanted) {
      out.push_back({conflict.id(book), std::string(conflict_kinds[conflict.kind]),
                     std::string(to_string(conflict.severity)),
                     render(sentence(view, conflict), english)});
    }
  });
  std::sort(out.begin(), out.end(),
            [](const ConflictEffect& a, const ConflictEffect& b) { return a.id < b.id; });
  return out;
}

}  // namespace opportune
