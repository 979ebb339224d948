// A seller works under an agreement that was delegated to others.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_scope_breach(Making& making) {
  Group& group = making.group;
  const Index account = making.random.below(index_of(group.accounts.size()));
  Wish wish = open_at(making, account, discovery);
  const Index agreement = sign(making, none);
  group.agreements[agreement].delegated = true;
  const Index market = group.accounts[account].market;
  wish.owner = outsider(making, market);
  const Index added = add_opportunity(making, wish);
  group.opportunities[added].undelegated = true;
  group.delegations.push_back({agreement, outsider(making, market, wish.owner), market});
  return {{member("agreement", 'G', group.first.agreement + agreement + 1),
           opportunity_member(making, added)},
          "The owner has no delegation for the agreement."};
}

}  // namespace opportune::synth
