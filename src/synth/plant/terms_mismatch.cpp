// An opportunity names an agreement and does not keep its terms.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_terms_mismatch(Making& making) {
  const Index account = making.random.below(index_of(making.group.accounts.size()));
  const Wish wish = open_at(making, account, proposal);
  const Index agreement = sign(making, none);
  const Index added = add_opportunity(making, wish);
  Group& group = making.group;
  Opportunity& opportunity = group.opportunities[added];
  std::string note;
  switch (making.random.below(3)) {
    case 0:
      opportunity.discount_tenths = group.agreements[agreement].discount_tenths - 25;
      note = "Less discount than agreed.";
      break;
    case 1:
      opportunity.shipping =
          (group.agreements[agreement].shipping + 1) % index_of(shipping_terms.size());
      note = "Other shipping terms than agreed.";
      break;
    default:
      group.agreements[agreement].until = Date{making.world.until.days - 1};
      note = "The agreement named has run out.";
      break;
  }
  return {{member("agreement", 'G', group.first.agreement + agreement + 1),
           opportunity_member(making, added)},
          note};
}

}  // namespace opportune::synth
