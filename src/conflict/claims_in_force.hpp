// Who has claimed what: the holders of the claims that are in force on a day.
#pragma once

#include <cstdint>
#include <set>
#include <unordered_map>
#include <vector>

#include "opportune/conflict/group_view.hpp"

namespace opportune {

class ClaimsInForce {
 public:
  ClaimsInForce(const Book& book, const GroupIndex& groups, Date day);

  /// Adds the holders of claims that cover the pursuit, which is one of the group.
  void add_holders(const GroupView& group, const Pursuit& pursuit,
                   std::set<std::uint32_t>& people) const;

 private:
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_root_;  // of their account
};

}  // namespace opportune
