// claim_breach: an open opportunity of another owner, opened after somebody registered the right to
// pursue that business.
#pragma once

#include "opportune/conflict/covered.hpp"
#include "opportune/conflict/kind.hpp"

namespace opportune {

struct ClaimBreach {
  static constexpr std::string_view name = "claim_breach";
  using reads = Reads<Claim>;

  /// The claim is a promise by the organisation to one of its own; it expires by itself.
  static KindPolicy defaults(const Milestones&) { return {Severity::critical, Severity::critical}; }
  static void relate(const GroupView& group, const Policy&, KindRelation& out) {
    if (group.opportunities().empty() || group.claims().empty()) {
      return;
    }
    const Book& book = group.book();
    const Store<Claim>& claims = book.get<Claim>();
    HubBlocks hubs(group, out);
    for (const Member& opportunity : group.opportunities()) {
      group.upwards(opportunity.account, group.as_of().day(), [&](std::uint32_t account) {
        book.links().claims_of_account.each(account, [&](std::uint32_t claim) {
          if (claim_in_force(book, claim, group.as_of().day()) &&
              claims.get<"person">()[claim] != opportunity.owner &&
              opportunity.opened > claims.get<"from">()[claim] &&
              claim_is_for(book, claim, opportunity)) {
            hubs.relate(opportunity, MemberType::claim, claim);
          }
        });
      });
    }
    hubs.finish();
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    const Member& opportunity = a.type == MemberType::opportunity ? a : b;
    const Member& claim = a.type == MemberType::opportunity ? b : a;
    const Store<Claim>& claims = group.book().get<Claim>();
    return {"claim_breach.evidence",
            {facts::owner("person", group, claim.owner),
             {"account", facts::id<Account>(group, claims.get<"account">()[claim.row])},
             facts::span("registered", claim.opened, claims.get<"until">()[claim.row]),
             {"opportunity", std::string(opportunity.id)},
             facts::date("opened", opportunity.opened),
             {"products",
              MessageList{facts::overlap(group, opportunity.product_rows(), claim.products)}}}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"claim_breach",
            {conflict.of("opportunities", MemberType::opportunity),
             conflict.of("claims", MemberType::claim)}};
  }
};

}  // namespace opportune
