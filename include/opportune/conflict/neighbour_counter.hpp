// How many nodes of a set is a node related to? Answered by counting, without visiting them, so
// that a group of a hundred thousand is not ten thousand million pairs.
//
// A relation excludes pairs with an equal key. By inclusion and exclusion over the subsets k of the
// keys, the number of nodes related to v is the sum over k of (-1)^|k| times the number of nodes
// that share all keys of k with v (and whose products overlap, where that is needed), less those of
// the same account with overlapping products (where same pursuits do not count). Each number is
// kept in a table by the values of the keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "opportune/conflict/relation.hpp"

namespace opportune {

/// Counts, by class, the nodes whose products overlap given ones.
///
/// Products of a set are reduced to those not below another of the set, so that a product has at
/// most one of them above it. For one product s, the overlapping sets are then those with a member
/// in the subtree of s, and those with a member strictly above s, and no set is both. Two sets of
/// several products are compared set by set: linear as long as such sets are few and often equal.
class OverlapCounter {
 public:
  explicit OverlapCounter(const Forest& products) : products_(products) {}

  void add(std::uint32_t klass, SetPool::Range set, std::int64_t sign);
  [[nodiscard]] std::int64_t count(std::uint32_t klass, SetPool::Range set) const;

 private:
  using Counts = std::unordered_map<std::uint64_t, std::int64_t>;
  using Members = std::vector<std::uint32_t>;

  static std::uint64_t key(std::uint32_t klass, std::uint32_t number) noexcept {
    return static_cast<std::uint64_t>(klass) << 32U | number;
  }
  static std::int64_t at(const Counts& counts, std::uint64_t key) noexcept {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
  }
  [[nodiscard]] Members reduced(SetPool::Range set) const;
  /// The products strictly above any of the members, each once.
  [[nodiscard]] Members above(const Members& members) const;
  std::uint32_t number_of(const Members& members);

