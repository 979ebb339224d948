// Resolutions: which pairs of members they take out of a kind's relation, and which of them speak
// of a conflict.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/conflict/kind_relation.hpp"
#include "opportune/model/member_records.hpp"

namespace opportune {

/// Calls visit(resolution) for each that is in force, of the kind, and names the member; once, also
/// where it was put again.
template <class Visit>
void each_resolution(const GroupView& group, std::string_view kind, const Member& member,
                     Visit&& visit) {
  const Book& book = group.book();
  const Store<Resolution>& store = book.get<Resolution>();
  const std::string name = member_name(member.type, member.id);
  std::vector<std::uint32_t> visited;
  book.links().resolutions_of_member.each(name, [&](std::uint32_t row) {
    const Date until = store.get<"until">()[row];
    if (book.symbols()[store.get<"kind">()[row]] != kind ||
        store.get<"at">()[row] > group.as_of().instant() ||
        (until.has_value() && until < group.as_of().day())) {
      return;
    }
    // A resolution that was put again may have named it once, and no longer.
    bool named = false;
    static_cast<void>(detail::each_item(store.get<"members">()[row], [&](std::string_view item) {
      named = item == name;
      return !named;
    }));
    if (named && std::find(visited.begin(), visited.end(), row) == visited.end()) {
      visited.push_back(row);
      visit(row);
    }
  });
}

/// Takes out of the relation what resolutions in force take out. Were there any?
inline bool apply_resolutions(const GroupView& group, std::string_view kind,
                              KindRelation& relation) {
  if (group.book().get<Resolution>().rows() == 0) {
    return false;
  }
  Exclusions excluded;
  for (std::uint32_t node = 0; node < relation.nodes().size(); ++node) {
    each_resolution(group, kind, relation.member(node),
                    [&](std::uint32_t row) { excluded.add(relation.nodes()[node].member, row); });
  }
  if (excluded.empty()) {
    return false;
  }
  relation.exclude(std::move(excluded));
  return true;
}

/// The ids of the resolutions in force that name two or more of these members, not all of all
/// groups; sorted.
template <class Members>
[[nodiscard]] std::vector<std::string> resolutions_of(const GroupView& group, std::string_view kind,
                                                      const Members& members) {
  std::vector<std::string> out;
  if (group.book().get<Resolution>().rows() == 0) {
    return out;
  }
  struct Named {
    int members = 0, own = 0;
  };
  std::map<std::uint32_t, Named> named;
  for (const auto& member : members) {
    each_resolution(group, kind, member.record, [&](std::uint32_t row) {
      ++named[row].members;
      named[row].own += of_all_groups(member.record.type) ? 0 : 1;
    });
  }
  for (const auto& [row, count] : named) {
    if (count.members >= 2 && count.own > 0) {
      out.emplace_back(group.book().get<Resolution>().id(row));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace opportune
