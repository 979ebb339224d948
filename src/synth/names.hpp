// Invented names and identifiers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "synth/random.hpp"

namespace opportune::synth {

[[nodiscard]] std::string person_name(Random& random);

/// A group's own word, such as "Velkoran": another one for every number.
[[nodiscard]] std::string group_stem(std::uint64_t number);
/// What the group does, such as "Logistics".
[[nodiscard]] std::string_view group_trade(std::uint64_t number);
[[nodiscard]] std::string group_domain(std::string_view stem);
/// The legal form for the account, out of those of its country ("GmbH|AG").
[[nodiscard]] std::string_view legal_form(std::string_view forms, std::uint64_t number);

/// A legal entity identifier for the account's number, with the check digits of ISO 17442.
[[nodiscard]] std::string lei(std::uint64_t number);
/// Nine digits, another for every number below 10^9.
[[nodiscard]] std::string duns(std::uint64_t number);
/// Not every account has them.
[[nodiscard]] constexpr bool has_lei(std::uint64_t number) { return number % 5 < 2; }
[[nodiscard]] constexpr bool has_duns(std::uint64_t number) { return number % 7 < 4; }
[[nodiscard]] std::string tax_id(std::string_view country, std::uint64_t number);

}  // namespace opportune::synth
