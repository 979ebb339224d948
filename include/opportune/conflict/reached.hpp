// What one member of a relation is connected with: found by a search from it, for who asks about
// one draft and not about all conflicts of its group.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "opportune/conflict/components.hpp"

namespace opportune {

/// The component of one node.
struct Reached {
  std::vector<std::uint32_t> nodes;  ///< ascending; none: the node is related to none
  Instant since;                     ///< of the first of all its pairs
  bool only_own_pairs = true;        ///< no other two of them are related
};

namespace detail {

/// A set of nodes in which every one is looked at.
class PlainSet {
 public:
  PlainSet(const Shape&, const Forest&, const std::vector<Node>&, std::vector<std::uint32_t> set)
      : set_(std::move(set)) {}
  /// Calls visit(other) for each that may be related to the node; true takes it out.
  template <class Visit>
  void search(const Node&, Visit&& visit) {
    std::erase_if(set_, visit);
  }

 private:
  std::vector<std::uint32_t> set_;
};

/// A set of nodes by product. Only products above or below the node's are looked at, and of one
/// product's nodes none where all have a key (or the side) in common with the node: in the end of a
/// search those of one market, or of one agreement, are left.
class SetByProduct {
 public:
  SetByProduct(const Shape& shape, const Forest& products, const std::vector<Node>& nodes,
               const std::vector<std::uint32_t>& set)
      : shape_(shape), products_(products), nodes_(nodes) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> order;
    order.reserve(set.size() + set.size() / 2);
    for (const std::uint32_t node : set) {
      if (!shape.needs_overlap || nodes[node].products.empty()) {
        order.emplace_back(no_row, node);
        continue;
      }
      for (const std::uint32_t product : nodes[node].products) {
        order.emplace_back(products.begin(product), node);
      }
    }
    std::sort(order.begin(), order.end());
    entries_.reserve(order.size());
    for (const auto& [product, node] : order) {
      if (buckets_.empty() || buckets_.back().product != product) {
        const auto begin = static_cast<std::uint32_t>(entries_.size());
        buckets_.push_back({product, begin, begin, {}, no_side});
      }
      entries_.push_back(node);
      ++buckets_.back().last;
    }
    for (Bucket& bucket : buckets_) {
      find_common(bucket);
    }
  }
  template <class Visit>
  void search(const Node& node, Visit&& visit) {
    if (node.products.empty() || !shape_.needs_overlap) {
      for (Bucket& bucket : buckets_) {
        search_in(bucket, node, visit);
      }
      return;
    }
    for (const std::uint32_t product : node.products) {
      for (auto at = place(products_.begin(product));
           at != buckets_.end() && at->product < products_.end(product); ++at) {
        search_in(*at, node, visit);
      }
      for (std::uint32_t up = products_.parent(product); up != no_row; up = products_.parent(up)) {
        const auto at = place(products_.begin(up));
        if (at != buckets_.end() && at->product == products_.begin(up)) {
          search_in(*at, node, visit);
        }
      }
    }
    if (!buckets_.empty() && buckets_.back().product == no_row) {
      search_in(buckets_.back(), node, visit);
    }
  }

 private:
  static constexpr std::uint8_t no_side = 2;

  struct Bucket {
    std::uint32_t product;      ///< in preorder; no_row: unspecified, which is the last
    std::uint32_t first, last;  ///< among the entries
    std::array<std::uint32_t, Node::key_count> common;  ///< keys of all; unset: they differ
    std::uint8_t side;                                  ///< of all; no_side: of both
  };

