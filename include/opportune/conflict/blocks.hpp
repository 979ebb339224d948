// A relation as blocks: every node of one set is related to every node of another. Two
// opportunities of a hundred thousand that one agreement covers are one block, not a list of pairs.
#pragma once

#include <algorithm>
#include <boost/pending/disjoint_sets.hpp>
#include <cstdint>
#include <iterator>
#include <limits>
#include <span>
#include <vector>

#include "opportune/conflict/joins.hpp"
#include "opportune/conflict/related_pairs.hpp"
#include "opportune/conflict/relation.hpp"

namespace opportune {

/// No pair is in two blocks. A node with itself is a block of its own.
class Blocks {
 public:
  using Nodes = std::span<const std::uint32_t>;
  struct Block {
    Nodes a, b;
    Instant begin;  ///< none of its pairs began earlier
  };

  void clear() noexcept {
    blocks_.clear();
    nodes_.clear();
  }
  void relate(Nodes a, Nodes b, Instant begin = {}) {
    if (a.empty() || b.empty()) {
      return;
    }
    const std::size_t first = nodes_.size();
    nodes_.insert(nodes_.end(), a.begin(), a.end());
    nodes_.insert(nodes_.end(), b.begin(), b.end());
    blocks_.push_back({first, first + a.size(), nodes_.size(), begin});
  }

  [[nodiscard]] bool empty() const noexcept { return blocks_.empty(); }
  template <class Function>
  void each(Function&& function) const {
    for (const Place& place : blocks_) {
      const std::uint32_t* data = nodes_.data();
      function(Block{Nodes(data + place.first, place.middle - place.first),
                     Nodes(data + place.middle, place.last - place.middle), place.begin});
    }
  }
  /// Without the pairs that resolutions take out.
  [[nodiscard]] Blocks without(const Exclusions& excluded, const std::vector<Node>& nodes) const;

 private:
  struct Place {
    std::size_t first, middle, last;
    Instant begin;
  };
  std::vector<Place> blocks_;
  std::vector<std::uint32_t> nodes_;
};

inline Blocks Blocks::without(const Exclusions& excluded, const std::vector<Node>& nodes) const {
  const auto named = [&](std::uint32_t node) { return !excluded.of(nodes[node].member).empty(); };
  Blocks out;
  std::vector<std::uint32_t> free, held;
  each([&](const Block& block) {
    // Only pairs of two named nodes can be excluded; the others stay together in blocks.
    free.clear();
    held.clear();
    for (const std::uint32_t node : block.a) {
      (named(node) ? held : free).push_back(node);
    }
    out.relate(free, block.b, block.begin);
    std::vector<std::uint32_t> free_b;
    std::copy_if(block.b.begin(), block.b.end(), std::back_inserter(free_b),
                 [&](std::uint32_t node) { return !named(node); });
    out.relate(held, free_b, block.begin);
    for (const std::uint32_t a : held) {
      for (const std::uint32_t b : block.b) {
        if (named(b) && !excluded.excludes(nodes[a].member, nodes[b].member)) {
          out.relate(Nodes(&a, 1), Nodes(&b, 1), block.begin);
        }
      }
    }
  });
  return out;
}

namespace detail {

/// The earliest since of a block's pairs.
class BlockSince {
 public:
  BlockSince(const std::vector<Node>& nodes, const LazyJoins& joins)
      : nodes_(nodes), joins_(joins) {}

  [[nodiscard]] Instant operator()(const Blocks::Block& block) const {
    const Instant at_least = std::max(earliest(block.a), earliest(block.b));
    if (joins_.never() || without_account(block.a) || without_account(block.b)) {
      return at_least;
    }
    const std::size_t pairs = block.a.size() * block.b.size();
    return pairs <= few_pairs || block.a.size() == 1 || block.b.size() == 1
               ? by_pairs(block, at_least)
               : by_classes(block, joins_());
  }

 private:
  static constexpr std::size_t few_pairs = 4096;
  static constexpr Instant never{std::numeric_limits<std::int64_t>::max()};

