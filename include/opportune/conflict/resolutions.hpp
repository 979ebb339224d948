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

/// The resolutions in force that are of one kind, by the members that they name.
class ResolutionsInForce {
 public:
  ResolutionsInForce(const GroupView& group, std::string_view kind)
      : book_(group.book()),
        kind_(kind),
        instant_(group.as_of().instant()),
        day_(group.as_of().day()) {}

  /// Calls visit(resolution) for each that names the member; once, also where it was put again.
  template <class Visit>
  void each(const Member& member, Visit&& visit) {
    write_member_name(member.type, member.id, name_);
    visited_.clear();
    book_.links().resolutions_of_member.each(name_, [&](std::uint32_t row) {
      if (in_force(row) && names(row) &&
          std::find(visited_.begin(), visited_.end(), row) == visited_.end()) {
        visited_.push_back(row);
        visit(row);
      }
    });
  }

 private:
  [[nodiscard]] bool in_force(std::uint32_t row) const {
    const Store<Resolution>& store = book_.get<Resolution>();
    const Date until = store.get<"until">()[row];
    return book_.symbols()[store.get<"kind">()[row]] == kind_ &&
           store.get<"at">()[row] <= instant_ && !(until.has_value() && until < day_);
  }
  /// A resolution that was put again may have named the member once, and no longer.
  [[nodiscard]] bool names(std::uint32_t row) const {
    bool named = false;
    static_cast<void>(detail::each_item(book_.get<Resolution>().get<"members">()[row],
                                        [&](std::string_view item) {
                                          named = item == name_;
                                          return !named;
                                        }));
    return named;
  }

  const Book& book_;
  std::string_view kind_;
  Instant instant_;
  Date day_;
  std::string name_;  // of the member that was asked about last
  std::vector<std::uint32_t> visited_;
};

/// Takes out of the relation what resolutions in force take out. Were there any?
inline bool apply_resolutions(const GroupView& group, std::string_view kind,
                              KindRelation& relation) {
  if (group.book().get<Resolution>().rows() == 0) {
    return false;
  }
  Exclusions excluded;
  ResolutionsInForce resolutions(group, kind);
  for (std::uint32_t node = 0; node < relation.nodes().size(); ++node) {
    resolutions.each(relation.member(node),
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
  ResolutionsInForce resolutions(group, kind);
  for (const auto& member : members) {
    resolutions.each(member.record, [&](std::uint32_t row) {
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
