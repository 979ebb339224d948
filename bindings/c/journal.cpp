// The journal: who decided on which view, what was known, who changed what.
#include "answer.hpp"
#include "arguments.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"

using namespace opportune::c;

extern "C" {

uint64_t opp_workspace_position(const opp_workspace* workspace) noexcept {
  return guarded_value(uint64_t{0}, [&] { return use(workspace)->position(); });
}

opp_status opp_workspace_apply_at(opp_workspace* workspace, uint64_t decided_at, opp_str changes,
                                  opp_text** effects, opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    NewHandle<opp_text> text;
    const opportune::Effects done = space->apply_json_at(decided_at, text_in(changes, "changes"));
    if (effects != nullptr) {
      text.object() = to_json(done);
      *effects = text.publish();
    }
  });
}

opp_status opp_workspace_known_at(const opp_workspace* workspace, opp_str recorded,
                                  opp_workspace** view, opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    opp_workspace*& out = required(view, "view");
    out = NewHandle<opp_workspace>(space->known_at(as_of_in(recorded, "recorded"))).publish();
  });
}

opp_status opp_workspace_audit(const opp_workspace* workspace, opp_str table, opp_str id,
                               struct ArrowArrayStream* trail, opp_error** error) noexcept {
  return answer(workspace, trail, "trail", error, [&](const opportune::Workspace& space) {
    return space.audit(text_in(table, "table"), text_in(id, "id"));
  });
}

opp_status opp_workspace_checkpoint(opp_workspace* workspace, opp_error** error) noexcept {
  return guarded(error, [&] { use(workspace)->checkpoint(); });
}

opp_status opp_workspace_backup(const opp_workspace* workspace, opp_str location,
                                opp_error** error) noexcept {
  return guarded(error,
                 [&] { use(workspace)->backup(std::string(text_in(location, "location"))); });
}

}  // extern "C"
