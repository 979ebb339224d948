// The policy: how grave each kind of conflict is, and the parameters of the relations.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "opportune/conflict/severity.hpp"
#include "opportune/model/stages.hpp"
#include "opportune/process/advance.hpp"
#include "opportune/process/suppression.hpp"

namespace opportune {

/// Severity of one kind at a prospect's and at a customer's group.
struct KindPolicy {
  Severity prospect = Severity::critical;
  Severity customer = Severity::critical;
};

/// Defaults and their reasons: docs/policy.md.
struct Policy {
  /// Two offers to one account for one thing: the customer plays one against the other.
  KindPolicy duplicate_pursuit{Severity::critical, Severity::critical};
  /// At a prospect nobody knows yet who leads; at a customer the teams know each other.
  KindPolicy cross_market_pursuit{Severity::critical, Severity::warning};
  /// A lead can still be handed over without harm.
  KindPolicy lead_collision{Severity::warning, Severity::warning};
  /// The organisation's; set when a workspace is opened.
  Milestones milestones;
  /// From this milestone on an opportunity collides with leads of other markets. Negotiation; where
  /// the organisation has none, its last open one.
  std::uint8_t lead_milestone = 3;
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
