#include "opportune/version.hpp"

#include <array>
#include <cstddef>

#include "arguments.hpp"
#include "opportune/c/opportune.h"

using namespace opportune::c;

extern "C" {

int32_t opp_abi_version(void) noexcept { return OPP_ABI_VERSION; }

opp_str opp_version(void) noexcept { return text_out(opportune::library_version()); }

opp_str opp_status_name(opp_status status) noexcept {
  static constexpr std::array<std::string_view, 10> names = {"OPP_OK",
                                                             "OPP_INVALID_HANDLE",
                                                             "OPP_INVALID_ARGUMENT",
                                                             "OPP_INPUT_ERROR",
                                                             "OPP_NOT_FOUND",
                                                             "OPP_STALE",
                                                             "OPP_STORE_ERROR",
                                                             "OPP_ACCESS_DENIED",
                                                             "OPP_OUT_OF_MEMORY",
                                                             "OPP_INTERNAL_ERROR"};
  const auto at = static_cast<std::size_t>(static_cast<uint32_t>(status));
  return text_out(at < names.size() ? names[at] : "unknown status");
}

}  // extern "C"
