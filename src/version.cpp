#include "opportune/version.hpp"

namespace opportune {

const char* library_version() noexcept { return OPPORTUNE_VERSION_STRING; }

}  // namespace opportune
