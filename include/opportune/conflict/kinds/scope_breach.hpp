// scope_breach: an open opportunity under an agreement is owned by somebody to whom selling it was
// not delegated.
#pragma once

#include "opportune/conflict/covered.hpp"
#include "opportune/conflict/kind.hpp"

namespace opportune {

struct ScopeBreach {
  static constexpr std::string_view name = "scope_breach";
  using reads = Reads<Agreement>;

  /// Another delegation, or another owner, mends it.
  static KindPolicy defaults(const Milestones&) { return {Severity::warning, Severity::warning}; }
  static void relate(const GroupView& group, const Policy&, KindRelation& out) {
    if (group.opportunities().empty() || group.book().get<Delegation>().rows() == 0) {
      return;
    }
    const Date day = group.as_of().day();
    const bool any = !group.agreements().empty();
    HubBlocks hubs(group, out);
    for (const Member& opportunity : group.opportunities()) {
      bool looked = opportunity.agreement == no_row;
      const auto look = [&](std::uint32_t agreement) {
        looked = looked || agreement == opportunity.agreement;
        if (breaks(group, opportunity, agreement)) {
          hubs.relate(opportunity, MemberType::agreement, agreement);
        }
      };
      if (any) {
        each_covering(group, opportunity, day, look);
      }
      if (!looked) {
        look(opportunity.agreement);
      }
    }
    hubs.finish();
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    const Member& opportunity = a.type == MemberType::opportunity ? a : b;
    const Member& agreement = a.type == MemberType::opportunity ? b : a;
    return {opportunity.agreement == agreement.row ? "scope_breach.evidence.named"
                                                   : "scope_breach.evidence.covers",
            {{"opportunity", std::string(opportunity.id)},
             facts::owner("owner", group, opportunity.owner),
             {"agreement", std::string(agreement.id)},
             facts::owner("agreement_owner", group, agreement.owner),
             facts::market("market", group, opportunity.market)}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"scope_breach",
            {conflict.of("opportunities", MemberType::opportunity),
             conflict.of("agreements", MemberType::agreement)}};
  }

 private:
  static bool breaks(const GroupView& group, const Member& opportunity, std::uint32_t agreement) {
    const Book& book = group.book();
    const Chain& delegations = book.links().delegations_of_agreement;
    const std::uint32_t keeper = book.get<Agreement>().get<"owner">()[agreement];
    if (delegations.first(agreement) == no_row ||
        (keeper != no_row && keeper == opportunity.owner)) {
      return false;
    }
    const Store<Delegation>& store = book.get<Delegation>();
    bool delegated = false;
    delegations.each(agreement, [&](std::uint32_t row) {
      delegated =
          delegated ||
          (opportunity.owner != no_row && store.get<"person">()[row] == opportunity.owner &&
           holds_market(book.markets(), store.get<"markets">().members(row), opportunity.market) &&
           holds_all(book.products(), store.get<"products">().members(row),
                     opportunity.product_rows()));
    });
    return !delegated;
  }
  /// The empty set holds all; an opportunity without products is in that alone.
  static bool holds_all(const Forest& forest, SetPool::Range set, SetPool::Range products) {
    return set.empty() ||
           (!products.empty() &&
            std::all_of(products.begin(), products.end(), [&](std::uint32_t product) {
              return std::any_of(set.begin(), set.end(), [&](std::uint32_t above) {
                return forest.covers(above, product);
              });
            }));
  }
};

}  // namespace opportune
