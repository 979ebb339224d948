// cross_market_pursuit: two open opportunities of different markets and owners that contend, are
// not coordinated, and are not one pursuit twice (that is duplicate_pursuit).
#pragma once

#include "opportune/conflict/kind.hpp"

namespace opportune {

struct CrossMarketPursuit {
  static constexpr std::string_view name = "cross_market_pursuit";
  using reads = Reads<>;

  /// At a prospect nobody knows yet who leads; at a customer the teams know each other.
  static KindPolicy defaults(const Milestones&) { return {Severity::critical, Severity::warning}; }
  static void relate(const GroupView& group, const Policy&, KindRelation& out) {
    if (all_share(group.opportunities(), &Member::market) ||
        all_share(group.opportunities(), &Member::owner)) {
      return;
    }
    out.set_shape({.needs_overlap = !group.prospect(), .not_same_pursuit = true});
    for (const Member& opportunity : group.opportunities()) {
      out.add(opportunity)
          .set_keys(opportunity.market, opportunity.owner, opportunity.agreement,
                    opportunity.on_team ? 0 : Node::unset);
    }
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    return {"cross_market_pursuit.evidence",
            {facts::market("a", group, a.market),
             facts::market("b", group, b.market),
             {"contention", MessageList{facts::contention(group, a, b)}}}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {conflict.group().prospect() ? "cross_market_pursuit.prospect"
                                        : "cross_market_pursuit.customer",
            {conflict.members(),
             facts::group_name(conflict.group()),
             {"markets", static_cast<std::int64_t>(conflict.markets())}}};
  }

 private:
  /// Have all the same one? What is not set differs from everything.
  static bool all_share(const std::vector<Member>& opportunities, std::uint32_t Member::*what) {
    return std::all_of(opportunities.begin(), opportunities.end(), [&](const Member& opportunity) {
      return opportunity.*what != no_row && opportunity.*what == opportunities.front().*what;
    });
  }
};

}  // namespace opportune
