// Two sellers of one account pursue it with overlapping products.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_duplicate_pursuit(Making& making) {
  const Index account = making.random.below(index_of(making.group.accounts.size()));
  Wish wish = open_at(making, account, discovery);
  wish.product = making.random.pick(making.world.items[wish.family]);
  const Index first = add_opportunity(making, wish);
  // The other one goes for the same item, its line or its family.
  for (Index up = making.random.below(3); up > 0; --up) {
    wish.product = making.world.products[wish.product].parent;
  }
  const Opportunity& other = making.group.opportunities[first];
  wish.owner = outsider(making, other.market, other.owner);
  wish.opened.days += making.random.between(1, 10);
  wish.milestone = qualified;
  const Index second = add_opportunity(making, wish);
  return {{opportunity_member(making, first), opportunity_member(making, second)},
          "Two open opportunities at one account for overlapping products."};
}

}  // namespace opportune::synth
