#include <array>

#include "arguments.hpp"
#include "handles.hpp"
#include "opportune/io/arrow.hpp"
#include "opportune/workspace.hpp"
#include "stream_in.hpp"
#include "streams_out.hpp"

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

opp_status opp_workspace_advance_table(opp_workspace* workspace, struct ArrowArrayStream* moves,
                                       struct ArrowArrayStream* transitions,
                                       struct ArrowArrayStream* missing,
                                       struct ArrowArrayStream* activities,
                                       struct ArrowArrayStream* conflicts,
                                       opp_error** error) noexcept {
  const opp_named_stream given{{}, moves};
  const ConsumedStreams consumed(&given, 1);
  return guarded(error, [&] {
    const auto space = use(workspace);
    required(transitions, "transitions");
    if (required(moves, "moves").release == nullptr) {
      throw bad_argument("the stream of moves was released before");
    }
    const opportune::InputTable table = opportune::read_arrow(moves, "advance");
    const opportune::TransitionTables tables = space->advance_table(table);
    hand_over(std::array<Wanted, 4>{{{tables.transitions, transitions},
                                     {tables.missing, missing},
                                     {tables.activities, activities},
                                     {tables.conflicts, conflicts}}});
  });
}

}  // extern "C"
