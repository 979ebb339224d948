// Two offices pursue one group, and neither seller is on its account team.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_cross_market_pursuit(Making& making) {
  const Index here = making.random.below(index_of(making.group.accounts.size()));
  const Index there = abroad(making, here);
  Wish wish = open_at(making, here, proposal);
  wish.product = making.random.pick(making.world.items[wish.family]);
  wish.owner = outsider(making, making.group.accounts[here].market);
  const Index first = add_opportunity(making, wish);
  const bool prospect = !making.group.customer_at(making.world.until);
  wish.account = there;
  wish.milestone = discovery;
  wish.opened.days += making.random.between(1, 10);
  wish.owner = outsider(making, making.group.accounts[there].market);
  if (prospect && making.random.chance(500)) {
    // At a prospect any two products contend.
    wish.family = (wish.family + 1) % family_count;
    wish.product = making.random.pick(making.world.items[wish.family]);
  }
  const Index second = add_opportunity(making, wish);
  return {{opportunity_member(making, first), opportunity_member(making, second)},
          prospect ? "Two markets pursue one prospect without coordination."
                   : "Two markets sell the same product to one customer without coordination."};
}

}  // namespace opportune::synth
