// The kinds that can be planted, and what those who plant share.
#include <algorithm>

#include "synth/plant.hpp"

namespace opportune::synth {

namespace {
constexpr Shape any{.at_most = 6, .quiet = true};
constexpr Shape international{.at_most = 6, .several_markets = true, .quiet = true};
constexpr Shape regulated{.at_most = 6, .regulated = true, .quiet = true};

constexpr Planter all[] = {
    {"duplicate_pursuit", any, plant_duplicate_pursuit},
    {"cross_market_pursuit", international, plant_cross_market_pursuit},
    {"lead_collision", international, plant_lead_collision},
    {"marketing_collision", any, plant_marketing_collision},
    {"repeated_material", any, plant_repeated_material},
    {"agreement_bypass", any, plant_agreement_bypass},
    {"terms_mismatch", any, plant_terms_mismatch},
    {"claim_breach", any, plant_claim_breach},
    {"scope_breach", international, plant_scope_breach},
    {"agreement_overlap", any, plant_agreement_overlap},
    {"process_mismatch", any, plant_process_mismatch},
    {"coverage_gap", international, plant_coverage_gap},
    {"requirement_gap", regulated, plant_requirement_gap},
    {"shared_identity", any, plant_shared_identity},
};
}  // namespace

std::span<const Planter> planters() { return all; }

std::string member(std::string_view type, char prefix, std::uint64_t number) {
  return std::string(type) + ":" + prefix + std::to_string(number);
}
std::string opportunity_member(const Making& making, Index opportunity) {
  return member("opportunity", 'O', making.group.first.opportunity + opportunity + 1);
}
std::string account_member(const Making& making, Index account) {
  return member("account", 'A', making.group.first.account + account + 1);
}

Wish open_at(Making& making, Index account, Milestone milestone) {
  Wish wish{.account = account};
  wish.family = unused_family(making);
  wish.opened = Date{making.world.until.days - making.random.between(40, 90)};
  wish.scripted = true;
  wish.milestone = milestone;
  wish.arrives = Date{making.world.until.days - making.random.between(3, 15)};
  return wish;
}

Index outsider(Making& making, Index market, Index other) {
  const Group& group = making.group;
  const std::vector<Index>& sellers = making.world.markets[market].sellers;
  const auto on_team = [&](Index person) {
    return std::find(group.team_sellers.begin(), group.team_sellers.end(), person) !=
           group.team_sellers.end();
  };
  // Every market has four sellers, of whom the team takes one.
  for (;;) {
    const Index person = making.random.pick(sellers);
    if (person != other && !on_team(person)) {
      return person;
    }
  }
}

Index abroad(const Making& making, Index account) {
  const std::vector<Account>& accounts = making.group.accounts;
  Index out = 0;
  while (accounts[out].market == accounts[account].market) {
    ++out;
  }
  return out;
}

Index unused_family(Making& making) {
  std::array<bool, family_count> used{};
  for (const Opportunity& opportunity : making.group.opportunities) {
    if (opportunity.family != none) {
      used[opportunity.family] = true;
    }
  }
  const Index first = making.random.below(family_count);
  for (Index i = 0; i < family_count; ++i) {
    if (!used[(first + i) % family_count]) {
      return (first + i) % family_count;
    }
  }
  return first;
}

Index sign(Making& making, Index family) {
  Group& group = making.group;
  Agreement out;
  out.family = family;
  out.from = Date{making.world.until.days - making.random.between(400, 700)};
  out.until = Date{making.world.until.days + making.random.between(60, 500)};
  out.discount_tenths = making.random.between(12, 40) * 5;
  out.shipping = making.random.below(shipping_terms.size());
  const Market& home = making.world.markets[group.accounts[0].market];
  out.owner =
      group.global ? group.global_account_manager : making.random.pick(home.key_account_managers);
  group.agreements.push_back(out);
  for (Opportunity& opportunity : group.opportunities) {
    name_agreement(making, opportunity);
  }
  return index_of(group.agreements.size() - 1);
}

}  // namespace opportune::synth
