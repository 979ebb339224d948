#include "arguments.hpp"
#include "demands.hpp"
#include "handles.hpp"
#include "issues.hpp"
#include "opportune/workspace.hpp"

using namespace opportune::c;

namespace {

opp_checklist_info info_out(const opportune::Checklist& checklist) {
  opp_checklist_info out = OPP_CHECKLIST_INFO_INIT;
  out.opportunity = text_out(checklist.opportunity);
  out.process = text_out(checklist.process);
  out.version = checklist.version;
  out.overdue = checklist.overdue ? 1 : 0;
  out.applies = text_out(checklist.applies);
  out.stage = text_out(checklist.stage);
  out.stage_name = text_out(checklist.stage_name);
  out.milestone = text_out(checklist.milestone);
  out.since = instant_out(checklist.since);
  out.days = checklist.days;
  out.max_days = checklist.max_days;
  out.way_count = checklist.ways.size();
  out.participant_count = checklist.people.size();
  out.agreement_count = checklist.agreements.size();
  out.paused_count = checklist.paused.size();
  out.conflict_count = checklist.conflicts.size();
  out.days_unit = text_out(to_string(checklist.days_unit));
  return out;
}

}  // namespace

extern "C" {

opp_status opp_workspace_checklist(const opp_workspace* workspace, opp_str opportunity,
                                   opp_str as_of, opp_checklist** checklist,
                                   opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    const std::string_view id = text_in(opportunity, "opportunity");
    const opportune::Instant at = as_of_in(as_of);
    opp_checklist*& out = required(checklist, "checklist");
    out = NewHandle<opp_checklist>(space->checklist(id, at)).publish();
  });
}

opp_status opp_checklist_free(opp_checklist* checklist) noexcept { return free_handle(checklist); }

opp_status opp_checklist_get(const opp_checklist* checklist, opp_checklist_info* info,
                             opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_checklist_info, conflict_count) + sizeof(size_t);
    const auto answer = use(checklist);
    struct_out(struct_place(info, least, "info"), info_out(*answer));
  });
}

opp_status opp_checklist_way(const opp_checklist* checklist, size_t index, opp_way* way,
                             opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_way, demand_count) + sizeof(size_t);
    const auto answer = use(checklist);
    opp_way& place = struct_place(way, least, "way");
    const opportune::Checklist::Way& found = item(answer->ways, index, "way");
    struct_out(place,
               opp_way{0, text_out(found.to), text_out(found.name), text_out(found.milestone),
                       found.forward ? 1 : 0, found.open ? 1 : 0, found.demands.size()});
  });
}

opp_status opp_checklist_demand(const opp_checklist* checklist, size_t way, size_t index,
                                opp_demand* demand, opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto answer = use(checklist);
    demand_out(item(answer->ways, way, "way").demands, index, demand);
  });
}

opp_status opp_checklist_participant(const opp_checklist* checklist, size_t index,
                                     opp_participant* participant, opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto answer = use(checklist);
    participant_out(answer->people, index, participant);
  });
}

opp_status opp_checklist_json(const opp_checklist* checklist, opp_text** json,
                              opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto answer = use(checklist);
    opp_text*& out = required(json, "json");
    out = NewHandle<opp_text>(opportune::to_json(*answer)).publish();
  });
}

}  // extern "C"
