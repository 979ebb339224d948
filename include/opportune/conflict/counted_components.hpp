// Components by counting neighbours, for groups in which even the pairs that are likely to be
// related are too many to be looked at.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <numeric>
#include <vector>

#include "opportune/conflict/joins.hpp"
#include "opportune/conflict/neighbour_counter.hpp"
#include "opportune/conflict/related_pairs.hpp"
#include "opportune/conflict/relation.hpp"

namespace opportune::detail {

/// Unsets key values that exclude no pair which another key does not: a value of one node alone,
/// and one whose nodes all share the value of another key. Counting takes time for every subset of
/// the keys that are set.
inline void reduce_keys(std::vector<Node>& nodes) {
  std::vector<std::uint32_t> order(nodes.size());
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t key = 0; key < Node::key_count; ++key) {
    const auto value = [&](std::uint32_t node) { return nodes[node].keys[key]; };
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return value(a) < value(b); });
    const auto implied = [&](auto first, auto last) {
      for (std::size_t other = 0; other < Node::key_count; ++other) {
        const std::uint32_t shared = nodes[*first].keys[other];
        if (other != key && shared != Node::unset &&
            std::all_of(first, last,
                        [&](std::uint32_t node) { return nodes[node].keys[other] == shared; })) {
          return true;
        }
      }
      return last - first == 1;
    };
    for (auto first = order.begin(); first != order.end() && value(*first) != Node::unset;) {
      const auto last = std::find_if(
          first, order.end(), [&](std::uint32_t node) { return value(node) != value(*first); });
      if (implied(first, last)) {
        std::for_each(first, last,
                      [&](std::uint32_t node) { nodes[node].keys[key] = Node::unset; });
      }
      first = last;
    }
  }
}

/// Nodes not yet visited, by product where that narrows a search.
class Unvisited {
 public:
  Unvisited(const Shape& shape, const Forest& products, const std::vector<Node>& nodes)
      : by_product_(shape.needs_overlap), products_(products) {
    for (std::uint32_t node = 0; node < nodes.size(); ++node) {
      buckets_[bucket(nodes[node])].push_back(node);
    }
  }
  /// Calls take(node) for each that may be related to this one; true takes it out.
  template <class Take>
  void search(const Node& node, Take&& take) {
    const auto in = [&](std::map<std::uint32_t, std::vector<std::uint32_t>>::iterator at) {
      std::erase_if(at->second, take);
      return at->second.empty() ? buckets_.erase(at) : std::next(at);
    };
    const bool all = !by_product_ || node.products.size() != 1;
    if (all) {
      for (auto at = buckets_.begin(); at != buckets_.end();) {
        at = in(at);
      }
      return;
    }
    const std::uint32_t product = *node.products.begin();
    for (auto at = buckets_.lower_bound(products_.begin(product));
         at != buckets_.end() && at->first < products_.end(product);) {
      at = in(at);
    }
    const auto in_one = [&](std::uint32_t key) {
      if (const auto at = buckets_.find(key); at != buckets_.end()) {
        in(at);
      }
    };
    for (std::uint32_t up = products_.parent(product); up != no_row; up = products_.parent(up)) {
      in_one(products_.begin(up));
    }
    in_one(no_row);
  }

 private:
  /// The place of its one product in preorder; no_row where it has none or several.
  [[nodiscard]] std::uint32_t bucket(const Node& node) const noexcept {
    return by_product_ && node.products.size() == 1 ? products_.begin(*node.products.begin())
                                                    : no_row;
  }
  bool by_product_;
  const Forest& products_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> buckets_;
};

/// The component of each node (no_row: related to none), by searching from each node those that are
/// still unvisited; a node without unvisited neighbours, which counting tells, searches nothing.
inline std::vector<std::uint32_t> component_numbers(const Shape& shape, const Forest& products,
                                                    const std::vector<Node>& nodes) {
  NeighbourCounter counter(shape, products);
  for (const Node& node : nodes) {
    counter.add(node);
  }
  std::vector<std::uint32_t> number(nodes.size(), no_row);
  Unvisited unvisited(shape, products, nodes);
  std::vector<bool> visited(nodes.size());
  std::vector<std::uint32_t> queue;
  std::uint32_t next = 0;
  for (std::uint32_t start = 0; start < nodes.size(); ++start) {
    if (visited[start] || counter.count(nodes[start], true) == 0) {
      continue;
    }
    visited[start] = true;
    counter.remove(nodes[start]);
    queue.assign(1, start);
    for (std::size_t i = 0; i < queue.size(); ++i) {
      const std::uint32_t at = queue[i];
      number[at] = next;
      if (counter.count(nodes[at], false) == 0) {
        continue;
      }
      unvisited.search(nodes[at], [&](std::uint32_t other) {
        if (visited[other]) {
          return true;
        }
        if (!related(shape, products, nodes[at], nodes[other])) {
          return false;
        }
        visited[other] = true;
        counter.remove(nodes[other]);
        queue.push_back(other);
        return true;
      });
    }
    ++next;
  }
  return number;
}

