// The identifiers of an account, in the form in which they are compared.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace opportune {

enum class IdentityKind : std::uint8_t { lei, duns, tax_id, domain };
struct IdentityField {
  IdentityKind kind;
  std::string_view name;
  std::string_view message;  ///< that two accounts share it
};
inline constexpr std::array<IdentityField, 4> identity_fields{{
    {IdentityKind::lei, "lei", "identity.lei"},
    {IdentityKind::duns, "duns", "identity.duns"},
    {IdentityKind::tax_id, "tax_id", "identity.tax_id"},
    {IdentityKind::domain, "domain", "identity.domain"},
}};

/// That of "lei:5493001KJTIIGC8Y1R12", as comparable_identity() makes it.
[[nodiscard]] inline const IdentityField& field_of_identity(std::string_view identity) noexcept {
  const std::string_view name = identity.substr(0, identity.find(':'));
  return *std::find_if(identity_fields.begin(), identity_fields.end() - 1,
                       [&](const IdentityField& field) { return field.name == name; });
}

/// "lei:5493001KJTIIGC8Y1R12", "domain:volta.example"; empty where nothing is left to compare.
/// Letters of either case are alike; of numbers only letters and digits count; a domain is without
/// a leading "www.".
[[nodiscard]] inline std::string comparable_identity(const IdentityField& field,
                                                     std::string_view value) {
  std::string out;
  for (const char c : value) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      static_cast<unsigned char>(c) >= 0x80;
    if (kept || (field.kind == IdentityKind::domain && c != ' ')) {
      out.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
    }
  }
  if (field.kind == IdentityKind::domain && out.starts_with("www.")) {
    out.erase(0, 4);
  }
  return out.empty() ? out : std::string(field.name) + ":" + out;
}

}  // namespace opportune
