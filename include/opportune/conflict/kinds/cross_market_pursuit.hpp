// cross_market_pursuit: two open opportunities of different markets and owners that contend, are
// not coordinated, and are not one pursuit twice (that is duplicate_pursuit).
#pragma once

#include "opportune/conflict/kind.hpp"

namespace opportune {

struct CrossMarketPursuit {
  static constexpr std::string_view name = "cross_market_pursuit";

  static KindPolicy policy(const Policy& policy) { return policy.cross_market_pursuit; }
  static Shape shape(bool prospect) {
    return {.two_sides = false,
            .same_account = false,
            .needs_overlap = !prospect,
            .not_same_pursuit = true};
  }
  static void nodes(const GroupView& group, const Policy&, NodeList& out) {
    for (const Pursuit& opportunity : group.opportunities()) {
      Node& node = out.add(opportunity);
      node.keys = {opportunity.market, opportunity.owner, opportunity.agreement,
                   opportunity.on_team ? 0 : Node::unset};
    }
  }
  static std::string evidence(const GroupView& group, const Pursuit& a, const Pursuit& b) {
    return "markets " + market_name(group, a) + " and " + market_name(group, b) +
           ", different owners, no common agreement, not both on the global account team for "
           "their markets; " +
           contention_evidence(group, a, b);
  }
  static std::string sentence(const GroupView& group, const ConflictText& text) {
    return text.members() + " pursue " + group_name(group) + ", a " +
           (text.prospect() ? "prospect" : "customer") +
           (text.prospect() ? ", from " : ", for overlapping products from ") +
           std::to_string(text.markets()) + " markets without coordination.";
  }
};

}  // namespace opportune