  [[nodiscard]] std::vector<Bucket>::iterator place(std::uint32_t product) {
    return std::lower_bound(
        buckets_.begin(), buckets_.end(), product,
        [](const Bucket& bucket, std::uint32_t asked) { return bucket.product < asked; });
  }
  template <class Visit>
  void search_in(Bucket& bucket, const Node& node, Visit&& visit) {
    if (bucket.first == bucket.last || unrelated(bucket, node)) {
      return;
    }
    const auto begin = entries_.begin() + bucket.first, end = entries_.begin() + bucket.last;
    const auto left = std::remove_if(begin, end, visit);
    if (left != end) {
      bucket.last = static_cast<std::uint32_t>(left - entries_.begin());
      find_common(bucket);
    }
  }
  [[nodiscard]] bool unrelated(const Bucket& bucket, const Node& node) const noexcept {
    bool same_key = shape_.two_sides && bucket.side == node.side;
    for (std::size_t k = 0; k < Node::key_count; ++k) {
      same_key |= bucket.common[k] == node.keys[k] && node.keys[k] != Node::unset;
    }
    return same_key;
  }
  void find_common(Bucket& bucket) const noexcept {
    for (std::uint32_t i = bucket.first; i < bucket.last; ++i) {
      const Node& node = nodes_[entries_[i]];
      if (i == bucket.first) {
        bucket.common = node.keys;
        bucket.side = node.side;
        continue;
      }
      for (std::size_t k = 0; k < Node::key_count; ++k) {
        bucket.common[k] = bucket.common[k] == node.keys[k] ? node.keys[k] : Node::unset;
      }
      bucket.side = bucket.side == node.side ? node.side : no_side;
    }
  }

  const Shape& shape_;
  const Forest& products_;
  const std::vector<Node>& nodes_;
  std::vector<std::uint32_t> entries_;
  std::vector<Bucket> buckets_;  // by product
};

/// Searches from one node. `Set`: how the others are kept.
template <class Set>
class ReachedFrom {
 public:
  ReachedFrom(std::uint32_t start, const Shape& shape, const Forest& products,
              const std::vector<Node>& nodes, const LazyJoins& joins)
      : start_(start), shape_(shape), products_(products), nodes_(nodes), joins_(joins) {}

  /// False: that took as many looks as were allowed, and what was found is not all.
  [[nodiscard]] bool search(std::uint64_t looks_allowed, Reached& out) {
    looks_left_ = looks_allowed;
    out = {};
    find_nodes(out.nodes);
    if (out.nodes.size() < 2) {
      out.nodes.clear();
      return looks_left_ > 0;
    }
    find_since(out);
    std::sort(out.nodes.begin(), out.nodes.end());
    return looks_left_ > 0;
  }

 private:
  /// To ask when two joined takes about the time of so many looks.
  static constexpr std::uint64_t looks_for_a_join = 32;

