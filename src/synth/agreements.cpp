// Framework agreements, who may sell within them, and which opportunities name them.
#include <algorithm>

#include "synth/group.hpp"

namespace opportune::synth {

namespace {

Agreement draw_agreement(Making& making, Date from, Date until) {
  Group& group = making.group;
  Agreement out;
  out.from = from;
  out.until = until;
  out.discount_tenths = making.random.between(10, 40) * 5;
  out.shipping = making.random.below(shipping_terms.size());
  const Market& home = making.world.markets[group.accounts[0].market];
  out.owner =
      group.global ? group.global_account_manager : making.random.pick(home.key_account_managers);
  out.delegated = making.random.chance(350);
  return out;
}

}  // namespace

void make_agreements(Making& making) {
  Group& group = making.group;
  Random& random = making.random;
  const bool must = group.global && group.coordination == Coordination::agreement;
  // Whoever was bought had no part in agreements of the buyer: such groups have none here.
  const bool may = !group.quiet && group.relation == Relation::customer &&
                   std::none_of(group.accounts.begin(), group.accounts.end(),
                                [](const Account& a) { return a.joined.has_value(); });
  if (!must && !(may && random.chance(group.accounts.size() > 1 ? 350 : 60))) {
    return;
  }
  const Date start = making.world.start;
  const Date until = making.world.until;
  const Date renewed{until.days - random.between(30, 500)};
  // One after the other; never two at a time for the same products.
  Agreement old =
      draw_agreement(making, Date{start.days - random.between(0, 400)}, Date{renewed.days - 1});
  Agreement now = draw_agreement(making, renewed, Date{until.days + random.between(120, 700)});
  if (!must && random.chance(400)) {
    old.family = now.family = random.below(family_count);
  }
  if (!must && random.chance(250)) {
    old.market = now.market = making.world.markets[group.accounts[0].market].parent;
  }
  if (random.chance(600)) {
    group.agreements.push_back(old);
  }
  if (must || random.chance(800)) {
    group.agreements.push_back(now);
  }
}

bool covers(const Making& making, const Agreement& agreement, const Opportunity& opportunity,
            Date day) {
  return agreement.from <= day && day <= agreement.until &&
         (agreement.family == none || agreement.family == opportunity.family) &&
         (agreement.market == none ||
          making.world.market_within(opportunity.market, agreement.market)) &&
         making.group.below(opportunity.account, agreement.account);
}

void name_agreement(Making& making, Opportunity& opportunity) {
  const Group& group = making.group;
  if (opportunity.unnamed || opportunity.agreement != none) {
    return;
  }
  const Date day = opportunity.closed.has_value() ? opportunity.closed : making.world.until;
  for (Index i = 0; i < group.agreements.size(); ++i) {
    const Agreement& agreement = group.agreements[i];
    if (covers(making, agreement, opportunity, day)) {
      opportunity.agreement = i;
      opportunity.discount_tenths =
          std::max(opportunity.discount_tenths, agreement.discount_tenths);
      opportunity.shipping = making.random.chance(200) ? none : agreement.shipping;
      return;
    }
  }
}

void make_delegations(Making& making) {
  Group& group = making.group;
  for (const Opportunity& opportunity : group.opportunities) {
    if (opportunity.agreement == none || opportunity.undelegated || opportunity.owner == none) {
      continue;
    }
    const Agreement& agreement = group.agreements[opportunity.agreement];
    if (agreement.delegated && agreement.owner != opportunity.owner) {
      group.delegations.push_back({opportunity.agreement, opportunity.owner, opportunity.market});
    }
  }
  std::sort(group.delegations.begin(), group.delegations.end());
  group.delegations.erase(std::unique(group.delegations.begin(), group.delegations.end()),
                          group.delegations.end());
}

}  // namespace opportune::synth
