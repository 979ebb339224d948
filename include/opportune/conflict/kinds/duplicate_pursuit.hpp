// duplicate_pursuit: two open opportunities of one account whose products overlap, whoever owns
// them.
#pragma once

#include "opportune/conflict/kind.hpp"

namespace opportune {

struct DuplicatePursuit {
  static constexpr std::string_view name = "duplicate_pursuit";
  using reads = Reads<>;

  /// Two offers to one account for one thing: the customer plays one against the other.
  static KindPolicy defaults(const Milestones&) { return {Severity::critical, Severity::critical}; }
  static void relate(const GroupView& group, const Policy&, KindRelation& out) {
    if (!any_share_an_account(group.opportunities())) {
      return;
    }
    out.set_shape({.same_account = true, .needs_overlap = true});
    for (const Member& opportunity : group.opportunities()) {
      out.add(opportunity);
    }
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    return {"duplicate_pursuit.evidence",
            {{"account", facts::id<Account>(group, a.account)},
             {"products", MessageList{facts::overlap(group, a.product_rows(), b.product_rows())}}}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"duplicate_pursuit",
            {conflict.members(),
             {"account", facts::id<Account>(conflict.group(), conflict.first().account)}}};
  }

 private:
  /// A view lists them account by account; a draft of a new one comes last.
  static bool any_share_an_account(const std::vector<Member>& opportunities) {
    const auto same_account = [](const Member& a, const Member& b) {
      return a.account == b.account;
    };
    const auto first = opportunities.begin(), last = opportunities.end();
    return std::adjacent_find(first, last, same_account) != last ||
           (first != last && opportunities.back().draft != nullptr &&
            std::any_of(first, last - 1, [&](const Member& other) {
              return same_account(other, opportunities.back());
            }));
  }
};

}  // namespace opportune
