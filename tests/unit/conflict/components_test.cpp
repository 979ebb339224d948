// The ways in which a relation is evaluated (every pair, likely pairs, counting) give the
// components, pairs and beginnings of its definition, on random nodes.
#include "opportune/conflict/components.hpp"

#include <algorithm>
#include <random>
#include <set>

#include "opportune/conflict/reached.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

using Random = std::mt19937;

std::uint32_t below(Random& random, std::uint32_t bound) {
  return static_cast<std::uint32_t>(random() % bound);
}

Forest random_products(Random& random, std::uint32_t count) {
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

World random_world(Random& random, std::size_t count, std::uint32_t variety) {
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

/// Accounts that came together on random days, or always were together.
struct Accounts {
  Ownership ownership;
  std::vector<std::uint32_t> all;

  Accounts(Random& random, std::uint32_t count, bool dated) {
    ownership.append(count, [](std::size_t) { return no_row; });
    for (std::uint32_t account = 0; account < count; ++account) {
      all.push_back(account);
      if (account > 0 && dated) {
        const Date day =
            below(random, 2) == 0 ? Date{} : Date{static_cast<std::int32_t>(below(random, 40))};
        REQUIRE(ownership.add_link(account, {day, below(random, account)}));
      }
    }
  }
  [[nodiscard]] LazyJoins joins() const { return LazyJoins(ownership, all, Date{60}); }
};

/// What is defined: all pairs, and a search through them.
std::vector<Component> by_definition(const Shape& shape, const World& world,
                                     const LazyJoins& joins) {
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
          const Date joined = joins().joined(x.account, y.account);
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

void check_same(std::vector<Component> fast, const std::vector<Component>& slow) {
  std::sort(fast.begin(), fast.end(), [](const Component& a, const Component& b) {
    return a.nodes.front() < b.nodes.front();
  });
  REQUIRE(slow.size() == fast.size());
  for (std::size_t i = 0; i < slow.size(); ++i) {
    CHECK(slow[i].nodes == fast[i].nodes);
    CHECK(slow[i].pairs == fast[i].pairs);
    CHECK(slow[i].since == fast[i].since);
  }
}

/// What nodes reach, by each way of searching.
void check_reached(const Shape& shape, const World& world, const LazyJoins& joins,
                   const std::vector<Component>& slow) {
  const auto& [products, sets, nodes] = world;
  constexpr std::uint64_t any = ~std::uint64_t{0};
  const auto step = static_cast<std::uint32_t>(1 + nodes.size() / 16);
  for (auto start = static_cast<std::uint32_t>(nodes.size() % step); start < nodes.size();
       start += step) {
    const auto component = std::find_if(slow.begin(), slow.end(), [&](const Component& other) {
      return std::find(other.nodes.begin(), other.nodes.end(), start) != other.nodes.end();
    });
    std::uint64_t own_pairs = 0;
    for (std::uint32_t other = 0; other < nodes.size(); ++other) {
      own_pairs += other != start && related(shape, products, nodes[start], nodes[other]) ? 1 : 0;
    }
    Reached plain, by_product;
    REQUIRE(detail::ReachedFrom<detail::PlainSet>(start, shape, products, nodes, joins)
                .search(any, plain));
    REQUIRE(detail::ReachedFrom<detail::SetByProduct>(start, shape, products, nodes, joins)
                .search(any, by_product));
    for (const Reached& found :
         {plain, by_product, reached_from(start, shape, products, nodes, joins),
          detail::reached_of(start, own_pairs, components(shape, products, nodes, joins))}) {
      if (component == slow.end()) {
        CHECK(found.nodes.empty());
        continue;
      }
      CHECK(found.nodes == component->nodes);
      CHECK(found.since == component->since);
      CHECK(found.only_own_pairs == (component->pairs == own_pairs));
    }
  }
}

void check_equal(const Shape& shape, const World& world, const LazyJoins& joins) {
  const auto& [products, sets, nodes] = world;
  const std::vector<Component> slow = by_definition(shape, world, joins);
  check_same(
      detail::components_of_pairs(shape, products, nodes, joins, detail::AllPairs(nodes.size())),
      slow);
  check_same(detail::components_of_pairs(shape, products, nodes, joins,
                                         detail::LikelyPairs(shape, products, nodes)),
             slow);
  check_same(detail::components_counted(shape, products, nodes, joins), slow);
  check_same(components(shape, products, nodes, joins), slow);
  check_reached(shape, world, joins, slow);
}

}  // namespace

TEST_CASE("components are those of the definition") {
  Random random(7);
  const std::vector<Shape> shapes = {
      {.two_sides = false, .same_account = true, .needs_overlap = true, .not_same_pursuit = false},
      {.two_sides = false, .same_account = false, .needs_overlap = true, .not_same_pursuit = true},
      {.two_sides = false, .same_account = false, .needs_overlap = false, .not_same_pursuit = true},
      {.two_sides = true, .same_account = false, .needs_overlap = true, .not_same_pursuit = false},
      {.two_sides = true, .same_account = false, .needs_overlap = false, .not_same_pursuit = false},
  };
  const std::vector<std::uint32_t> varieties = {1, 2, 4, 30};
  for (int round = 0; round < 60; ++round) {
    const std::uint32_t variety = varieties[below(random, 4)];
    const World world = random_world(random, 2 + below(random, 120), variety);
    const Accounts always(random, 1 + variety, false);
    const Accounts dated(random, 1 + variety, true);
    for (const Shape& shape : shapes) {
      check_equal(shape, world, always.joins());
      check_equal(shape, world, dated.joins());
    }
  }
}

TEST_CASE("sparse relations: mostly equal keys, few related pairs") {
  Random random(11);
  for (int round = 0; round < 40; ++round) {
    World world = random_world(random, 100, 2);
    for (Node& node : world.nodes) {
      node.keys[0] = below(random, 12) == 0 ? 1U : 0U;  // nearly all of one market
    }
    check_equal({.two_sides = false,
                 .same_account = false,
                 .needs_overlap = true,
                 .not_same_pursuit = true},
                world, Accounts(random, 3, false).joins());
  }
}

TEST_CASE("from one node: what resolutions exclude, and too many looks") {
  Random random(13);
  const std::vector<Shape> shapes = {
      {.two_sides = false, .same_account = true, .needs_overlap = true, .not_same_pursuit = false},
      {.two_sides = false, .same_account = false, .needs_overlap = true, .not_same_pursuit = true},
      {.two_sides = true, .same_account = false, .needs_overlap = false, .not_same_pursuit = false},
  };
  for (int round = 0; round < 20; ++round) {
    const World world = random_world(random, 70, 1 + below(random, 3));
    const Accounts accounts(random, 4, round % 2 == 0);
    Exclusions excluded;
    for (int i = 0; i < 60; ++i) {
      excluded.add(below(random, 70), below(random, 4));
    }
    for (Shape shape : shapes) {
      shape.excluded = &excluded;
      const LazyJoins joins = accounts.joins();
      check_reached(shape, world, joins, by_definition(shape, world, joins));
    }
  }
  const World world = random_world(random, 70, 2);
  const Accounts accounts(random, 3, false);
  Reached out;
  const LazyJoins joins = accounts.joins();
  CHECK_FALSE(
      detail::ReachedFrom<detail::SetByProduct>(0, shapes[1], world.products, world.nodes, joins)
          .search(20, out));
}

TEST_CASE("one that all others are related to, which are related to none of each other") {
  Random random(17);
  World world = random_world(random, 100, 3);
  for (Node& node : world.nodes) {
    node.set_keys(1);
  }
  world.nodes[40].set_keys(2);
  const Shape shape{
      .two_sides = false, .same_account = false, .needs_overlap = true, .not_same_pursuit = false};
  const Accounts accounts(random, 4, true);
  const LazyJoins joins = accounts.joins();
  const std::vector<Component> slow = by_definition(shape, world, joins);
  REQUIRE(slow.size() == 1);
  CHECK(slow[0].pairs == slow[0].nodes.size() - 1);
  check_reached(shape, world, joins, slow);
}
