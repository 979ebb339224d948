// Claims, leads and activities of a group, such that they collide with none of its opportunities.
#include "synth/demand.hpp"

#include <algorithm>

#include "synth/group.hpp"

namespace opportune::synth {

namespace {

const Stage& stage_of(const Making& making, const Opportunity& opportunity) {
  return making.world.processes[opportunity.process].stages[opportunity.stage];
}

/// The markets in which the group negotiates something, by family: enough to tell whether a lead in
/// a market would collide with a negotiation in another.
class Negotiations {
 public:
  explicit Negotiations(const Making& making) {
    for (const Opportunity& opportunity : making.group.opportunities) {
      if (!opportunity.closed.has_value() &&
          stage_of(making, opportunity).milestone == negotiation) {
        note(all_, opportunity.market);
        if (opportunity.family == none) {
          note(unspecified_, opportunity.market);
        } else {
          note(by_family_[opportunity.family], opportunity.market);
        }
      }
    }
    prospect_ = !making.group.customer_at(making.world.until);
  }
  [[nodiscard]] bool collides(Index market, Index family) const {
    return family == none || prospect_
               ? elsewhere(all_, market)
               : elsewhere(by_family_[family], market) || elsewhere(unspecified_, market);
  }
  [[nodiscard]] bool any() const { return all_.first != none; }

 private:
  struct Places {
    Index first = none;
    bool several = false;
  };
  static void note(Places& places, Index market) {
    places.several = places.several || (places.first != none && places.first != market);
    places.first = market;
  }
  static bool elsewhere(const Places& places, Index market) {
    return places.several || (places.first != none && places.first != market);
  }
  Places all_, unspecified_;
  std::array<Places, family_count> by_family_{};
  bool prospect_ = false;
};

void add_loose_lead(Making& making, const Negotiations& negotiations, Index account) {
  Random& random = making.random;
  Group& group = making.group;
  const World& world = making.world;
  const Index market = group.accounts[account].market;
  Lead lead{account,
            market,
            none,
            random.pick(world.markets[market].sellers),
            random.below(3),
            random.below(6),
            random.pick(world.openings),
            Date{},
            none};
  Index family = none;
  if (random.chance(700)) {
    family = random.below(family_count);
    lead.product = random.chance(500) ? world.families[family] : random.pick(world.items[family]);
  }
  const int age = world.until.days - lead.created.days;
  if (age > 200 || (age > 0 && random.chance(550)) || negotiations.collides(market, family)) {
    lead.status = random.chance(60) ? lead_qualified : disqualified;
    lead.closed = Date{lead.created.days + random.between(0, std::min(age, 120))};
  }
  group.leads.push_back(lead);
}

}  // namespace

void make_claims(Making& making) {
  Group& group = making.group;
  Random& random = making.random;
  if (group.quiet) {
    return;
  }
  for (const Opportunity& opportunity : group.opportunities) {
    // Only where nobody else's opportunity can lie below the account.
    if (!group.accounts[opportunity.account].leaf || opportunity.owner == none ||
        !random.chance(opportunity.closed.has_value() ? 15 : 60)) {
      continue;
    }
    const Date until = opportunity.closed.has_value()
                           ? opportunity.closed
                           : Date{making.world.until.days + random.between(20, 180)};
    group.claims.push_back({opportunity.account, opportunity.owner, opportunity.family,
                            opportunity.market,
                            Date{opportunity.opened.days - random.between(0, 9)}, until});
  }
}

void make_leads(Making& making) {
  Group& group = making.group;
  Random& random = making.random;
  if (group.quiet) {
    return;
  }
  for (Index i = 0; i < group.opportunities.size(); ++i) {
    if (random.chance(330)) {
      const Opportunity& opportunity = group.opportunities[i];
      const Index product = opportunity.product_count > 0 ? opportunity.products[0] : none;
      group.leads.push_back({opportunity.account, opportunity.market, product, opportunity.owner,
                             lead_qualified, opportunity.source,
                             Date{opportunity.opened.days - random.between(3, 70)},
                             opportunity.opened, i});
    }
  }
  const Negotiations negotiations(making);
  for (Index account = 0; account < group.accounts.size(); ++account) {
    if (random.chance(600)) {
      add_loose_lead(making, negotiations, account);
    }
  }
}

void make_activities(Making& making) {
  Group& group = making.group;
  Random& random = making.random;
  const World& world = making.world;
  if (group.quiet) {
    return;
  }
  for (Index i = 0; i < group.opportunities.size(); ++i) {
    const Opportunity& opportunity = group.opportunities[i];
    if (!random.chance(550)) {
      continue;
    }
    const Date last =
        opportunity.closed.has_value() ? opportunity.closed : Date{world.until.days + 20};
    const Date day{opportunity.opened.days +
                   random.between(0, last.days - opportunity.opened.days)};
    const Index status = day > world.until ? planned : random.chance(50) ? cancelled : done;
    group.activities.push_back({random.below(sales_kinds), opportunity.account, i, none, none,
                                status, day, day, opportunity.owner});
  }
  const bool suppressed = std::any_of(
      group.opportunities.begin(), group.opportunities.end(), [&](const Opportunity& opportunity) {
        return !opportunity.closed.has_value() && stage_of(making, opportunity).suppresses;
      });
  for (Index account = 0; account < group.accounts.size(); ++account) {
    for (Index count = random.below(4); count > 0; --count) {
      const bool present = random.chance(250);
      const Index campaign = random.pick(present ? world.present_campaigns : world.past_campaigns);
      const Date start = present ? Date{world.until.days + random.between(-20, 60)}
                                 : Date{random.pick(world.openings).days - 15};
      const Date end{start.days + random.between(present ? 20 : 0, present ? 40 : 14)};
      const Index status = !present              ? Index{done}
                           : suppressed          ? Index{paused}
                           : start > world.until ? Index{planned}
                                                 : Index{active};
      const auto marketing = static_cast<Index>(activity_kinds.size()) - sales_kinds;
      group.activities.push_back({sales_kinds + random.below(marketing), account, none, campaign,
                                  world.campaigns[campaign].material, status, start, end,
                                  world.markets[group.accounts[account].market].marketer});
    }
  }
}

}  // namespace opportune::synth
