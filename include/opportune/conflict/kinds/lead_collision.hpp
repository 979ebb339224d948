// lead_collision: an active lead of one market contends with an open opportunity of another that
// stands at or past the policy's milestone.
#pragma once

#include "opportune/conflict/kind.hpp"

namespace opportune {

struct LeadCollision {
  static constexpr std::string_view name = "lead_collision";
  using reads = Reads<Lead>;

  /// A lead can still be handed over without harm.
  static KindPolicy defaults(const Milestones&) { return {Severity::warning, Severity::warning}; }
  static void relate(const GroupView& group, const Policy& policy, KindRelation& out) {
    if (group.leads().empty()) {
      return;
    }
    out.set_shape({.two_sides = true, .needs_overlap = !group.prospect()});
    const StageTable& stages = group.book().stages();
    for (const Member& opportunity : group.opportunities()) {
      if (stages[opportunity.stage].milestone >= policy.lead_milestone) {
        Node& node = out.add(opportunity);
        node.side = 1;
        node.set_keys(opportunity.market);
        if (opportunity.row != no_row) {
          node.begin = group.as_of().at_or_past_since(opportunity.row, policy.lead_milestone);
        }
      }
    }
    if (out.next() == 0) {
      return;
    }
    for (const Member& lead : group.leads()) {
      out.add(lead).set_keys(lead.market);
    }
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    const Member& lead = a.type == MemberType::lead ? a : b;
    const Member& opportunity = a.type == MemberType::lead ? b : a;
    return {"lead_collision.evidence",
            {{"lead", std::string(lead.id)},
             facts::market("lead_market", group, lead.market),
             {"opportunity", std::string(opportunity.id)},
             facts::market("market", group, opportunity.market),
             {"stage", group.book().stages()[opportunity.stage].name},
             {"milestone", group.book().stages().milestone_of(opportunity.stage)},
             {"contention", MessageList{facts::contention(group, a, b)}}}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"lead_collision", {conflict.members(), facts::group_name(conflict.group())}};
  }
};

}  // namespace opportune
