#include "arguments.hpp"
#include "guard.hpp"
#include "opportune/workspace.hpp"
#include "stream_out.hpp"

using namespace opportune::c;

extern "C" {

opp_status opp_messages(opp_str language, struct ArrowArrayStream* rows,
                        opp_error** error) noexcept {
  return guarded(error, [&] {
    required(rows, "rows");
    StreamOut(opportune::messages(text_in(language, "language"))).move_to(rows);
  });
}

}  // extern "C"
