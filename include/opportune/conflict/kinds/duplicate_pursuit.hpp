// duplicate_pursuit: two open opportunities of one account whose products overlap, whoever owns
// them.
#pragma once

#include "opportune/conflict/kind.hpp"

namespace opportune {

struct DuplicatePursuit {
  static constexpr std::string_view name = "duplicate_pursuit";

  static KindPolicy policy(const Policy& policy) { return policy.duplicate_pursuit; }
  static Shape shape(bool /*prospect*/) {
    return {
        .two_sides = false, .same_account = true, .needs_overlap = true, .not_same_pursuit = false};
  }
  static void nodes(const GroupView& group, const Policy&, NodeList& out) {
    for (const Pursuit& opportunity : group.opportunities()) {
      out.add(opportunity);
    }
  }
  static std::string evidence(const GroupView& group, const Pursuit& a, const Pursuit& b) {
    return "both are open at account " + account_name(group, a) + "; " +
           overlap_evidence(group, a, b);
  }
  static std::string sentence(const GroupView& group, const ConflictText& text) {
    return text.members() + " pursue the same business at account " +
           account_name(group, text.first()) + ": one offer is enough.";
  }
};

}  // namespace opportune
