// Random nodes of a relation, and what is defined of them: all pairs, and a search through them.
#pragma once

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "opportune/conflict/joins.hpp"
#include "opportune/conflict/relation.hpp"
#include "support/catch.hpp"

namespace opportune::random_nodes {

using Random = std::mt19937;

inline std::uint32_t below(Random& random, std::uint32_t bound) {
  return static_cast<std::uint32_t>(random() % bound);
}

inline Forest random_products(Random& random, std::uint32_t count) {
  std::vector<std::uint32_t> parents;
  for (std::uint32_t row = 0; row < count; ++row) {
    parents.push_back(row == 0 || below(random, 4) == 0 ? no_row : below(random, row));
  }
  return Forest(count, [&](std::size_t row) { return parents[row]; });
}

struct World {
  Forest products;
  std::vector<std::vector<std::uint32_t>> sets;
  std::vector<Node> nodes;
};

inline World random_world(Random& random, std::size_t count, std::uint32_t variety) {
  World world{random_products(random, 12), {}, {}};
  world.sets.emplace_back();  // unspecified
  for (int i = 0; i < 20; ++i) {
    std::set<std::uint32_t> members;
    for (std::uint32_t k = 0; k <= below(random, 3); ++k) {
      members.insert(below(random, 12));
    }
    world.sets.emplace_back(members.begin(), members.end());
  }
  const auto key = [&](std::uint32_t unset_in) {
    return below(random, unset_in) == 0 ? Node::unset : below(random, variety);
  };
  for (std::size_t i = 0; i < count; ++i) {
    Node& node = world.nodes.emplace_back();
    node.set_keys(key(20), key(6), key(2), below(random, 3) == 0 ? 0 : Node::unset);
    node.account = below(random, 1 + variety);
    const auto& set = world.sets[below(random, static_cast<std::uint32_t>(world.sets.size()))];
    node.products = {set.data(), set.data() + set.size()};
    node.begin = start_of_day(Date{static_cast<std::int32_t>(below(random, 50))});
    node.side = static_cast<std::uint8_t>(below(random, 2));
    node.member = static_cast<std::uint32_t>(i);
  }
  return world;
}

/// Those of the kinds, and one within accounts whatever the products.
inline const std::vector<Shape> shapes = {
    {.two_sides = false, .same_account = true, .needs_overlap = true, .not_same_pursuit = false},
    {.two_sides = false, .same_account = false, .needs_overlap = true, .not_same_pursuit = true},
    {.two_sides = false, .same_account = false, .needs_overlap = false, .not_same_pursuit = true},
    {.two_sides = true, .same_account = false, .needs_overlap = true, .not_same_pursuit = false},
    {.two_sides = true, .same_account = false, .needs_overlap = false, .not_same_pursuit = false},
    {.two_sides = false, .same_account = true, .needs_overlap = false, .not_same_pursuit = false},
};

/// Accounts that came together on random days, some of them after they had parted or belonged to
/// another, or always were together. With the last day they are one group.
struct Accounts {
  static constexpr Date last{60};
  Ownership ownership;
  std::vector<std::uint32_t> all;

  Accounts(Random& random, std::uint32_t count, bool dated) {
    ownership.append(count, [&](std::size_t account) {
      return dated || account == 0 ? no_row : below(random, static_cast<std::uint32_t>(account));
    });
    for (std::uint32_t account = 0; account < count; ++account) {
      all.push_back(account);
      if (account > 0 && dated) {
        add_links(random, account);
      }
    }
  }
  [[nodiscard]] LazyJoins joins() const { return LazyJoins(ownership, all, last); }

 private:
  void add_links(Random& random, std::uint32_t account) {
    std::set<Date> days;
    for (std::uint32_t link = 0; link <= below(random, 3); ++link) {
      days.insert(below(random, 2) == 0 ? Date{}
                                        : Date{static_cast<std::int32_t>(below(random, 40))});
    }
    for (const Date day : days) {
      const bool parts = day != *days.rbegin() && below(random, 3) == 0;
      REQUIRE(ownership.add_link(account, {day, parts ? no_row : below(random, account)}));
    }
  }
};

/// What is defined: the day after the latest on which their roots differ, up to `day`; days before
/// `first` are not looked at. Empty: always together.
inline Date joined_by_definition(const Ownership& ownership, std::uint32_t a, std::uint32_t b,
                                 Date day, Date first) {
  for (; day >= first; day = Date{day.days - 1}) {
    if (ownership.root(a, day) != ownership.root(b, day)) {
      return Date{day.days + 1};
    }
  }
  return {};
}

/// What is defined: all pairs, and a search through them.
inline std::vector<Component> by_definition(const Shape& shape, const World& world,
                                            const Accounts& accounts) {
  const std::size_t count = world.nodes.size();
  const auto holds = [&](std::size_t a, std::size_t b) {
    return a != b && related(shape, world.products, world.nodes[a], world.nodes[b]);
  };
  std::vector<Component> out;
  std::set<std::size_t> placed;
  for (std::size_t first = 0; first < count; ++first) {
    std::set<std::size_t> found, fresh{first};
    while (!fresh.empty() && !placed.contains(first)) {
      const std::size_t at = *fresh.begin();
      fresh.erase(fresh.begin());
      found.insert(at);
      for (std::size_t other = 0; other < count; ++other) {
        if (holds(at, other) && !found.contains(other)) {
          fresh.insert(other);
        }
      }
    }
    placed.insert(found.begin(), found.end());
    if (found.size() < 2) {
      continue;
    }
    Component& component = out.emplace_back();
    component.nodes.assign(found.begin(), found.end());
    std::set<Instant> begins;
    for (const std::size_t a : found) {
      for (const std::size_t b : found) {
        if (a < b && holds(a, b)) {
          const Node &x = world.nodes[a], &y = world.nodes[b];
          const Date joined = joined_by_definition(accounts.ownership, x.account, y.account,
                                                   Accounts::last, Date{-1});
          begins.insert(
              std::max({x.begin, y.begin, joined.has_value() ? start_of_day(joined) : Instant{}}));
          ++component.pairs;
        }
      }
    }
    component.since = *begins.begin();
  }
  return out;
}

}  // namespace opportune::random_nodes
