// An account is about to get the material that it had some weeks ago.
#include "synth/demand.hpp"
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_repeated_material(Making& making) {
  Group& group = making.group;
  const Index account = making.random.below(index_of(group.accounts.size()));
  const int today = making.world.until.days;
  const Index owner = making.world.markets[group.accounts[account].market].marketer;
  const Index kind = sales_kinds + making.random.below(5);
  const Index material = 902 + making.random.below(20);
  group.activities.push_back({kind, account, none, none, material, done, Date{today - 45},
                              Date{today - making.random.between(30, 40)}, owner});
  const std::string first = member("activity", 'T', group.first.activity + group.activities.size());
  group.activities.push_back({kind, account, none, none, material, planned,
                              Date{today + making.random.between(3, 30)}, Date{today + 40}, owner});
  return {{first, member("activity", 'T', group.first.activity + group.activities.size())},
          "The same material again within ninety days."};
}

}  // namespace opportune::synth
