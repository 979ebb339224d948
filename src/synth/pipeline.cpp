// The opportunities of a group: when they are opened, for what, by whom.
#include <algorithm>

#include "synth/opportunity.hpp"

namespace opportune::synth {

void make_openings(World& world) {
  // Per mille of an average month: quiet in summer, busy at the ends of quarters.
  constexpr std::array<int, 12> season{900, 1000, 1150, 1000, 1050, 1100,
                                       700, 750,  1150, 1050, 1100, 900};
  const int days = world.until.days - world.start.days;
  for (int i = 0; i < days; ++i) {
    const Date day{world.start.days + i};
    const auto month = static_cast<unsigned>(civil(day).month());
    const bool weekend = (day.days % 7 + 7) % 7 == 2 || (day.days % 7 + 7) % 7 == 3;
    // Growth: twice as much at the end as at the beginning.
    const int growth = 1000 + 1000 * i / days;
    const int weight = season[month - 1] * growth / (weekend ? 200'000 : 50'000);
    world.openings.insert(world.openings.end(), static_cast<std::size_t>(weight), day);
  }
}

Index process_for(const Making& making, Index account, Date day) {
  const Group& group = making.group;
  const Account& a = group.accounts[account];
  const bool outside = a.joined.has_value() && day < a.joined;
  return group.global && !outside ? 0 : making.world.markets[a.market].local_process;
}

namespace {

Index draw_owner(Making& making, Index market) {
  const Group& group = making.group;
  if (group.global && group.coordination == Coordination::team) {
    const Index place = group.place_of(market);
    const Index manager = group.key_account_managers[place];
    return making.random.chance(400) ? manager : group.team_sellers[place];
  }
  if (!group.global && group.agreements.empty() && making.random.chance(3)) {
    return none;  // a record that nobody cared for
  }
  return making.random.pick(making.world.markets[market].sellers);
}

void draw_products(Making& making, Opportunity& opportunity) {
  Random& random = making.random;
  const std::vector<Index>& items = making.world.items[opportunity.family];
  const Index draw = random.below(100);
  const Index count = draw < 78 ? 1 : draw < 94 ? 2 : 3;
  const Index first = random.below(index_of(items.size()));
  for (Index i = 0; i < count; ++i) {
    opportunity.products[i] = items[(first + i * 3) % items.size()];
  }
  if (count == 1 && random.chance(40)) {
    // Early on only the line is known.
    opportunity.products[0] = making.world.products[opportunity.products[0]].parent;
  }
  opportunity.product_count = count;
}

void draw_kind(Making& making, Opportunity& opportunity) {
  const Date since = making.group.accounts[opportunity.account].customer_since;
  const bool customer = since.has_value() && since <= opportunity.opened;
  const Index draw = making.random.below(100);
  opportunity.kind = !customer   ? (draw < 95 ? 0 : 1)
                     : draw < 20 ? 0
                     : draw < 25 ? 1
                     : draw < 60 ? 2
                                 : 3;
  opportunity.source = making.random.below(6);
  opportunity.buyer = making.random.below(5);
}

}  // namespace

Index add_opportunity(Making& making, const Wish& wish) {
  Group& group = making.group;
  Opportunity out;
  out.account = wish.account;
  out.market = group.accounts[wish.account].market;
  out.opened = wish.opened;
  out.family = wish.family;
  out.unnamed = wish.unnamed;
  out.owner = wish.owner != none ? wish.owner : draw_owner(making, out.market);
  if (wish.product != none) {
    out.products[0] = wish.product;
    out.product_count = 1;
  } else if (wish.family != none) {
    draw_products(making, out);
  }
  out.discount_tenths = making.random.chance(450) ? making.random.between(0, 30) * 5 : 0;
  out.shipping = making.random.chance(500) ? making.random.below(shipping_terms.size()) : none;
  draw_kind(making, out);
  out.process =
      wish.process != none ? wish.process : process_for(making, wish.account, wish.opened);
  if (wish.scripted) {
    write_script(making, out, wish.milestone, wish.arrives);
  } else {
    const Index mark = index_of(group.steps.size());
    write_walk(making, out);
    const Index present = process_for(making, wish.account, making.world.until);
    if (!out.closed.has_value() && out.process != present && wish.process == none) {
      // Still open after its account changed hands: it was moved to the buyer's process.
      group.steps.resize(mark);
      out.steps = {};
      out.process = present;
      write_walk(making, out);
    }
  }
  name_agreement(making, out);
  write_terms(making, out);
  if (out.closed.has_value() &&
      making.world.processes[out.process].stages[out.stage].milestone == won) {
    Account& account = group.accounts[wish.account];
    if (!account.customer_since.has_value() || out.closed < account.customer_since) {
      account.customer_since = out.closed;
    }
  }
  group.opportunities.push_back(out);
  return index_of(group.opportunities.size() - 1);
}

void make_opportunities(Making& making, Index account, Index count) {
  const World& world = making.world;
  Random& random = making.random;
  std::vector<Date> days(count);
  for (Date& day : days) {
    day = random.pick(world.openings);
  }
  std::sort(days.begin(), days.end());
  std::array<Date, family_count> free{};  // an empty date lies before all days
  const bool split = making.group.global && making.group.coordination == Coordination::partition;
  const Index own_family =
      making.group.place_of(making.group.accounts[account].market) % family_count;
  for (Index i = 0; i < count; ++i) {
    Wish wish{.account = account, .opened = days[i]};
    const Date busiest = *std::max_element(free.begin(), free.end());
    const bool last = i + 1 == count;
    if (last && !split && busiest < days[i] && random.chance(120)) {
      add_opportunity(making,
                      wish);  // nothing else is open here, so it may leave its products open
      continue;
    }
    Index family = split ? own_family : random.below(family_count);
    for (Index tries = 1; tries < family_count && !split && free[family] >= days[i]; ++tries) {
      family = (family + 1) % family_count;
    }
    wish.family = family;
    if (free[family] >= days[i]) {
      // All are being pursued here already: this one was noticed and dropped at once.
      wish.scripted = true;
      wish.milestone = abandoned;
      wish.opened = std::min(days[i], Date{world.until.days - 12});
      wish.arrives = Date{wish.opened.days + random.between(2, 10)};
    }
    const Opportunity& made = making.group.opportunities[add_opportunity(making, wish)];
    free[family] =
        std::max(free[family], made.closed.has_value() ? made.closed : Date{world.until.days + 1});
  }
}

}  // namespace opportune::synth
