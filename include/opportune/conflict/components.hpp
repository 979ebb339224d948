// Connected components of a relation, with their number of related pairs and their beginning.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "opportune/conflict/counted_components.hpp"
#include "opportune/conflict/related_pairs.hpp"

namespace opportune {

namespace detail {

/// Up to this many nodes every pair is looked at.
inline constexpr std::size_t small_set = 64;

/// As many looks at pairs as take the time of counting, which goes through the subsets of each
/// node's keys a few times. Measured: a look takes 5 to 20 ns, a subset 1 to 3 us.
inline std::uint64_t looks_worth_counting(const std::vector<Node>& nodes) {
  constexpr std::uint64_t looks_for_a_subset = 256;
  std::uint64_t subsets = 0;
  for (const Node& node : nodes) {
    subsets += std::uint64_t{1} << std::count_if(node.keys.begin(), node.keys.end(),
                                                 [](auto key) { return key != Node::unset; });
  }
  return subsets * looks_for_a_subset;
}

inline std::vector<Component> components_of_set(const Shape& shape, const Forest& products,
                                                const std::vector<Node>& nodes,
                                                const LazyJoins& joins) {
  if (nodes.size() <= small_set) {
    return components_of_pairs(shape, products, nodes, joins, AllPairs(nodes.size()));
  }
  const LikelyPairs likely(shape, products, nodes);
  std::vector<Node> keyed;
  if (likely.looks() > looks_worth_counting(nodes)) {
    keyed = nodes;
  }
  return keyed.empty() || !keys_of_resolutions(shape, keyed)
             ? components_of_pairs(shape, products, nodes, joins, likely)
             : components_counted(shape, products, std::move(keyed), joins);
}

/// Of a relation within accounts: one account's nodes at a time.
inline std::vector<Component> components_by_account(const Shape& shape, const Forest& products,
                                                    const std::vector<Node>& nodes,
                                                    const LazyJoins& joins) {
  std::vector<std::uint32_t> order(nodes.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return nodes[a].account < nodes[b].account;
  });
  std::vector<Component> out;
  std::vector<Node> own;
  for (auto first = order.begin(); first != order.end();) {
    const auto last = std::find_if(first, order.end(), [&](std::uint32_t node) {
      return nodes[node].account != nodes[*first].account;
    });
    if (last - first > 1) {
      own.clear();
      std::for_each(first, last, [&](std::uint32_t node) { own.push_back(nodes[node]); });
      for (Component& component : components_of_set(shape, products, own, joins)) {
        for (std::uint32_t& node : component.nodes) {
          node = first[node];
        }
        out.push_back(std::move(component));
      }
    }
    first = last;
  }
  std::sort(out.begin(), out.end(), [](const Component& a, const Component& b) {
    return a.nodes.front() < b.nodes.front();
  });
  return out;
}

}  // namespace detail

/// The components of at least two nodes, by their first nodes. Nodes keep their indices. Memory is
/// linear; time too, but for sets of several products, which are compared with one another.
[[nodiscard]] inline std::vector<Component> components(const Shape& shape, const Forest& products,
                                                       const std::vector<Node>& nodes,
                                                       const LazyJoins& joins) {
  return shape.same_account && nodes.size() > detail::small_set
             ? detail::components_by_account(shape, products, nodes, joins)
             : detail::components_of_set(shape, products, nodes, joins);
}

}  // namespace opportune
