// The words that records use of conflicts: their kinds, and the types of their members. What a kind
// is, is in conflict/kinds/.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace opportune {

/// In the order of conflict/kinds.hpp.
inline constexpr std::array<std::string_view, 14> conflict_kinds{
    "duplicate_pursuit", "cross_market_pursuit", "lead_collision",   "marketing_collision",
    "repeated_material", "agreement_bypass",     "terms_mismatch",   "claim_breach",
    "scope_breach",      "agreement_overlap",    "process_mismatch", "coverage_gap",
    "requirement_gap",   "shared_identity"};

/// What a member of a conflict is. In the order of the types' names.
enum class MemberType : std::uint8_t {
  account,
  activity,
  agreement,
  claim,
  group,
  lead,
  market,
  opportunity,
  process,
  requirement,
};
inline constexpr std::array<std::string_view, 10> member_types{
    "account", "activity", "agreement",   "claim",   "group",
    "lead",    "market",   "opportunity", "process", "requirement"};

[[nodiscard]] constexpr std::string_view to_string(MemberType type) noexcept {
  return member_types[static_cast<std::size_t>(type)];
}

/// "a, b, c"
template <class List>
[[nodiscard]] std::string listed_names(const List& names, std::string_view separator = ", ") {
  std::string out;
  for (const std::string_view name : names) {
    out.append(out.empty() ? std::string_view() : separator).append(name);
  }
  return out;
}

}  // namespace opportune
