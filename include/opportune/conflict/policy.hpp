// The policy: how grave each kind of conflict is, and the parameters of the relations.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/conflict/severity.hpp"
#include "opportune/model/stages.hpp"
#include "opportune/process/advance.hpp"
#include "opportune/process/suppression.hpp"

namespace opportune {

/// Defaults and their reasons: docs/policy.md; those of the severities are with the kinds.
struct Policy {
  /// By kind, in the order of conflict/kinds.hpp; without an entry: the kind's default.
  std::vector<std::optional<KindPolicy>> severities;
  /// The organisation's; set when a workspace is opened.
  Milestones milestones;
  /// From this milestone on an opportunity collides with leads of other markets. Negotiation; where
  /// the organisation has none, its last open one.
  std::uint8_t lead_milestone = 3;
  /// How many days ahead a planned activity collides with an opportunity's stage.
  std::int32_t marketing_horizon_days = 30;
  /// For how many days a material that was sent is not to be sent again, and to whom.
  std::int32_t repeated_material_days = 90;
  Reach repeated_material_reach = Reach::account;
  /// For how many days an opportunity that was won outside of an agreement is still told of.
  std::int32_t agreement_bypass_days = 365;
  /// Rules of engagement, in their order (conflict/recommendation.hpp).
  std::vector<std::string> recommendation{
      "claim",         "agreement_owner",     "global_account_manager",
      "account_owner", "key_account_manager", "most_advanced",
      "first_opened",  "largest_amount"};
  /// Who may force a move to another stage, over what.
  ForcePolicy force;
  /// How far an opportunity's stage suppresses marketing: a customer reads what its sister company
  /// was mailed.
  Reach suppression = Reach::group;
};

/// A policy from JSON; empty: the defaults. InputError names the path of what is wrong.
[[nodiscard]] Policy parse_policy(std::string_view json);
/// That of one question: the milestones are those that stand, and cannot be named.
[[nodiscard]] Policy parse_policy(std::string_view json, const Milestones& standing);

}  // namespace opportune
