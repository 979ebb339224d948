// Reading a policy's members, each with its path in the document.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "opportune/conflict/policy.hpp"

namespace opportune::policy_reading {

using nlohmann::json;

[[noreturn]] void refuse(const std::string& path, const json& value, const std::string& reason);

[[nodiscard]] Milestones milestones_of(const json& value);
/// "severity": {kind: ...}
void read_severities(const json& value, Policy& out);

/// An open milestone's number.
[[nodiscard]] std::uint8_t open_milestone(const json& value, const std::string& path,
                                          const Milestones& milestones);

}  // namespace opportune::policy_reading
