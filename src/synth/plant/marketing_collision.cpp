// Marketing is about to write to an account that is being negotiated with.
#include "synth/demand.hpp"
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_marketing_collision(Making& making) {
  const Index account = making.random.below(index_of(making.group.accounts.size()));
  const Index opportunity = add_opportunity(making, open_at(making, account, negotiation));
  Group& group = making.group;
  const bool begun = making.random.chance(500);
  const int today = making.world.until.days;
  group.activities.push_back({sales_kinds + making.random.below(5), account, none, none, 901,
                              begun ? Index{active} : Index{planned},
                              Date{today + (begun ? -5 : 6)}, Date{today + 20},
                              making.world.markets[group.accounts[account].market].marketer});
  return {{opportunity_member(making, opportunity),
           member("activity", 'T', group.first.activity + group.activities.size())},
          "A marketing activity at an account whose opportunity is in negotiation."};
}

}  // namespace opportune::synth