  void spend(std::uint64_t looks) noexcept { looks_left_ -= std::min(looks_left_, looks); }
  [[nodiscard]] bool related(std::uint32_t a, std::uint32_t b) {
    spend(1);
    return opportune::related(shape_, products_, nodes_[a], nodes_[b]);
  }
  /// All that can be reached, the start first.
  void find_nodes(std::vector<std::uint32_t>& found) {
    std::vector<std::uint32_t> others;
    others.reserve(nodes_.size());
    for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
      if (node != start_ &&
          (!shape_.same_account || nodes_[node].account == nodes_[start_].account)) {
        others.push_back(node);
      }
    }
    Set unvisited(shape_, products_, nodes_, std::move(others));
    std::vector<bool> visited(nodes_.size());
    found.push_back(start_);
    for (std::size_t i = 0; i < found.size() && looks_left_ > 0; ++i) {
      const std::uint32_t at = found[i];
      unvisited.search(nodes_[at], [&](std::uint32_t other) {
        if (!visited[other] && related(at, other)) {
          visited[other] = true;
          found.push_back(other);
        }
        return static_cast<bool>(visited[other]);
      });
    }
  }
  void find_since(Reached& out) {
    out.since = Instant{std::numeric_limits<std::int64_t>::max()};
    std::vector<std::uint32_t> others(out.nodes.begin() + 1, out.nodes.end());
    for (const std::uint32_t other : others) {
      if (may_be_first(start_, other, out) && related(start_, other)) {
        add(start_, other, out);
      }
    }
    // Mostly a few of them tell.
    constexpr std::size_t few = 32;
    const auto last = others.begin() + static_cast<std::ptrdiff_t>(std::min(few, others.size()));
    std::partial_sort(others.begin(), last, others.end(), by_begin());
    if (!others_pairs<PlainSet>({others.begin(), last}, out) && last != others.end()) {
      std::sort(others.begin(), others.end(), by_begin());
      others_pairs<Set>(others, out);
    }
  }
  /// Goes through the pairs of nodes that are in the order in which they begin, of which no pair
  /// begins before the later one. True: what comes later tells no more.
  template <class AnySet>
  bool others_pairs(const std::vector<std::uint32_t>& others, Reached& out) {
    std::vector<std::uint32_t> place(nodes_.size());
    for (std::uint32_t i = 0; i < others.size(); ++i) {
      place[others[i]] = i;
    }
    AnySet set(shape_, products_, nodes_, others);
    for (std::uint32_t i = 0; i < others.size() && looks_left_ > 0; ++i) {
      if (!out.only_own_pairs && nodes_[others[i]].begin >= out.since) {
        return true;
      }
      set.search(nodes_[others[i]], [&](std::uint32_t other) {
        spend(1);
        if (place[other] < i && related(others[i], other)) {
          out.only_own_pairs = false;
          add(others[i], other, out);
        }
        return false;
      });
    }
    return false;
  }
  [[nodiscard]] auto by_begin() const {
    return [this](std::uint32_t a, std::uint32_t b) {
      return std::tie(nodes_[a].begin, a) < std::tie(nodes_[b].begin, b);
    };
  }
  [[nodiscard]] bool may_be_first(std::uint32_t a, std::uint32_t b, const Reached& out) const {
    return both_there(nodes_[a], nodes_[b]) < out.since;
  }
  void add(std::uint32_t a, std::uint32_t b, Reached& out) {
    if (may_be_first(a, b, out)) {
      spend(joins_.never() ? 0 : looks_for_a_join);
      out.since = std::min(out.since, pair_since(nodes_[a], nodes_[b], joins_));
    }
  }

  std::uint32_t start_;
  const Shape& shape_;
  const Forest& products_;
  const std::vector<Node>& nodes_;
  const LazyJoins& joins_;
  std::uint64_t looks_left_ = 0;
};

/// One node's, of all components.
inline Reached reached_of(std::uint32_t start, std::uint64_t own_pairs,
                          std::vector<Component> components) {
  for (Component& component : components) {
    if (std::binary_search(component.nodes.begin(), component.nodes.end(), start)) {
      return {std::move(component.nodes), component.since, component.pairs == own_pairs};
    }
  }
  return {};
}

}  // namespace detail

/// The component of one node by a search from it, which is linear for most relations; where it is
/// not, all components are asked for.
[[nodiscard]] inline Reached reached_from(std::uint32_t start, const Shape& shape,
                                          const Forest& products, const std::vector<Node>& nodes,
                                          const LazyJoins& joins) {
  using namespace detail;
  Reached out;
  if (nodes.size() <= small_set) {
    ReachedFrom<PlainSet> search(start, shape, products, nodes, joins);
    static_cast<void>(search.search(~std::uint64_t{0}, out));
    return out;
  }
  // A search that does not end by then is lost: no more than a part of what the rest takes.
  constexpr std::uint64_t part = 4;
  ReachedFrom<SetByProduct> search(start, shape, products, nodes, joins);
  if (search.search(looks_worth_counting(nodes) / part, out)) {
    return out;
  }
  std::uint64_t own_pairs = 0;
  for (std::uint32_t other = 0; other < nodes.size(); ++other) {
    own_pairs += other != start && related(shape, products, nodes[start], nodes[other]) ? 1 : 0;
  }
  return reached_of(start, own_pairs, components(shape, products, nodes, joins));
}

}  // namespace opportune
