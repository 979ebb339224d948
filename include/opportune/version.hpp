// The library's version. CMake and pyproject.toml read these three lines: this is the one source.
#pragma once

#define OPPORTUNE_VERSION_MAJOR 0
#define OPPORTUNE_VERSION_MINOR 1
#define OPPORTUNE_VERSION_PATCH 0

#define OPPORTUNE_VERSION_TEXT_OF(number) #number
#define OPPORTUNE_VERSION_JOIN(major, minor, patch) \
  OPPORTUNE_VERSION_TEXT_OF(major)                  \
  "." OPPORTUNE_VERSION_TEXT_OF(minor) "." OPPORTUNE_VERSION_TEXT_OF(patch)

/// "major.minor.patch" of these headers.
#define OPPORTUNE_VERSION_STRING \
  OPPORTUNE_VERSION_JOIN(OPPORTUNE_VERSION_MAJOR, OPPORTUNE_VERSION_MINOR, OPPORTUNE_VERSION_PATCH)

namespace opportune {

/// "major.minor.patch" of the compiled library; it differs from OPPORTUNE_VERSION_STRING where
/// headers and library come from two installations.
[[nodiscard]] const char* library_version() noexcept;

}  // namespace opportune
