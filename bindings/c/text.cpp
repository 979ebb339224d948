#include "arguments.hpp"
#include "handles.hpp"

using namespace opportune::c;

extern "C" {

opp_status opp_text_free(opp_text* text) noexcept { return free_handle(text); }

opp_str opp_text_str(const opp_text* text) noexcept {
  return guarded_value(no_text, [&] { return text_out(*use(text)); });
}

}  // extern "C"
