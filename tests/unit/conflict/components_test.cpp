// The ways in which a relation is evaluated (every pair, likely pairs, counting) give the
// components, pairs and beginnings of its definition, on random nodes.
#include "opportune/conflict/components.hpp"

#include "random_nodes.hpp"

using namespace opportune;
using namespace opportune::random_nodes;

namespace {

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

void check_equal(const Shape& shape, const World& world, const Accounts& accounts) {
  const auto& [products, sets, nodes] = world;
  const LazyJoins joins = accounts.joins();
  const std::vector<Component> slow = by_definition(shape, world, accounts);
  check_same(
      detail::components_of_pairs(shape, products, nodes, joins, detail::AllPairs(nodes.size())),
      slow);
  check_same(detail::components_of_pairs(shape, products, nodes, joins,
                                         detail::LikelyPairs(shape, products, nodes)),
             slow);
  check_same(detail::components_counted(shape, products, nodes, joins), slow);
  check_same(components(shape, products, nodes, joins), slow);
}

}  // namespace

TEST_CASE("components are those of the definition") {
  Random random(7);
  const std::vector<std::uint32_t> varieties = {1, 2, 4, 30};
  for (int round = 0; round < 60; ++round) {
    const std::uint32_t variety = varieties[below(random, 4)];
    const World world = random_world(random, 2 + below(random, 120), variety);
    const Accounts always(random, 1 + variety, false);
    const Accounts dated(random, 1 + variety, true);
    for (const Shape& shape : shapes) {
      check_equal(shape, world, always);
      check_equal(shape, world, dated);
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
                world, Accounts(random, 3, false));
  }
}
