// Writes a past decision on two opportunities of one account, now closed, so it hides nothing
// today.
#include "synth/write.hpp"

namespace opportune::synth {

void write_resolution(const Making& making, Sheets& sheets) {
  const Group& group = making.group;
  const World& world = making.world;
  if (group.quiet || group.first.group % 40 != 0) {
    return;
  }
  for (Index i = 0; i + 1 < group.opportunities.size(); ++i) {
    const Opportunity& one = group.opportunities[i];
    const Opportunity& two = group.opportunities[i + 1];
    if (one.account != two.account || !one.closed.has_value() || !two.closed.has_value() ||
        one.owner == none) {
      continue;
    }
    const std::string_view manager = world.people[world.markets[one.market].sales_manager].id;
    sheets.resolution.row()
        .text(Id('X', group.first.group + 1))
        .text("duplicate_pursuit")
        .list({"opportunity:" + std::string(Id('O', group.first.opportunity + i + 1)),
               "opportunity:" + std::string(Id('O', group.first.opportunity + i + 2))})
        .text("assigned")
        .text(world.people[one.owner].id)
        .text(manager)
        .instant(Instant{start_of_day(two.opened).micros + 16 * 3'600'000'000LL})
        .date(two.closed)
        .text("One lead for both until they are closed.");
    return;
  }
}

}  // namespace opportune::synth