  [[nodiscard]] Instant earliest(Blocks::Nodes nodes) const {
    Instant out = nodes_[nodes.front()].begin;
    for (const std::uint32_t node : nodes) {
      out = std::min(out, nodes_[node].begin);
    }
    return out;
  }
  [[nodiscard]] bool without_account(Blocks::Nodes nodes) const {
    return std::all_of(nodes.begin(), nodes.end(),
                       [&](std::uint32_t node) { return nodes_[node].account == no_row; });
  }
  /// None begins before `at_least`. Few are asked when they joined: those that may be the first
  /// yet.
  [[nodiscard]] Instant by_pairs(const Blocks::Block& block, Instant at_least) const {
    Instant out = never;
    for (const std::uint32_t a : block.a) {
      for (const std::uint32_t b : block.b) {
        if (both_there(nodes_[a], nodes_[b]) < out) {
          out = std::min(out, pair_since(nodes_[a], nodes_[b], joins_));
        }
      }
      if (out == at_least) {
        break;
      }
    }
    return out;
  }
  /// The earliest of a side.
  struct Sides {
    Instant a = never, b = never;
    void add(const Sides& other) {
      a = std::min(a, other.a);
      b = std::min(b, other.b);
    }
    [[nodiscard]] Instant meets(const Sides& other) const {
      return std::min(std::max(a, other.b), std::max(b, other.a));
    }
  };
  /// Class by class as they joined: the pairs of one class first, then those across, the earliest
  /// day first.
  [[nodiscard]] Instant by_classes(const Blocks::Block& block, const Joins& joins) const {
    const std::vector<Joins::Class>& classes = joins.classes();
    std::vector<Sides> of_class(std::max<std::size_t>(1, classes.size()));
    Sides without, with;
    const auto take = [&](Blocks::Nodes side, Instant Sides::*which) {
      for (const std::uint32_t node : side) {
        Sides one;
        one.*which = nodes_[node].begin;
        const std::uint32_t account = nodes_[node].account;
        (account == no_row ? without : of_class[joins.class_of(account)]).add(one);
        (account == no_row ? without : with).add(one);
      }
    };
    take(block.a, &Sides::a);
    take(block.b, &Sides::b);
    Instant out = std::min(without.meets(without), without.meets(with));
    for (const Sides& one : of_class) {
      out = std::min(out, one.meets(one));
    }
    for (std::size_t number = of_class.size(); number-- > 1;) {
      Sides& joined = of_class[classes[number].parent];
      out = std::min(out,
                     std::max(of_class[number].meets(joined), start_of_day(classes[number].day)));
      joined.add(of_class[number]);
    }
    return out;
  }

  const std::vector<Node>& nodes_;
  const LazyJoins& joins_;
};

}  // namespace detail

/// The components, by their first nodes.
[[nodiscard]] inline std::vector<Component> components(const Blocks& blocks,
                                                       const std::vector<Node>& nodes,
                                                       const LazyJoins& joins) {
  std::vector<std::uint32_t> rank(nodes.size()), parent(nodes.size());
  boost::disjoint_sets<std::uint32_t*, std::uint32_t*> sets(rank.data(), parent.data());
  for (std::uint32_t node = 0; node < nodes.size(); ++node) {
    sets.make_set(node);
  }
  std::vector<bool> related(nodes.size());
  blocks.each([&](const Blocks::Block& block) {
    for (const Blocks::Nodes side : {block.a, block.b}) {
      for (const std::uint32_t node : side) {
        sets.union_set(block.a.front(), node);
        related[node] = true;
      }
    }
  });
  std::vector<std::uint32_t> place(nodes.size(), no_row);
  std::vector<Component> out;
  for (std::uint32_t node = 0; node < nodes.size(); ++node) {
    if (related[node]) {
      std::uint32_t& number = place[sets.find_set(node)];
      if (number == no_row) {
        number = static_cast<std::uint32_t>(out.size());
        out.emplace_back();
      }
      out[number].nodes.push_back(node);
    }
  }
  const detail::BlockSince since(nodes, joins);
  blocks.each([&](const Blocks::Block& block) {
    Component& component = out[place[sets.find_set(block.a.front())]];
    const Instant begins = std::max(since(block), block.begin);
    component.since = component.pairs == 0 ? begins : std::min(component.since, begins);
    component.pairs += std::uint64_t{block.a.size()} * block.b.size();
  });
  return out;
}

}  // namespace opportune
