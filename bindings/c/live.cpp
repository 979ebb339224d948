// What changes and time do to conflicts, and what changes would do.
#include "arguments.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"
#include "streams_out.hpp"

using namespace opportune::c;

namespace {

/// Tells a function of C; what goes wrong on the way ends there.
opportune::Subscriber teller(opp_effects_function tell, void* user) {
  return [tell, user](const opportune::Effects& effects) {
    const std::string json = to_json(effects);
    tell(user, text_out(json));
  };
}

}  // namespace

extern "C" {

opp_status opp_workspace_apply(opp_workspace* workspace, opp_str changes, opp_text** effects,
                               opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    NewHandle<opp_text> text;
    const opportune::Effects done = space->apply_json(text_in(changes, "changes"));
    if (effects != nullptr) {
      text.object() = to_json(done);
      *effects = text.publish();
    }
  });
}

opp_status opp_workspace_what_if(const opp_workspace* workspace, opp_str changes, opp_str as_of,
                                 opp_text** answer, ArrowArrayStream* pipeline,
                                 ArrowArrayStream* coverage, ArrowArrayStream* agreements,
                                 opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    opp_text*& out = required(answer, "answer");
    const opportune::WhatIf found =
        space->what_if_json(text_in(changes, "changes"), as_of_in(as_of));
    NewHandle<opp_text> text(to_json(found));
    hand_over<3>(
        {{{found.pipeline, pipeline}, {found.coverage, coverage}, {found.agreements, agreements}}});
    out = text.publish();
  });
}

opp_status opp_workspace_advance_clock(opp_workspace* workspace, opp_str to, opp_text** effects,
                                       opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    NewHandle<opp_text> text;
    const opportune::Effects done = space->advance_clock(as_of_in(to, "to"));
    if (effects != nullptr) {
      text.object() = to_json(done);
      *effects = text.publish();
    }
  });
}

int64_t opp_workspace_clock(const opp_workspace* workspace) noexcept {
  return guarded_value(int64_t{OPP_NO_INSTANT},
                       [&] { return instant_out(use(workspace)->clock()); });
}

opp_status opp_workspace_subscribe(opp_workspace* workspace, opp_effects_function tell, void* user,
                                   uint64_t* subscription, opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    uint64_t& out = required(subscription, "subscription");
    if (tell == nullptr) {
      throw bad_argument("tell is NULL");
    }
    out = space->subscribe(teller(tell, user));
  });
}

opp_status opp_workspace_unsubscribe(opp_workspace* workspace, uint64_t subscription,
                                     opp_error** error) noexcept {
  return guarded(error, [&] {
    if (!use(workspace)->unsubscribe(subscription)) {
      throw opportune::NotFoundError("there is no subscription " + std::to_string(subscription));
    }
  });
}

}  // extern "C"
