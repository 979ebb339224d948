// process_mismatch: an open opportunity runs another process than the one that applies to it.
#pragma once

#include "opportune/conflict/covered.hpp"
#include "opportune/conflict/kind.hpp"
#include "opportune/process/market_rules.hpp"

namespace opportune {

struct ProcessMismatch {
  static constexpr std::string_view name = "process_mismatch";
  using reads = Reads<>;

  /// It makes figures hard to compare, and no customer notices.
  static KindPolicy defaults(const Milestones&) { return {Severity::info, Severity::info}; }
  static void relate(const GroupView& group, const Policy&, KindRelation& out) {
    if (group.opportunities().empty() || group.book().get<Process>().rows() == 0) {
      return;
    }
    const MarketRules& rules = market_rules_of(group.book());
    HubBlocks hubs(group, out);
    for (const Member& opportunity : group.opportunities()) {
      const std::uint32_t applies = rules.process(
          group.book(), {group.global(), opportunity.market, facts::kind_of(group, opportunity)});
      if (runs_another(applies, facts::process_of(group, opportunity))) {
        hubs.relate(opportunity, MemberType::process, applies);
      }
    }
    hubs.finish();
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    const Member& opportunity = a.type == MemberType::opportunity ? a : b;
    const Member& process = a.type == MemberType::opportunity ? b : a;
    const std::uint32_t runs = facts::process_of(group, opportunity);
    return {group.global() ? "process_mismatch.evidence.global" : "process_mismatch.evidence.local",
            {{"opportunity", std::string(opportunity.id)},
             {"runs", process_id(group.book(), runs)},
             {"applies", std::string(process.id)},
             facts::market("market", group, opportunity.market)}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"process_mismatch",
            {conflict.of("opportunities", MemberType::opportunity),
             conflict.of("processes", MemberType::process)}};
  }
};

}  // namespace opportune
