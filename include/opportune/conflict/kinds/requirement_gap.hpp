// requirement_gap: an open opportunity stands where its jurisdiction asks for something that is not
// in place.
#pragma once

#include "opportune/conflict/covered.hpp"
#include "opportune/conflict/kind.hpp"
#include "opportune/process/market_rules.hpp"

namespace opportune {

struct RequirementGap {
  static constexpr std::string_view name = "requirement_gap";
  using reads = Reads<Fulfilment>;

  /// Until terms are negotiated there is time; then the law would be broken by a signature.
  static KindPolicy defaults(const Milestones& milestones) {
    SeverityWhen late;
    late.milestone = milestones.negotiation();
    return {Severity::warning, Severity::warning, {late}};
  }
  static void relate(const GroupView& group, const Policy&, KindRelation& out) {
    const Book& book = group.book();
    if (group.opportunities().empty() || book.get<Requirement>().rows() == 0) {
      return;
    }
    const MarketRules& rules = market_rules_of(book);
    HubBlocks hubs(group, out);
    for (const Member& opportunity : group.opportunities()) {
      if (opportunity.market == no_row) {
        continue;
      }
      const std::uint8_t stands = book.stages()[opportunity.stage].milestone;
      for (const RequirementRow& asked : rules.requirements(opportunity.market)) {
        if (asked.milestone > stands ||
            !requirement_is_for(book, asked.row, opportunity.product_rows()) ||
            requirement_fulfilled(group.as_of(), asked.row, opportunity.row)) {
          continue;
        }
        const Instant since = opportunity.row == no_row ? start_of_day(opportunity.opened)
                                                        : group.as_of().at_or_past_since(
                                                              opportunity.row, asked.milestone);
        hubs.relate(opportunity, MemberType::requirement, asked.row, since);
      }
    }
    hubs.finish();
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    const Member& opportunity = a.type == MemberType::opportunity ? a : b;
    const Member& requirement = a.type == MemberType::opportunity ? b : a;
    const Store<Requirement>& store = group.book().get<Requirement>();
    const std::string_view text = store.get<"text">()[requirement.row];
    return {text.empty() ? "requirement_gap.evidence" : "requirement_gap.evidence.text",
            {{"opportunity", std::string(opportunity.id)},
             {"requirement", std::string(requirement.id)},
             {"text", std::string(text)},
             {"jurisdiction",
              std::string(facts::symbol(group, store.get<"jurisdiction">()[requirement.row]))},
             {"milestone",
              std::string(facts::symbol(group, store.get<"milestone">()[requirement.row]))},
             {"stage", group.book().stages()[opportunity.stage].name}}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"requirement_gap",
            {conflict.of("opportunities", MemberType::opportunity),
             conflict.of("requirements", MemberType::requirement)}};
  }
};

}  // namespace opportune
