#include "arguments.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"

using namespace opportune::c;

namespace {

opportune::AdvanceRequest request_in(const opp_advance& given) {
  constexpr std::size_t least = offsetof(opp_advance, reason) + sizeof(opp_str);
  const opp_advance fields = struct_in(given, least, "advance");
  opportune::AdvanceRequest request;
  request.opportunity = text_in(fields.opportunity, "opportunity");
  request.to = text_in(fields.to, "to");
  request.at = instant_in(fields.at, "at");
  request.by = text_in(fields.by, "by");
  request.force = fields.force != 0;
  request.reason = text_in(fields.reason, "reason");
  return request;
}

}  // namespace

extern "C" {

opp_status opp_workspace_advance(opp_workspace* workspace, const opp_advance* advance,
                                 opp_transitions** transitions, opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    const std::vector<opportune::AdvanceRequest> requests{request_in(required(advance, "advance"))};
    opp_transitions*& out = required(transitions, "transitions");
    NewHandle<opp_transitions> made;
    made.object() = space->advance(requests);
    out = made.publish();
  });
}

opp_status opp_workspace_advance_json(opp_workspace* workspace, opp_str requests,
                                      opp_transitions** transitions, opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    opp_transitions*& out = required(transitions, "transitions");
    NewHandle<opp_transitions> made;
    made.object() = space->advance_json(text_in(requests, "requests"));
    out = made.publish();
  });
}

}  // extern "C"
