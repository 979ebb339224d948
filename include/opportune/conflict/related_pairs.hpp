// Components from the related pairs themselves, and the pairs that need to be looked at: in a large
// group most pairs are known to be unrelated without a look.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "opportune/conflict/joins.hpp"
#include "opportune/conflict/relation.hpp"

namespace opportune::detail {

/// A pair is there when both are, not before.
[[nodiscard]] inline Instant both_there(const Node& a, const Node& b) noexcept {
  return std::max(a.begin, b.begin);
}
/// `joins`: Joins, or LazyJoins where few pairs are asked about.
template <class AnyJoins>
[[nodiscard]] Instant pair_since(const Node& a, const Node& b, const AnyJoins& joins) {
  const bool apart = a.account == no_row || b.account == no_row;
  const Date joined = apart ? Date{} : joins.joined(a.account, b.account);
  return joined.has_value() ? std::max(both_there(a, b), start_of_day(joined)) : both_there(a, b);
}

/// What is known of some pairs of a component.
struct Tally {
  std::uint64_t pairs = 0;
  Instant since;

  void add(std::uint64_t count, Instant when) {
    if (count > 0) {
      since = pairs > 0 ? std::min(since, when) : when;
      pairs += count;
    }
  }
};

/// Every pair.
class AllPairs {
 public:
  explicit AllPairs(std::size_t nodes) : nodes_(static_cast<std::uint32_t>(nodes)) {}

  template <class Pair>
  void each(Pair&& pair) const {
    for (std::uint32_t a = 0; a < nodes_; ++a) {
      for (std::uint32_t b = a + 1; b < nodes_; ++b) {
        pair(a, b);
      }
    }
  }

 private:
  std::uint32_t nodes_;
};

/// The pairs that may be related, each once, as far as two cheap facts tell:
///  - nodes with one key value in common, or on one side, are not related with one another: where
///    more than half of all are such a set, only pairs with a node outside of it are left;
///  - where products must overlap, only nodes with a product above or below.
class LikelyPairs {
 public:
  LikelyPairs(const Shape& shape, const Forest& products, const std::vector<Node>& nodes);

  /// How many looks each() takes at most.
  [[nodiscard]] std::uint64_t looks() const;
  template <class Pair>
  void each(Pair&& pair) const;

 private:
  void set_apart(const Shape& shape);
  /// Calls range(first, last) for each stretch of `by_product_` with products that overlap the
  /// node's, which has some.
  template <class Range>
  void each_range(const Node& node, Range&& range) const;

  struct Place {
    std::uint32_t product;  // in preorder
    std::uint32_t node;
    bool operator<(const Place& other) const noexcept {
      return std::tie(product, node) < std::tie(other.product, other.node);
    }
  };
  const Forest& products_;
  const std::vector<Node>& nodes_;
  bool by_overlap_;
  std::vector<bool> outside_;  // of the set without related pairs
  std::vector<std::uint32_t> outsiders_;
  std::vector<Place> by_product_;
  std::vector<std::uint32_t> unspecified_;  // nodes without a product, which overlap all
};

inline LikelyPairs::LikelyPairs(const Shape& shape, const Forest& products,
                                const std::vector<Node>& nodes)
    : products_(products), nodes_(nodes), by_overlap_(shape.needs_overlap) {
  set_apart(shape);
  if (!by_overlap_ || outsiders_.empty()) {
    return;
  }
  by_product_.reserve(nodes.size());
  for (std::uint32_t node = 0; node < nodes.size(); ++node) {
    for (const std::uint32_t product : nodes[node].products) {
      by_product_.push_back({products.begin(product), node});
    }
    if (nodes[node].products.empty()) {
      unspecified_.push_back(node);
    }
  }
  std::sort(by_product_.begin(), by_product_.end());
}

inline void LikelyPairs::set_apart(const Shape& shape) {
  std::size_t most = 0;
  const auto consider = [&](const auto& value_of) {
    // The one value that can be in the majority (Boyer and Moore's vote), and then its count.
    std::uint32_t value = Node::unset;
    std::size_t lead = 0, count = 0;
    for (const Node& node : nodes_) {
      const std::uint32_t own = value_of(node);
      value = lead == 0 ? own : value;
      lead = own == value ? lead + 1 : lead - 1;
    }
    for (const Node& node : nodes_) {
      count += value_of(node) == value ? 1U : 0U;
    }
    if (value == Node::unset || count <= most) {
      return;
    }
    most = count;
    outside_.assign(nodes_.size(), true);
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
      outside_[node] = value_of(nodes_[node]) != value;
    }
  };
  for (std::size_t key = 0; key < Node::key_count; ++key) {
    consider([key](const Node& node) { return node.keys[key]; });
  }
  if (shape.two_sides) {
    consider([](const Node& node) { return std::uint32_t{node.side}; });
  }
  if (outside_.empty()) {
    outside_.assign(nodes_.size(), true);
  }
  for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
    if (outside_[node]) {
      outsiders_.push_back(node);
    }
  }
}

