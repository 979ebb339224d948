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
/// As many looks at pairs as one node's component may take before all components are searched.
inline constexpr std::uint64_t looks_limit = std::uint64_t{1} << 25U;

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

/// The component of one node; no nodes where it is related to none. Looks only at what the node can
/// reach, unless that is too much.
[[nodiscard]] inline Component component_of(std::uint32_t start, const Shape& shape,
                                            const Forest& products, const std::vector<Node>& nodes,
                                            const LazyJoins& joins) {
  Component out;
  std::vector<bool> visited(nodes.size());
  visited[start] = true;
  out.nodes.push_back(start);
  detail::Tally tally;
  for (std::size_t i = 0; i < out.nodes.size(); ++i) {
    if (i * nodes.size() > detail::looks_limit) {
      for (Component& component : components(shape, products, nodes, joins)) {
        if (std::binary_search(component.nodes.begin(), component.nodes.end(), start)) {
          return std::move(component);
        }
      }
    }
    const std::uint32_t at = out.nodes[i];
    for (std::uint32_t other = 0; other < nodes.size(); ++other) {
      if (other == at || !related(shape, products, nodes[at], nodes[other])) {
        continue;
      }
      if (at < other) {  // each pair once
        tally.add(1, detail::pair_since(nodes[at], nodes[other], joins()));
      }
      if (!visited[other]) {
        visited[other] = true;
        out.nodes.push_back(other);
      }
    }
  }
  if (tally.pairs == 0) {
    return {};
  }
  std::sort(out.nodes.begin(), out.nodes.end());
  out.pairs = tally.pairs;
  out.since = tally.since;
  return out;
}

}  // namespace opportune
