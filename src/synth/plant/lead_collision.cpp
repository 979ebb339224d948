// A lead is worked in one market while another negotiates with the group.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_lead_collision(Making& making) {
  const Index here = making.random.below(index_of(making.group.accounts.size()));
  const Index there = abroad(making, here);
  Wish wish = open_at(making, here, negotiation);
  wish.product = making.random.pick(making.world.items[wish.family]);
  const Index opportunity = add_opportunity(making, wish);
  Group& group = making.group;
  const Index market = group.accounts[there].market;
  const Date created{making.world.until.days - making.random.between(5, 60)};
  group.leads.push_back({there, market, making.random.chance(300) ? none : wish.product,
                         outsider(making, market), making.random.below(3), making.random.below(6),
                         created, Date{}, none});
  return {{opportunity_member(making, opportunity),
           member("lead", 'L', group.first.lead + group.leads.size())},
          "An active lead in one market, a negotiation in another."};
}

}  // namespace opportune::synth
