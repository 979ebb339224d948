#include "answer.hpp"
#include "arguments.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"

using namespace opportune::c;

extern "C" {

opp_status opp_workspace_conflict_history(const opp_workspace* workspace, opp_str query,
                                          struct ArrowArrayStream* spans,
                                          opp_error** error) noexcept {
  return answer(workspace, spans, "spans", error, [&](const opportune::Workspace& space) {
    return space.conflict_history_json(text_in(query, "query"));
  });
}

opp_status opp_workspace_leakage(const opp_workspace* workspace, opp_str query,
                                 struct ArrowArrayStream* deals, opp_error** error) noexcept {
  return answer(workspace, deals, "deals", error, [&](const opportune::Workspace& space) {
    const std::string_view given = text_in(query, "query");
    return given.empty() ? space.leakage() : space.leakage_json(given);
  });
}

}  // extern "C"
