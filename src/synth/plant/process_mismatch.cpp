// An opportunity runs a process that does not apply to it.
#include "synth/plant.hpp"

namespace opportune::synth {

Planted plant_process_mismatch(Making& making) {
  const Index account = making.random.below(index_of(making.group.accounts.size()));
  Wish wish = open_at(making, account, discovery);
  const Index local = making.world.markets[making.group.accounts[account].market].local_process;
  wish.process = making.group.global ? local : 0;
  const Index added = add_opportunity(making, wish);
  return {{opportunity_member(making, added)},
          making.group.global ? "A local process at a global group."
                              : "The global process at a group that is not global."};
}

}  // namespace opportune::synth