template <class Range>
void LikelyPairs::each_range(const Node& node, Range&& range) const {
  const auto place = [&](std::uint32_t product) {
    return std::lower_bound(by_product_.begin(), by_product_.end(), Place{product, 0});
  };
  for (const std::uint32_t product : node.products) {
    range(place(products_.begin(product)), place(products_.end(product)));
    for (std::uint32_t up = products_.parent(product); up != no_row; up = products_.parent(up)) {
      range(place(products_.begin(up)), place(products_.begin(up) + 1));
    }
  }
}

inline std::uint64_t LikelyPairs::looks() const {
  if (!by_overlap_) {
    return static_cast<std::uint64_t>(outsiders_.size()) * nodes_.size();
  }
  std::uint64_t out = 0;
  for (const std::uint32_t node : outsiders_) {
    if (nodes_[node].products.empty()) {
      out += nodes_.size();
      continue;
    }
    out += unspecified_.size();
    each_range(nodes_[node],
               [&](auto first, auto last) { out += static_cast<std::uint64_t>(last - first); });
  }
  return out;
}

template <class Pair>
void LikelyPairs::each(Pair&& pair) const {
  std::vector<std::uint32_t> seen_by(nodes_.size(), no_row);
  for (const std::uint32_t a : outsiders_) {
    const auto look = [&](std::uint32_t b) {
      // Once where both are outsiders, and once however many products meet.
      if (b != a && (b > a || !outside_[b]) && seen_by[b] != a) {
        seen_by[b] = a;
        pair(a, b);
      }
    };
    if (!by_overlap_ || nodes_[a].products.empty()) {
      for (std::uint32_t b = 0; b < nodes_.size(); ++b) {
        look(b);
      }
      continue;
    }
    std::for_each(unspecified_.begin(), unspecified_.end(), look);
    each_range(nodes_[a], [&](auto first, auto last) {
      std::for_each(first, last, [&](const Place& place) { look(place.node); });
    });
  }
}

/// The components, by their first nodes, from the pairs to look at.
template <class Pairs>
[[nodiscard]] std::vector<Component> components_of_pairs(const Shape& shape, const Forest& products,
                                                         const std::vector<Node>& nodes,
                                                         const LazyJoins& joins,
                                                         const Pairs& pairs) {
  std::vector<std::uint32_t> leader;  // most sets have no pairs: made for the first one
  const auto find = [&](std::uint32_t node) {
    while (leader[node] != node) {
      node = leader[node] = leader[leader[node]];
    }
    return node;
  };
  std::vector<Tally> tallies;
  pairs.each([&](std::uint32_t a, std::uint32_t b) {
    if (related(shape, products, nodes[a], nodes[b])) {
      if (leader.empty()) {
        leader.resize(nodes.size());
        std::iota(leader.begin(), leader.end(), 0U);
        tallies.resize(nodes.size());
      }
      const std::uint32_t of_a = find(a), of_b = find(b);
      leader[std::max(of_a, of_b)] = std::min(of_a, of_b);
      Tally& tally = tallies[a];
      const bool may_be_first = tally.pairs == 0 || both_there(nodes[a], nodes[b]) < tally.since;
      tally.add(1, may_be_first ? pair_since(nodes[a], nodes[b], joins()) : tally.since);
    }
  });
  if (leader.empty()) {
    return {};
  }
  for (std::uint32_t node = 0; node < nodes.size(); ++node) {
    const std::uint32_t first = find(node);
    if (first != node) {
      tallies[first].add(tallies[node].pairs, tallies[node].since);
    }
  }
  std::vector<Component> out;
  std::vector<std::uint32_t> number(nodes.size(), no_row);
  for (std::uint32_t node = 0; node < nodes.size(); ++node) {
    const std::uint32_t first = find(node);
    if (tallies[first].pairs == 0) {
      continue;
    }
    if (number[first] == no_row) {
      number[first] = static_cast<std::uint32_t>(out.size());
      out.push_back({{}, tallies[first].pairs, tallies[first].since});
    }
    out[number[first]].nodes.push_back(node);
  }
  return out;
}

}  // namespace opportune::detail
