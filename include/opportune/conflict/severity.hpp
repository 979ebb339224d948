// How grave a conflict is.
#pragma once

#include <cstdint>

namespace opportune {

enum class Severity : std::uint8_t { off, info, warning, critical };

[[nodiscard]] constexpr const char* to_string(Severity severity) noexcept {
  constexpr const char* names[] = {"off", "info", "warning", "critical"};
  return names[static_cast<unsigned>(severity)];
}

}  // namespace opportune
