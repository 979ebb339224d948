// What one node reaches, when two accounts joined and when blocks begin, each beside its
// definition, on random nodes.
#include "opportune/conflict/reached.hpp"

#include <limits>
#include <numeric>

#include "opportune/conflict/blocks.hpp"
#include "random_nodes.hpp"

using namespace opportune;
using namespace opportune::random_nodes;

namespace {

/// What nodes reach, by each way of searching.
void check_reached(const Shape& shape, const World& world, const Accounts& accounts,
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
    const LazyJoins joins = accounts.joins();  // new, so that each pair's owners are asked
    REQUIRE(detail::ReachedFrom<detail::PlainSet>(start, shape, products, nodes, joins)
                .search(any, plain));
    REQUIRE(detail::ReachedFrom<detail::SetByProduct>(start, shape, products, nodes, joins)
                .search(any, by_product));
    const Reached either = reached_from(start, shape, products, nodes, accounts.joins());
    for (const Reached& found :
         {plain, by_product, either,
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

void check_reached(const Shape& shape, const World& world, const Accounts& accounts) {
  check_reached(shape, world, accounts, by_definition(shape, world, accounts));
}

}  // namespace

TEST_CASE("from one node: its component") {
  Random random(29);
  const std::vector<std::uint32_t> varieties = {1, 2, 4, 30};
  for (int round = 0; round < 60; ++round) {
    const std::uint32_t variety = varieties[below(random, 4)];
    World world = random_world(random, 2 + below(random, 120), variety);
    if (round % 3 == 0) {
      for (Node& node : world.nodes) {
        node.keys[0] = below(random, 12) == 0 ? 1U : 0U;  // nearly all of one market
      }
    }
    const Accounts accounts(random, 1 + variety, round % 2 == 0);
    for (const Shape& shape : shapes) {
      check_reached(shape, world, accounts);
    }
  }
}

TEST_CASE("from one node: what resolutions exclude, and too many looks") {
  Random random(13);
  for (int round = 0; round < 20; ++round) {
    const World world = random_world(random, 70, 1 + below(random, 3));
    const Accounts accounts(random, 4, round % 2 == 0);
    Exclusions excluded;
    for (int i = 0; i < 60; ++i) {
      excluded.add(below(random, 70), below(random, 4));
    }
    for (Shape shape : shapes) {
      shape.excluded = &excluded;
      check_reached(shape, world, accounts);
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
  const std::vector<Component> slow = by_definition(shape, world, accounts);
  REQUIRE(slow.size() == 1);
  CHECK(slow[0].pairs == slow[0].nodes.size() - 1);
  check_reached(shape, world, accounts, slow);
}

TEST_CASE("when two accounts joined, by their owners alone and by the whole group's") {
  Random random(19);
  for (int round = 0; round < 40; ++round) {
    Accounts accounts(random, 8, true);
    for (int i = 0; i < 6; ++i) {  // owners before those, or since
      const std::uint32_t account = 1 + below(random, 7);
      const Date day{static_cast<std::int32_t>(below(random, 70))};
      static_cast<void>(accounts.ownership.add_link(account, {day, below(random, account)}));
    }
    const Date day{60};
    const Joins all(accounts.ownership, accounts.all, day);
    for (std::uint32_t a = 0; a < 8; ++a) {
      for (std::uint32_t b = 0; b < 8; ++b) {
        if (accounts.ownership.root(a, day) == accounts.ownership.root(b, day)) {
          CHECK(joined(accounts.ownership, a, b, day) == all.joined(a, b));
        }
      }
    }
  }
}

TEST_CASE("the beginning of blocks is that of the first of their pairs") {
  Random random(23);
  for (int round = 0; round < 60; ++round) {
    const std::uint32_t sizes[] = {1, 3, 30, 80};
    const std::uint32_t a = sizes[below(random, 4)], b = sizes[below(random, 4)];
    World world = random_world(random, a + b, 4);
    const Accounts accounts(random, 6, round % 4 != 0);
    if (round % 5 == 0) {
      world.nodes[0].account = no_row;
    }
    std::vector<std::uint32_t> numbers(a + b);
    std::iota(numbers.begin(), numbers.end(), 0U);
    Blocks blocks;
    blocks.relate(Blocks::Nodes(numbers).first(a), Blocks::Nodes(numbers).last(b));
    const std::vector<Component> found = components(blocks, world.nodes, accounts.joins());
    REQUIRE(found.size() == 1);
    Instant first{std::numeric_limits<std::int64_t>::max()};
    const Joins joins(accounts.ownership, accounts.all, Date{60});
    for (std::uint32_t x = 0; x < a; ++x) {
      for (std::uint32_t y = a; y < a + b; ++y) {
        const Node &one = world.nodes[x], &other = world.nodes[y];
        const bool apart = one.account == no_row || other.account == no_row;
        const Date joined = apart ? Date{} : joins.joined(one.account, other.account);
        first = std::min(first, std::max({one.begin, other.begin, start_of_day(joined)}));
      }
    }
    CHECK(found[0].since == first);
    CHECK(found[0].pairs == std::uint64_t{a} * b);
  }
}
