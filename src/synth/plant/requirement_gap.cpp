// A negotiation without what the law of the country asks for.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_requirement_gap(Making& making) {
  const Index added = add_opportunity(making, open_at(making, 0, negotiation));
  Group& group = making.group;
  group.opportunities[added].unfulfilled = true;
  // The first requirement of every regulated market: all products, from the negotiation on.
  const Index requirement = making.world.markets[group.accounts[0].market].requirements[0];
  return {{opportunity_member(making, added), member("requirement", 'R', requirement + 1U)},
          "In negotiation with a legal requirement not fulfilled."};
}

}  // namespace opportune::synth
