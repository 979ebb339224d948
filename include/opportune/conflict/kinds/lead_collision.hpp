// lead_collision: an active lead of one market contends with an open opportunity of another that
// stands at or past the policy's milestone.
#pragma once

#include "opportune/conflict/kind.hpp"

namespace opportune {

struct LeadCollision {
  static constexpr std::string_view name = "lead_collision";

  static KindPolicy policy(const Policy& policy) { return policy.lead_collision; }
  static Shape shape(bool prospect) {
    return {.two_sides = true,
            .same_account = false,
            .needs_overlap = !prospect,
            .not_same_pursuit = false};
  }
  static void nodes(const GroupView& group, const Policy& policy, NodeList& out) {
    if (group.leads().empty()) {
      return;
    }
    const StageTable& stages = group.book().stages();
    bool any = false;
    for (const Pursuit& opportunity : group.opportunities()) {
      if (stages[opportunity.stage].milestone >= policy.lead_milestone) {
        Node& node = out.add(opportunity);
        node.side = 1;
        node.keys[0] = opportunity.market;
        if (opportunity.row != no_row) {
          node.begin = group.as_of().at_or_past_since(opportunity.row, policy.lead_milestone);
        }
        any = true;
      }
    }
    for (std::size_t i = 0; any && i < group.leads().size(); ++i) {
      out.add(group.leads()[i]).keys[0] = group.leads()[i].market;
    }
  }
  static std::string evidence(const GroupView& group, const Pursuit& a, const Pursuit& b) {
    const Pursuit& lead = a.type == MemberType::lead ? a : b;
    const Pursuit& opportunity = a.type == MemberType::lead ? b : a;
    const StageDefinition& stage = group.book().stages()[opportunity.stage];
    return "lead of market " + market_name(group, lead) + " is active while the opportunity of " +
           market_name(group, opportunity) + " stands in " + stage.name + " (" +
           group.book().stages().milestone_of(opportunity.stage) + "); " +
           contention_evidence(group, a, b);
  }
  static std::string sentence(const GroupView& group, const ConflictText& text) {
    return text.members() + " meet at " + group_name(group) +
           ": a lead is being worked where a colleague of another market is closing.";
  }
};

}  // namespace opportune
