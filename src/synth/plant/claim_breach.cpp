// An opportunity was opened where somebody else holds a claim.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_claim_breach(Making& making) {
  const Index account = making.random.below(index_of(making.group.accounts.size()));
  const Index added = add_opportunity(making, open_at(making, account, discovery));
  Group& group = making.group;
  const Opportunity& opportunity = group.opportunities[added];
  // Claimed for the account itself or, from above, for all of the group.
  group.claims.push_back({making.random.chance(500) ? 0 : account,
                          outsider(making, opportunity.market, opportunity.owner),
                          opportunity.family, opportunity.market,
                          Date{opportunity.opened.days - making.random.between(1, 40)},
                          Date{making.world.until.days + making.random.between(10, 120)}});
  return {{member("claim", 'C', group.first.claim + group.claims.size()),
           opportunity_member(making, added)},
          "Opened within a claim in force of somebody else."};
}

}  // namespace opportune::synth
