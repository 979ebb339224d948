// terms_mismatch: an open opportunity names an agreement, and has other terms, or the agreement is
// not valid or does not cover it.
#pragma once

#include "opportune/conflict/covered.hpp"
#include "opportune/conflict/kind.hpp"
#include "opportune/conflict/terms.hpp"

namespace opportune {

struct TermsMismatch {
  static constexpr std::string_view name = "terms_mismatch";
  using reads = Reads<Agreement>;

  /// The customer is promised one thing and offered another; it can be mended until it is signed.
  static KindPolicy defaults(const Milestones&) { return {Severity::warning, Severity::warning}; }
  static void relate(const GroupView& group, const Policy&, KindRelation& out) {
    HubBlocks hubs(group, out);
    for (const Member& opportunity : group.opportunities()) {
      if (opportunity.agreement != no_row && mismatch(group, opportunity).any()) {
        hubs.relate(opportunity, MemberType::agreement, opportunity.agreement);
      }
    }
    hubs.finish();
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    const Member& opportunity = a.type == MemberType::opportunity ? a : b;
    const TermsBreach found = mismatch(group, opportunity);
    const Store<Agreement>& agreements = group.book().get<Agreement>();
    const std::uint32_t agreement = opportunity.agreement;
    MessageList facts_found;
    if (found.discount) {
      facts_found.push_back(
          {"terms_mismatch.discount",
           {{"given", facts::percent(facts::discount_of(group, opportunity))},
            {"agreed", facts::percent(agreements.get<"discount">()[agreement])}}});
    }
    if (found.shipping) {
      facts_found.push_back({"terms_mismatch.shipping",
                             {{"given", std::string(facts::shipping_of(group, opportunity))},
                              {"agreed", std::string(agreed_shipping(group.book(), agreement))}}});
    }
    if (found.invalid) {
      facts_found.push_back({"terms_mismatch.invalid",
                             {facts::span("valid", agreements.get<"valid_from">()[agreement],
                                          agreements.get<"valid_to">()[agreement])}});
    }
    if (found.uncovered) {
      facts_found.push_back({"terms_mismatch.uncovered",
                             {{"coverage", MessageList{coverage_evidence(group, agreement)}},
                              {"opportunity", std::string(opportunity.id)}}});
    }
    return {"terms_mismatch.evidence", {{"facts", std::move(facts_found)}}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"terms_mismatch",
            {conflict.of("opportunities", MemberType::opportunity),
             conflict.of("agreements", MemberType::agreement)}};
  }

 private:
  static TermsBreach mismatch(const GroupView& group, const Member& opportunity) {
    const Book& book = group.book();
    const std::uint32_t agreement = opportunity.agreement;
    return terms_breach(
        book, agreement,
        {facts::discount_of(group, opportunity), facts::shipping_of(group, opportunity)},
        business_of(opportunity), group.as_of().day(),
        below(group, opportunity.account, book.get<Agreement>().get<"account">()[agreement]));
  }
};

}  // namespace opportune