  struct Tables {
    Counts exact;  // sets with this product
    Counts below;  // sets with a product in the subtree of this one
  };
  const Forest& products_;
  Tables single_, several_;
  Counts all_, empty_;
  std::map<Members, std::uint32_t> set_numbers_;
  std::vector<Members> sets_;  // of several products
  std::unordered_map<std::uint32_t, std::map<std::uint32_t, std::int64_t>> sets_of_class_;
};

inline OverlapCounter::Members OverlapCounter::reduced(SetPool::Range set) const {
  Members out;
  for (const std::uint32_t product : set) {
    bool covered = false;
    for (const std::uint32_t other : set) {
      covered = covered || (other != product && products_.covers(other, product));
    }
    if (!covered) {
      out.push_back(product);
    }
  }
  return out;
}

inline OverlapCounter::Members OverlapCounter::above(const Members& members) const {
  Members out;
  for (const std::uint32_t member : members) {
    for (std::uint32_t up = products_.parent(member); up != no_row; up = products_.parent(up)) {
      out.push_back(up);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

inline std::uint32_t OverlapCounter::number_of(const Members& members) {
  const auto [at, is_new] = set_numbers_.emplace(members, static_cast<std::uint32_t>(sets_.size()));
  if (is_new) {
    sets_.push_back(members);
  }
  return at->second;
}

inline void OverlapCounter::add(std::uint32_t klass, SetPool::Range set, std::int64_t sign) {
  all_[klass] += sign;
  if (set.empty()) {
    empty_[klass] += sign;
    return;
  }
  const Members members = reduced(set);
  Tables& tables = members.size() == 1 ? single_ : several_;
  for (const std::uint32_t member : members) {
    tables.exact[key(klass, member)] += sign;
  }
  for (const std::uint32_t product : members) {
    tables.below[key(klass, product)] += sign;
  }
  for (const std::uint32_t product : above(members)) {
    tables.below[key(klass, product)] += sign;
  }
  if (members.size() > 1) {
    sets_of_class_[klass][number_of(members)] += sign;
  }
}

inline std::int64_t OverlapCounter::count(std::uint32_t klass, SetPool::Range set) const {
  if (set.empty()) {
    return at(all_, klass);
  }
  const Members members = reduced(set);
  const Members ancestors = above(members);
  std::int64_t out = at(empty_, klass);
  const auto add_from = [&](const Tables& tables) {
    for (const std::uint32_t member : members) {
      out += at(tables.below, key(klass, member));
    }
    for (const std::uint32_t ancestor : ancestors) {
      out += at(tables.exact, key(klass, ancestor));
    }
  };
  add_from(single_);
  if (members.size() == 1) {
    add_from(several_);
    return out;
  }
  const auto sets = sets_of_class_.find(klass);
  if (sets != sets_of_class_.end()) {
    for (const auto& [number, count] : sets->second) {
      const Members& other = sets_[number];
      const SetPool::Range range{other.data(), other.data() + other.size()};
      if (count != 0 && products_overlap(products_, set, range)) {
        out += count;
      }
    }
  }
  return out;
}

/// The nodes of a set, to be counted. Nodes can be taken in and out.
class NeighbourCounter {
 public:
  NeighbourCounter(const Shape& shape, const Forest& products)
      : shape_(shape), overlaps_(products) {}

  void add(const Node& node) { change(node, 1); }
  void remove(const Node& node) { change(node, -1); }
  /// The number of nodes in the set that the relation holds for with this one; the node itself,
  /// where it is in the set, is not counted.
  [[nodiscard]] std::uint64_t count(const Node& node, bool is_in_set) const;

 private:
  /// A class of nodes: side, which keys count, their values, and the account (or none).
  struct Class {
    std::array<std::uint32_t, Node::key_count> keys;
    std::uint32_t account;
    std::uint32_t tag;
    bool operator==(const Class&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Class& klass) const noexcept {
      std::uint64_t code = klass.tag * 0x9E3779B97F4A7C15U + klass.account;
      for (const std::uint32_t key : klass.keys) {
        code = (code ^ key) * 0xFF51AFD7ED558CCDU;
        code ^= code >> 29U;
      }
      return static_cast<std::size_t>(code);
    }
  };
  /// Calls function(subset) for each set of keys that the node has.
  template <class Function>
  static void each_subset(const Node& node, Function&& function) {
    unsigned all = 0;
    for (std::size_t k = 0; k < Node::key_count; ++k) {
      all |= node.keys[k] == Node::unset ? 0U : 1U << k;
    }
    for (unsigned subset = all;; subset = (subset - 1) & all) {
      function(subset);
      if (subset == 0) {
        return;
      }
    }
  }
  [[nodiscard]] Class class_of(const Node& node, unsigned subset, std::uint8_t side,
                               bool of_account) const noexcept {
    Class out{{}, of_account ? node.account : no_row, subset * 4U + side * 2U + of_account};
    for (std::size_t k = 0; k < Node::key_count; ++k) {
      out.keys[k] = (subset >> k & 1U) != 0 ? node.keys[k] : 0;
    }
    return out;
  }
  void change(const Node& node, std::int64_t sign);

  struct Counted {
    std::uint32_t number;
    std::int64_t nodes;
  };
  Shape shape_;
  OverlapCounter overlaps_;
  std::unordered_map<Class, Counted, Hash> classes_;
};

inline void NeighbourCounter::change(const Node& node, std::int64_t sign) {
  const auto change_class = [&](const Class& klass, bool by_product) {
    Counted& counted =
        classes_.try_emplace(klass, Counted{static_cast<std::uint32_t>(classes_.size()), 0})
            .first->second;
    counted.nodes += sign;
    if (by_product) {
      overlaps_.add(counted.number, node.products, sign);
    }
  };
  const std::uint8_t side = shape_.two_sides ? node.side : std::uint8_t{0};
  each_subset(node, [&](unsigned subset) {
    change_class(class_of(node, subset, side, shape_.same_account), shape_.needs_overlap);
    if (shape_.not_same_pursuit) {
      change_class(class_of(node, subset, side, true), true);
    }
  });
}

inline std::uint64_t NeighbourCounter::count(const Node& node, bool is_in_set) const {
  const auto side = static_cast<std::uint8_t>(shape_.two_sides ? 1 - node.side : 0);
  const auto counted = [&](const Class& klass, bool by_product) -> std::int64_t {
    const auto found = classes_.find(klass);
    if (found == classes_.end()) {
      return 0;
    }
    return by_product ? overlaps_.count(found->second.number, node.products) : found->second.nodes;
  };
  std::int64_t out = 0;
  bool any_key = false;
  each_subset(node, [&](unsigned subset) {
    any_key = any_key || subset != 0;
    const std::int64_t sign = __builtin_popcount(subset) % 2 == 0 ? 1 : -1;
    out += sign * counted(class_of(node, subset, side, shape_.same_account), shape_.needs_overlap);
    if (shape_.not_same_pursuit) {
      out -= sign * counted(class_of(node, subset, side, true), true);
    }
  });
  // A node shares every key with itself: it counted itself only where nothing excludes that.
  const bool counted_itself =
      is_in_set && !shape_.two_sides && !any_key && !shape_.not_same_pursuit;
  return static_cast<std::uint64_t>(out - (counted_itself ? 1 : 0));
}

}  // namespace opportune
