#include "process/move_conflicts.hpp"

#include <algorithm>

#include "opportune/conflict/text.hpp"

namespace opportune {
namespace {

bool has_opportunity(const Conflict& conflict, std::uint32_t row) {
  return std::any_of(
      conflict.members.begin(), conflict.members.end(), [&](const ConflictMember& member) {
        return member.record.type == MemberType::opportunity && member.record.row == row;
      });
}

void sort_by_id(std::vector<ConflictEffect>& effects) {
  std::sort(effects.begin(), effects.end(),
            [](const ConflictEffect& a, const ConflictEffect& b) { return a.id < b.id; });
}

}  // namespace

void MoveConflicts::look(const AsOf& as_of, const GroupIndex& groups, std::vector<Found>& out) {
  out.clear();
  if (kinds_.none()) {
    return;
  }
  if (!view_) {
    view_.emplace(as_of, groups);
  }
  view_->at(as_of, groups);
  view_->look(root_);
  detect(*view_, policy_, kinds_, buffers_, [&](Conflict&& conflict) {
    const std::string_view first = conflict.members.front().record.id;
    out.push_back({{conflict.kind, first}, std::move(conflict), {}});
  });
  std::sort(out.begin(), out.end(), [](const Found& a, const Found& b) { return a.name < b.name; });
}

void MoveConflicts::before(const AsOf& as_of, const GroupIndex& groups, std::uint32_t root,
                           const KindSet& kinds, std::uint32_t opportunity, bool gains_customer) {
  root_ = root;
  kinds_ = kinds;
  look(as_of, groups, stood_);
  for (Found& found : stood_) {
    if (gains_customer || has_opportunity(found.conflict, opportunity)) {
      found.words = render(sentence(*view_, found.conflict), english);
    }
  }
}

void MoveConflicts::after(const AsOf& as_of, const GroupIndex& groups,
                          std::vector<ConflictEffect>& opened,
                          std::vector<ConflictEffect>& closed) {
  look(as_of, groups, stands_);
  auto stood = stood_.begin();
  for (const Found& stands : stands_) {
    for (; stood != stood_.end() && stood->name < stands.name; ++stood) {
      closed.push_back(effect(*stood));
    }
    if (stood != stood_.end() && stood->name == stands.name) {
      ++stood;
    } else {
      opened.push_back(effect(stands));
    }
  }
  for (; stood != stood_.end(); ++stood) {
    closed.push_back(effect(*stood));
  }
  sort_by_id(opened);
  sort_by_id(closed);
}

/// What has no words yet is the same after the move as before: it came by it, or it went by joining
/// another while nothing of its own has changed.
ConflictEffect MoveConflicts::effect(const Found& found) const {
  const Conflict& conflict = found.conflict;
  return {conflict.id(view_->book()), std::string(conflict_kinds[conflict.kind]),
          std::string(to_string(conflict.severity)),
          found.words.empty() ? render(sentence(*view_, conflict), english) : found.words};
}

}  // namespace opportune
