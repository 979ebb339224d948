// Two agreements for the same products at one time, with other terms.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_agreement_overlap(Making& making) {
  Group& group = making.group;
  const Index family = unused_family(making);
  const Index first = sign(making, family);
  const Index second = sign(making, family);
  group.agreements[second].account = making.random.below(index_of(group.accounts.size()));
  group.agreements[second].discount_tenths = group.agreements[first].discount_tenths + 20;
  return {{member("agreement", 'G', group.first.agreement + first + 1),
           member("agreement", 'G', group.first.agreement + second + 1)},
          "Two valid agreements overlap and differ in their discount."};
}

}  // namespace opportune::synth
