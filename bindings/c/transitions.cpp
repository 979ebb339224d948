#include "arguments.hpp"
#include "demands.hpp"
#include "handles.hpp"
#include "issues.hpp"
#include "opportune/workspace.hpp"

using namespace opportune::c;

namespace {

opp_transition transition_out(const opportune::TransitionResult& result) {
  opp_transition out = OPP_TRANSITION_INIT;
  out.opportunity = text_out(result.opportunity);
  out.process = text_out(result.process);
  out.version = result.version;
  out.done = result.done ? 1 : 0;
  out.forced = result.forced ? 1 : 0;
  out.customer = result.customer ? 1 : 0;
  out.from = text_out(result.from);
  out.to = text_out(result.to);
  out.at = instant_out(result.at);
  out.refusal = text_out(result.refusal);
  out.missing_count = result.missing.size();
  out.pause_count = result.pause.size();
  out.resume_count = result.resume.size();
  out.opened_count = result.opened.size();
  out.closed_count = result.closed.size();
  return out;
}

}  // namespace

extern "C" {

opp_status opp_transitions_free(opp_transitions* transitions) noexcept {
  return free_handle(transitions);
}

size_t opp_transitions_count(const opp_transitions* transitions) noexcept {
  return guarded_value(size_t{0}, [&] { return use(transitions)->size(); });
}

opp_status opp_transitions_get(const opp_transitions* transitions, size_t index,
                               opp_transition* transition, opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_transition, closed_count) + sizeof(size_t);
    const auto results = use(transitions);
    opp_transition& place = struct_place(transition, least, "transition");
    struct_out(place, transition_out(item(*results, index, "transition")));
  });
}

opp_status opp_transitions_missing(const opp_transitions* transitions, size_t transition,
                                   size_t index, opp_demand* demand, opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto results = use(transitions);
    demand_out(item(*results, transition, "transition").missing, index, demand);
  });
}

opp_status opp_transitions_pause(const opp_transitions* transitions, size_t transition,
                                 size_t index, opp_activity_effect* activity,
                                 opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto results = use(transitions);
    activity_out(item(*results, transition, "transition").pause, index, activity);
  });
}

opp_status opp_transitions_resume(const opp_transitions* transitions, size_t transition,
                                  size_t index, opp_activity_effect* activity,
                                  opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto results = use(transitions);
    activity_out(item(*results, transition, "transition").resume, index, activity);
  });
}

opp_status opp_transitions_json(const opp_transitions* transitions, opp_text** json,
                                opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto results = use(transitions);
    opp_text*& out = required(json, "json");
    out = NewHandle<opp_text>(opportune::to_json(*results)).publish();
  });
}

}  // extern "C"
