#include "arguments.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"

using namespace opportune::c;

extern "C" {

opp_status opp_workspace_check(const opp_workspace* workspace, const opp_check* check,
                               opp_decision** decision, opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_check, as_of) + sizeof(opp_str);
    const auto space = use(workspace);
    const opp_check fields = struct_in(required(check, "check"), least, "check");
    opp_decision*& out = required(decision, "decision");
    out = NewHandle<opp_decision>(space->check_json(text_in(fields.draft, "draft"),
                                                    as_of_in(fields.as_of),
                                                    text_in(fields.language, "language")))
              .publish();
  });
}

}  // extern "C"
