// Writes a group's leads and activities with their histories.
#include <algorithm>

#include "synth/demand.hpp"
#include "synth/write.hpp"

namespace opportune::synth {

namespace {

Instant at_hour(Date day, int hour) {
  return Instant{start_of_day(day).micros + std::int64_t{hour} * 3'600'000'000};
}

void write_lead(const Making& making, Sheets& sheets, const Lead& lead, const Id& id) {
  const Group& group = making.group;
  const World& world = making.world;
  const std::string_view owner =
      lead.owner == none ? std::string_view{} : world.people[lead.owner].id;
  Row row = sheets.lead.row();
  row.text(id)
      .text(group.stem)
      .text(Id('A', group.first.account + lead.account + 1))
      .text(world.markets[lead.market].id)
      .text(lead.product == none ? std::string_view{} : world.products[lead.product].id)
      .text(owner)
      .text(lead_statuses[lead.status])
      .text(sources[lead.source])
      .date(lead.created)
      .date(lead.closed);
  if (lead.opportunity == none) {
    row.null();
  } else {
    row.text(Id('O', group.first.opportunity + lead.opportunity + 1));
  }
  const auto change = [&](LeadStatus from, Index to, Date day, int hour) {
    sheets.lead_change.row()
        .text(id)
        .text(lead_statuses[from])
        .text(lead_statuses[to])
        .instant(at_hour(day, hour))
        .text(owner);
  };
  // new, then working, then what it is now; all between its beginning and its end.
  if (lead.status == lead_new) {
    return;
  }
  const Date end = lead.closed.has_value() ? lead.closed : making.world.until;
  const Date between{lead.created.days + (end.days - lead.created.days) / 3};
  change(lead_new, working, between, 10);
  if (lead.status != working) {
    change(working, lead.status, lead.closed.has_value() ? lead.closed : between, 15);
  }
}

void write_activity(const Making& making, Sheets& sheets, const Activity& activity, const Id& id) {
  const Group& group = making.group;
  const World& world = making.world;
  const bool marketing = activity.kind >= sales_kinds;
  const std::string_view owner =
      activity.owner == none ? std::string_view{} : world.people[activity.owner].id;
  Row row = sheets.activity.row();
  row.text(id).null().text(activity_kinds[activity.kind]).text(marketing ? "marketing" : "sales");
  if (activity.campaign == none) {
    row.null();
  } else {
    row.text(Id('M', activity.campaign + 1U));
  }
  row.text(Id('A', group.first.account + activity.account + 1))
      .text(world.markets[group.accounts[activity.account].market].id);
  if (activity.opportunity == none) {
    row.null();
  } else {
    row.text(Id('O', group.first.opportunity + activity.opportunity + 1));
  }
  if (activity.material == none) {
    row.null();
  } else {
    row.text(Id('D', activity.material));
  }
  row.text(activity_statuses[activity.status]).date(activity.start).date(activity.end).text(owner);
  const auto change = [&](ActivityStatus from, ActivityStatus to, Date day, int hour) {
    sheets.activity_change.row()
        .text(id)
        .text(activity_statuses[from])
        .text(activity_statuses[to])
        .instant(at_hour(day, hour))
        .text(owner);
  };
  if (!marketing) {
    return;
  }
  switch (activity.status) {
    case active:
      change(planned, active, activity.start, 7);
      break;
    case done:
      change(planned, active, activity.start, 7);
      change(active, done, activity.end, 18);
      break;
    case paused:
      if (activity.start < world.until) {
        change(planned, active, activity.start, 7);
        change(active, paused, world.until, 9);
      } else {
        change(planned, paused, world.until, 9);
      }
      break;
    default:
      break;
  }
}

}  // namespace

void write_demand(const Making& making, Sheets& sheets) {
  const Group& group = making.group;
  for (Index i = 0; i < group.leads.size(); ++i) {
    write_lead(making, sheets, group.leads[i], Id('L', group.first.lead + i + 1));
  }
  for (Index i = 0; i < group.activities.size(); ++i) {
    write_activity(making, sheets, group.activities[i], Id('T', group.first.activity + i + 1));
  }
}

}  // namespace opportune::synth
