// Planting: each kind of domain.md 5.2 is one file in plant/ and one line in plant/all.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synth/opportunity.hpp"

namespace opportune::synth {

/// What was planted in the group.
struct Planted {
  std::vector<std::string> members{};  ///< "type:id"
  std::string note{};
};

/// Plants one conflict of a kind in a group that is complete but for it. The group is of the asked
/// shape, quiet (no agreements, claims, leads, activities of its own) and kept coordinated by its
/// team where it is global.
struct Planter {
  std::string_view kind;
  Shape shape;
  Planted (*plant)(Making& making);
};

[[nodiscard]] std::span<const Planter> planters();

// For those who plant.

[[nodiscard]] std::string member(std::string_view type, char prefix, std::uint64_t number);
[[nodiscard]] std::string opportunity_member(const Making& making, Index opportunity);
[[nodiscard]] std::string account_member(const Making& making, Index account);

/// A wish for an opportunity that stands open at the milestone today, opened some weeks ago.
[[nodiscard]] Wish open_at(Making& making, Index account, Milestone milestone);
/// A seller of the market who is neither on the group's team nor `other`.
[[nodiscard]] Index outsider(Making& making, Index market, Index other = none);
/// An account in another market than the account's.
[[nodiscard]] Index abroad(const Making& making, Index account);
/// A family in which the group has no opportunity, or any where it has in all.
[[nodiscard]] Index unused_family(Making& making);
/// An agreement at the root for that family (none: all), valid today, named by what it covers.
Index sign(Making& making, Index family);

Planted plant_duplicate_pursuit(Making& making);
Planted plant_cross_market_pursuit(Making& making);
Planted plant_lead_collision(Making& making);
Planted plant_marketing_collision(Making& making);
Planted plant_repeated_material(Making& making);
Planted plant_agreement_bypass(Making& making);
Planted plant_terms_mismatch(Making& making);
Planted plant_claim_breach(Making& making);
Planted plant_scope_breach(Making& making);
Planted plant_agreement_overlap(Making& making);
Planted plant_process_mismatch(Making& making);
Planted plant_coverage_gap(Making& making);
Planted plant_requirement_gap(Making& making);
Planted plant_shared_identity(Making& making);

}  // namespace opportune::synth
