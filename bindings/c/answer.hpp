// Questions that are answered by one table.
#pragma once

#include "arguments.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"
#include "stream_out.hpp"

namespace opportune::c {

/// Asks question(workspace), and hands its table over.
template <class Question>
opp_status answer(const opp_workspace* workspace, ArrowArrayStream* out, const char* name,
                  opp_error** error, Question&& question) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    required(out, name);
    StreamOut(question(*space)).move_to(out);
  });
}

}  // namespace opportune::c
