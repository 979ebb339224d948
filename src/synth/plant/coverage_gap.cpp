// A global group is pursued without a global or a local key account manager.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_coverage_gap(Making& making) {
  const Index account = making.random.below(index_of(making.group.accounts.size()));
  add_opportunity(making, open_at(making, account, discovery));
  Group& group = making.group;
  if (making.random.chance(500)) {
    group.global_account_manager = none;
    return {{member("group", 'A', group.first.account + 1)},
            "No global account manager on the global account team."};
  }
  const Index market = group.accounts[account].market;
  const Index place = group.place_of(market);
  const Index missing = group.key_account_managers[place];
  group.key_account_managers[place] = none;
  // What the missing one owned goes to the seller who is on the team.
  for (Opportunity& opportunity : group.opportunities) {
    if (opportunity.market == market && opportunity.owner == missing) {
      opportunity.owner = group.team_sellers[place];
      for (Index i = 0; i < opportunity.owner_changes.count; ++i) {
        group.owner_changes[opportunity.owner_changes.first + i].to = opportunity.owner;
      }
    }
  }
  return {{"market:" + making.world.markets[market].id},
          "No key account manager on the team for a market with an open opportunity."};
}

}  // namespace opportune::synth
