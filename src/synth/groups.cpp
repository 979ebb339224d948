// The accounts of a corporate group, their ownership over time, and the group's account team.
#include <algorithm>

#include "synth/group.hpp"
#include "synth/names.hpp"

namespace opportune::synth {

Index Group::place_of(Index market) const {
  return index_of(static_cast<std::size_t>(
      std::lower_bound(markets.begin(), markets.end(), market) - markets.begin()));
}

bool Group::below(Index account, Index ancestor) const {
  while (account != none && account != ancestor) {
    account = accounts[account].parent;
  }
  return account == ancestor;
}

bool Group::customer_at(Date day) const {
  return std::any_of(accounts.begin(), accounts.end(), [&](const Account& account) {
    return account.customer_since.has_value() && account.customer_since <= day;
  });
}

namespace {

/// A size with a heavy tail: at least k with probability about 1/k^2 for most groups, 1/k for the
/// rest.
Index draw_size(Random& random, Index at_most) {
  const std::uint32_t draw = random.below(1U << 20U) + 1;
  Index size = (1U << 20U) / draw;
  if (random.chance(750)) {
    Index root = 1;
    while ((root + 1) * (root + 1) <= size) {
      ++root;
    }
    size = root;
  }
  return std::min(size, at_most);
}

Index draw_market(Making& making, bool regulated) {
  const World& world = making.world;
  for (;;) {
    const Index market = making.random.pick(world.weighted_countries);
    if (!regulated || !world.markets[market].requirements.empty()) {
      return market;
    }
  }
}

void add_subsidiary(Making& making, bool home_only, bool abroad) {
  constexpr Index deepest = 4;
  Group& group = making.group;
  const Index count = index_of(group.accounts.size());
  Index parent = making.random.chance(350) ? 0 : making.random.below(count);
  while (group.accounts[parent].depth >= deepest) {
    parent = group.accounts[parent].parent;
  }
  Account account;
  account.parent = parent;
  account.depth = group.accounts[parent].depth + 1;
  account.market = group.accounts[parent].market;
  if (abroad || (!home_only && making.random.chance(550))) {
    do {
      account.market = draw_market(making, false);
    } while (abroad && account.market == group.accounts[parent].market);
  }
  account.joined = group.accounts[parent].joined;
  // About one in fifty was bought within the three years (never in planted groups).
  if (!group.quiet && making.random.chance(20)) {
    account.acquired = Date{making.world.start.days + making.random.between(60, 1000)};
    account.joined = std::max(account.joined, account.acquired);
    if (group.first.account > 0 && making.random.chance(250)) {
      account.former_parent = 1 + making.random.below(static_cast<Index>(
                                      std::min<std::uint64_t>(group.first.account, 1'000'000)));
    }
  }
  group.accounts[parent].leaf = false;
  group.accounts.push_back(account);
}

void draw_relation(Making& making) {
  Group& group = making.group;
  const Index draw = making.random.below(100);
  const bool several = group.accounts.size() > 1;
  const Index customers = several ? 45 : 25;
  group.relation = draw < customers        ? Relation::customer
                   : draw < customers + 15 ? Relation::becoming
                                           : Relation::prospect;
  if (group.relation != Relation::customer) {
    return;
  }
  for (Index i = 0; i < group.accounts.size(); ++i) {
    if (i == 0 || making.random.chance(400)) {
      group.accounts[i].customer_since =
          Date{making.world.start.days - making.random.between(30, 3000)};
    }
  }
}

void draw_coordination(Making& making) {
  Group& group = making.group;
  const Index draw = making.random.below(100);
  if (group.quiet || draw < 75) {
    group.coordination = Coordination::team;
  } else if (group.relation == Relation::customer && group.markets.size() <= family_count) {
    group.coordination = Coordination::partition;
  } else if (std::none_of(group.accounts.begin(), group.accounts.end(),
                          [](const Account& a) { return a.joined.has_value(); })) {
    group.coordination = Coordination::agreement;
  }
}

}  // namespace

void make_accounts(Making& making, const Shape& shape) {
  Group& group = making.group;
  group.quiet = shape.quiet;
  group.stem = group_stem(group.first.group);
  group.trade = group_trade(group.first.group);
  Account root;
  root.market = draw_market(making, shape.regulated);
  group.accounts.push_back(root);
  const Index size = shape.accounts > 0 ? shape.accounts : draw_size(making.random, shape.at_most);
  const bool home_only = !shape.several_markets && making.random.chance(size < 4 ? 450 : 120);
  while (group.accounts.size() < size) {
    add_subsidiary(making, home_only, shape.several_markets && group.accounts.size() == 1);
  }
  for (const Account& account : group.accounts) {
    group.markets.push_back(account.market);
  }
  std::sort(group.markets.begin(), group.markets.end());
  group.markets.erase(std::unique(group.markets.begin(), group.markets.end()), group.markets.end());
  group.named_global = size > 1 && making.random.chance(30);
  group.global = group.named_global || group.markets.size() > 1;
  draw_relation(making);
  draw_coordination(making);
}

void make_team(Making& making) {
  Group& group = making.group;
  if (!group.global) {
    return;
  }
  group.global_account_manager = making.random.pick(making.world.global_account_managers);
  for (const Index market : group.markets) {
    const Market& m = making.world.markets[market];
    group.key_account_managers.push_back(making.random.pick(m.key_account_managers));
    group.team_sellers.push_back(making.random.pick(m.sellers));
  }
}

}  // namespace opportune::synth
