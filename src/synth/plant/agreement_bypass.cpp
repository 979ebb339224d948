// An opportunity ignores the framework agreement that covers it.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_agreement_bypass(Making& making) {
  const Index account = making.random.below(index_of(making.group.accounts.size()));
  Wish wish = open_at(making, account, proposal);
  wish.unnamed = true;
  const bool closed = making.random.chance(400);
  if (closed) {
    wish.milestone = won;
    wish.opened.days -= 60;
  }
  const Index agreement = sign(making, making.random.chance(500) ? none : wish.family);
  const Index opportunity = add_opportunity(making, wish);
  return {{member("agreement", 'G', making.group.first.agreement + agreement + 1),
           opportunity_member(making, opportunity)},
          closed ? "Won outside the agreement that covered it."
                 : "Open outside the agreement that covers it."};
}

}  // namespace opportune::synth
