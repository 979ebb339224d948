#include "process/conflicts.hpp"

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

ConflictEffect effect_of(const GroupView& group, const Conflict& conflict, std::string words) {
  return {conflict.id(group.book()), std::string(conflict_kinds[conflict.kind]),
          std::string(to_string(conflict.severity)), std::move(words)};
}
std::string words_of(const GroupView& group, const Conflict& conflict) {
  return render(sentence(group, conflict), english);
}

/// From a place on.
void sort_by_id(std::vector<ConflictEffect>& effects, std::size_t first) {
  std::sort(effects.begin() + static_cast<std::ptrdiff_t>(first), effects.end(),
            [](const ConflictEffect& a, const ConflictEffect& b) { return a.id < b.id; });
}

}  // namespace

std::vector<ConflictEffect> conflicts_with(const AsOf& as_of, const GroupIndex& groups,
                                           const Policy& policy, std::uint32_t opportunity) {
  GroupView view(as_of, groups);
  view.look(groups.root(as_of.book().get<Opportunity>().get<"account">()[opportunity]));
  DetectBuffers buffers;
  std::vector<ConflictEffect> out;
  detect(view, policy, KindSet().set(), buffers, [&](const Conflict& conflict) {
    if (has_opportunity(conflict, opportunity)) {
      out.push_back(effect_of(view, conflict, words_of(view, conflict)));
    }
  });
  sort_by_id(out, 0);
  return out;
}

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
                           const KindSet& kinds, std::optional<std::uint32_t> alone) {
  root_ = root;
  kinds_ = kinds;
  look(as_of, groups, stood_);
  for (Found& found : stood_) {
    if (!alone || has_opportunity(found.conflict, *alone)) {
      found.words = words_of(*view_, found.conflict);
    }
  }
}

void MoveConflicts::after(const AsOf& as_of, const GroupIndex& groups,
                          std::vector<ConflictEffect>& opened,
                          std::vector<ConflictEffect>& closed) {
  look(as_of, groups, stands_);
  const std::size_t first_opened = opened.size(), first_closed = closed.size();
  auto stood = stood_.begin();
  for (const Found& stands : stands_) {
    for (; stood != stood_.end() && stood->name < stands.name; ++stood) {
      tell(*stood, closed);
    }
    if (stood != stood_.end() && stood->name == stands.name) {
      ++stood;
    } else {
      tell(stands, opened);
    }
  }
  for (; stood != stood_.end(); ++stood) {
    tell(*stood, closed);
  }
  sort_by_id(opened, first_opened);
  sort_by_id(closed, first_closed);
}

/// What has no words yet is the same after the move as before: it came by it, or it went by joining
/// another while nothing of its own has changed.
void MoveConflicts::tell(const Found& found, std::vector<ConflictEffect>& out) const {
  out.push_back(effect_of(*view_, found.conflict,
                          found.words.empty() ? words_of(*view_, found.conflict) : found.words));
}

}  // namespace opportune