/// Counts the pairs of each component, and says when the first of them were both there.
inline void count_pairs(const Shape& shape, const Forest& products, const std::vector<Node>& nodes,
                        std::vector<Component>& components) {
  for (Component& component : components) {
    std::vector<std::uint32_t> order = component.nodes;
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return nodes[a].begin < nodes[b].begin;
    });
    NeighbourCounter earlier(shape, products);
    Tally tally;
    for (const std::uint32_t node : order) {
      tally.add(earlier.count(nodes[node], false), nodes[node].begin);
      earlier.add(nodes[node]);
    }
    component.pairs = tally.pairs;
    component.since = tally.since;
  }
}

/// Were two related nodes of a component there by an instant, and their accounts together?
inline bool any_pair_by(const Shape& shape, const Forest& products, const std::vector<Node>& nodes,
                        const Component& component, const Joins& joins, Instant when) {
  const std::vector<std::uint32_t> joined = joins.joined_by(day_of(when));
  std::map<std::uint32_t, NeighbourCounter> classes;
  for (const std::uint32_t number : component.nodes) {
    const Node& node = nodes[number];
    if (node.begin > when) {
      continue;
    }
    NeighbourCounter& there =
        classes.try_emplace(joined[joins.class_of(node.account)], shape, products).first->second;
    if (there.count(node, false) > 0) {
      return true;
    }
    there.add(node);
  }
  return false;
}

/// Puts off the beginning of a component until some pair's accounts had joined: by halving what it
/// may be, which is when a node began or accounts joined.
inline void put_off_beginning(const Shape& shape, const Forest& products,
                              const std::vector<Node>& nodes, const Joins& joins,
                              Component& component) {
  std::vector<Instant> possible{component.since};
  const auto may_be = [&](Instant when) {
    if (when > component.since) {
      possible.push_back(when);
    }
  };
  for (const std::uint32_t node : component.nodes) {
    may_be(nodes[node].begin);
  }
  for (const Joins::Class& one : joins.classes()) {
    if (one.parent != no_row) {
      may_be(start_of_day(one.day));
    }
  }
  std::sort(possible.begin(), possible.end());
  possible.erase(std::unique(possible.begin(), possible.end()), possible.end());
  component.since = *std::partition_point(possible.begin(), possible.end(), [&](Instant when) {
    return !any_pair_by(shape, products, nodes, component, joins, when);
  });
}

/// Counting knows keys alone. Makes a key of each resolution, with two places for them in a node;
/// false where that is too little.
inline bool keys_of_resolutions(const Shape& shape, std::vector<Node>& nodes) {
  if (shape.excluded == nullptr) {
    return true;
  }
  std::map<std::uint32_t, std::size_t> place;  // of each resolution among the keys
  for (Node& node : nodes) {
    std::array<bool, Node::resolution_keys> taken{};
    const std::vector<std::uint32_t>& named = shape.excluded->of(node.member);
    for (const std::uint32_t resolution : named) {
      if (const auto at = place.find(resolution); at != place.end()) {
        if (taken[at->second]) {
          return false;
        }
        taken[at->second] = true;
      }
    }
    for (const std::uint32_t resolution : named) {
      auto at = place.find(resolution);
      if (at == place.end()) {
        const auto free = std::find(taken.begin(), taken.end(), false);
        if (free == taken.end()) {
          return false;
        }
        *free = true;
        at = place.emplace(resolution, free - taken.begin()).first;
      }
      node.keys[Node::own_keys + at->second] = resolution;
    }
  }
  return true;
}

inline std::vector<Component> components_counted(const Shape& shape, const Forest& products,
                                                 std::vector<Node> nodes,
                                                 const LazyJoins& lazy_joins) {
  reduce_keys(nodes);
  const std::vector<std::uint32_t> number = component_numbers(shape, products, nodes);
  std::vector<Component> out;
  for (std::uint32_t node = 0; node < nodes.size(); ++node) {
    if (number[node] != no_row) {
      out.resize(std::max<std::size_t>(out.size(), number[node] + 1));
      out[number[node]].nodes.push_back(node);
    }
  }
  if (out.empty()) {
    return out;
  }
  count_pairs(shape, products, nodes, out);
  const Joins& joins = lazy_joins();
  if (joins.classes().size() > 1) {
    for (Component& component : out) {
      put_off_beginning(shape, products, nodes, joins, component);
    }
  }
  return out;
}

}  // namespace opportune::detail
