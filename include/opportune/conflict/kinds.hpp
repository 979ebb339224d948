// All kinds of conflict. Adding one: its file in kinds/, and its line here; its words are in text/.
#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <string_view>
#include <tuple>

#include "opportune/conflict/kinds/agreement_bypass.hpp"
#include "opportune/conflict/kinds/agreement_overlap.hpp"
#include "opportune/conflict/kinds/claim_breach.hpp"
#include "opportune/conflict/kinds/coverage_gap.hpp"
#include "opportune/conflict/kinds/cross_market_pursuit.hpp"
#include "opportune/conflict/kinds/duplicate_pursuit.hpp"
#include "opportune/conflict/kinds/lead_collision.hpp"
#include "opportune/conflict/kinds/marketing_collision.hpp"
#include "opportune/conflict/kinds/process_mismatch.hpp"
#include "opportune/conflict/kinds/repeated_material.hpp"
#include "opportune/conflict/kinds/requirement_gap.hpp"
#include "opportune/conflict/kinds/scope_breach.hpp"
#include "opportune/conflict/kinds/shared_identity.hpp"
#include "opportune/conflict/kinds/terms_mismatch.hpp"

namespace opportune {

using Kinds =
    std::tuple<DuplicatePursuit, CrossMarketPursuit, LeadCollision, MarketingCollision,
               RepeatedMaterial, AgreementBypass, TermsMismatch, ClaimBreach, ScopeBreach,
               AgreementOverlap, ProcessMismatch, CoverageGap, RequirementGap, SharedIdentity>;
inline constexpr std::size_t kind_count = std::tuple_size_v<Kinds>;
using KindSet = std::bitset<kind_count>;

/// Calls f.template operator()<Kind, index>() for each kind.
template <class Function>
constexpr void each_kind(Function&& function) {
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (function.template operator()<std::tuple_element_t<i, Kinds>, i>(), ...);
  }
  (std::make_index_sequence<kind_count>{});
}
/// Calls f.template operator()<Kind>() for the kind of that number.
template <class Function>
void with_kind(std::size_t number, Function&& function) {
  each_kind([&]<class Kind, std::size_t index>() {
    if (index == number) {
      function.template operator()<Kind>();
    }
  });
}

/// The names are those that records use (model/conflict_names.hpp).
static_assert([] {
  std::size_t same = 0;
  each_kind([&]<class Kind, std::size_t index>() {
    same += index < conflict_kinds.size() && conflict_kinds[index] == Kind::name ? 1U : 0U;
  });
  return same == kind_count && kind_count == conflict_kinds.size();
}());
/// The number of a kind; kind_count where there is none of that name.
[[nodiscard]] inline std::size_t kind_number(std::string_view name) {
  std::size_t out = kind_count;
  each_kind([&]<class Kind, std::size_t index>() { out = Kind::name == name ? index : out; });
  return out;
}
namespace detail {
/// "kind." and the kind's name.
template <class Kind>
inline constexpr auto kind_message = [] {
  constexpr std::string_view prefix = "kind.";
  std::array<char, prefix.size() + Kind::name.size()> out{};
  std::copy(prefix.begin(), prefix.end(), out.begin());
  std::copy(Kind::name.begin(), Kind::name.end(), out.begin() + prefix.size());
  return out;
}();
}  // namespace detail
/// The ids of the messages that say the kinds' names to people, by number.
inline constexpr std::array<std::string_view, kind_count> kind_messages = [] {
  std::array<std::string_view, kind_count> out;
  each_kind([&]<class Kind, std::size_t index>() {
    constexpr const auto& text = detail::kind_message<Kind>;
    out[index] = std::string_view(text.data(), text.size());
  });
  return out;
}();
/// The set of one kind.
[[nodiscard]] inline KindSet kind_set(std::string_view name) {
  KindSet out;
  out.set(kind_number(name));
  return out;
}

/// The severities of a kind: the policy's, else the kind's own.
template <class Kind, std::size_t index>
[[nodiscard]] KindPolicy severities(const Policy& policy) {
  return index < policy.severities.size() && policy.severities[index]
             ? *policy.severities[index]
             : Kind::defaults(policy.milestones);
}
/// Does some kind's severity depend on what its conflicts are worth? Then it may alter with the
/// day's rates.
[[nodiscard]] inline bool severities_ask_for_values(const Policy& policy) {
  bool out = false;
  each_kind([&]<class Kind, std::size_t index>() {
    for (const SeverityWhen& entry : severities<Kind, index>(policy).when) {
      out = out || entry.value_minor.has_value();
    }
  });
  return out;
}

}  // namespace opportune
