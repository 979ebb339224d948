// agreement_bypass: a framework agreement covers an open opportunity, or covered a won one on the
// day when it was won, and the opportunity does not name it.
#pragma once

#include "opportune/conflict/covered.hpp"
#include "opportune/conflict/kind.hpp"

namespace opportune {

struct AgreementBypass {
  static constexpr std::string_view name = "agreement_bypass";
  using reads = Reads<Agreement, WonLately>;

  /// The customer has terms already; the seller may not know them. Naming the agreement mends it.
  static KindPolicy defaults(const Milestones&) { return {Severity::warning, Severity::warning}; }
  static void relate(const GroupView& group, const Policy& policy, KindRelation& out) {
    if (group.agreements().empty()) {
      return;
    }
    HubBlocks hubs(group, out);
    const auto look = [&](const Member& opportunity, Date day) {
      each_covering(group, opportunity, day, [&](std::uint32_t agreement) {
        if (agreement != opportunity.agreement) {
          hubs.relate(opportunity, MemberType::agreement, agreement);
        }
      });
    };
    const Date day = group.as_of().day();
    for (const Member& opportunity : group.opportunities()) {
      look(opportunity, day);
    }
    for (const Member& opportunity : group.won()) {
      const Date won = facts::won_on(group, opportunity);
      if (won.days >= day.days - policy.agreement_bypass_days) {
        look(opportunity, won);
      }
    }
    hubs.finish();
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    const Member& opportunity = a.type == MemberType::opportunity ? a : b;
    const Member& agreement = a.type == MemberType::opportunity ? b : a;
    const Argument covers{"coverage", MessageList{coverage_evidence(group, agreement.row)}};
    const Argument covered{"opportunity", std::string(opportunity.id)};
    if (!opportunity.open_opportunity()) {
      return {"agreement_bypass.evidence.won",
              {covers, covered, facts::date("day", facts::won_on(group, opportunity))}};
    }
    if (opportunity.agreement == no_row) {
      return {"agreement_bypass.evidence", {covers, covered}};
    }
    return {"agreement_bypass.evidence.other",
            {covers, covered, {"named", facts::id<Agreement>(group, opportunity.agreement)}}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"agreement_bypass",
            {conflict.of("opportunities", MemberType::opportunity),
             conflict.of("agreements", MemberType::agreement)}};
  }
};

}  // namespace opportune
