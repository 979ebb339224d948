// The relation of one kind in one group: its members, and which of them are related. A kind fills
// it in; everything else (components, pairs, who is related to a draft) is asked of it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <vector>

#include "opportune/conflict/blocks.hpp"
#include "opportune/conflict/group_view.hpp"
#include "opportune/conflict/reached.hpp"

namespace opportune {

class KindRelation {
 public:
  void clear() {
    nodes_.clear();
    members_.clear();
    own_.clear();
    blocks_.clear();
    shape_.reset();
    excluded_ = {};
  }

  // --- for the kinds
  // -------------------------------------------------------------------------------
  /// Adds a member of the view's lists, which outlive this.
  Node& add(const Member& member) {
    Node& node = nodes_.emplace_back();
    node.account = member.account;
    node.products = member.product_rows();
    node.begin = start_of_day(member.opened);
    node.member = static_cast<std::uint32_t>(members_.size());
    members_.push_back(&member);
    return node;
  }
  /// Adds a member that no list has.
  Node& add_own(const Member& member) { return add(own_.emplace_back(member)); }
  /// The number of the node that the next add() makes.
  [[nodiscard]] std::uint32_t next() const noexcept {
    return static_cast<std::uint32_t>(nodes_.size());
  }
  [[nodiscard]] Node& node(std::uint32_t number) noexcept { return nodes_[number]; }
  /// Nodes are related as a shape says.
  void set_shape(const Shape& shape) { shape_ = shape; }
  /// Nodes are related block by block.
  void relate(Blocks::Nodes a, Blocks::Nodes b) { blocks_.relate(a, b); }
  void relate(std::uint32_t a, std::uint32_t b, Instant begin = {}) {
    blocks_.relate(Blocks::Nodes(&a, 1), Blocks::Nodes(&b, 1), begin);
  }

  // --- for everybody else
  // --------------------------------------------------------------------------
  [[nodiscard]] const std::vector<Node>& nodes() const noexcept { return nodes_; }
  [[nodiscard]] const Member& member(std::uint32_t node) const noexcept {
    return *members_[nodes_[node].member];
  }
  /// Takes out the pairs that resolutions exclude (by node, which is by member).
  void exclude(Exclusions excluded) {
    excluded_ = std::move(excluded);
    if (shape_) {
      shape_->excluded = &excluded_;
    } else {
      blocks_ = blocks_.without(excluded_, nodes_);
      begin_with_pairs();
    }
  }
  [[nodiscard]] bool empty() const noexcept { return shape_ ? nodes_.size() < 2 : blocks_.empty(); }
  [[nodiscard]] std::vector<Component> components(const Forest& products,
                                                  const LazyJoins& joins) const {
    if (empty()) {
      return {};
    }
    return shape_ ? opportune::components(*shape_, products, nodes_, joins)
                  : opportune::components(blocks_, nodes_, joins);
  }
  struct Related {
    std::uint32_t node = 0;
    Instant begin;  ///< the pair's own; see since()
  };
  /// The nodes that one is related to, ascending; itself where it is related to itself.
  [[nodiscard]] std::vector<Related> related_to(std::uint32_t node, const Forest& products) const;
  /// The component of one node, which is related to as many as `related`.
  [[nodiscard]] Reached reached_from(std::uint32_t node, std::size_t related,
                                     const Forest& products, const LazyJoins& joins) const {
    return shape_ ? opportune::reached_from(node, *shape_, products, nodes_, joins)
                  : detail::reached_of(node, related, components(products, joins));
  }
  [[nodiscard]] Instant since(std::uint32_t node, const Related& other, const Joins& joins) const {
    return std::max(detail::pair_since(nodes_[node], nodes_[other.node], joins), other.begin);
  }
  /// The node of a record; no_row: it is none.
  [[nodiscard]] std::uint32_t find(MemberType type, std::uint32_t row) const noexcept {
    for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
      if (member(node).row == row && member(node).type == type) {
        return node;
      }
    }
    return no_row;
  }

 private:
  /// What begins with its pairs begins with those that are left.
  void begin_with_pairs() {
    for (Node& node : nodes_) {
      node.begin = node.by_pairs ? Instant{std::numeric_limits<std::int64_t>::max()} : node.begin;
    }
    blocks_.each([&](const Blocks::Block& block) {
      for (const Blocks::Nodes side : {block.a, block.b}) {
        for (const std::uint32_t node : side) {
          Instant& begin = nodes_[node].begin;
          begin = nodes_[node].by_pairs ? std::min(begin, block.begin) : begin;
        }
      }
    });
  }

  std::vector<Node> nodes_;
  std::vector<const Member*> members_;
  std::deque<Member> own_;
  std::optional<Shape> shape_;
  Blocks blocks_;
  Exclusions excluded_;
};

inline std::vector<KindRelation::Related> KindRelation::related_to(std::uint32_t node,
                                                                   const Forest& products) const {
  std::vector<Related> out;
  if (shape_) {
    for (std::uint32_t other = 0; other < nodes_.size(); ++other) {
      if (other != node && related(*shape_, products, nodes_[node], nodes_[other])) {
        out.push_back({other, {}});
      }
    }
    return out;
  }
  const auto holds = [&](Blocks::Nodes side) {
    return std::find(side.begin(), side.end(), node) != side.end();
  };
  blocks_.each([&](const Blocks::Block& block) {
    const bool in_a = holds(block.a);
    if (in_a || holds(block.b)) {
      for (const std::uint32_t other : in_a ? block.b : block.a) {
        out.push_back({other, block.begin});
      }
    }
  });
  std::sort(out.begin(), out.end(),
            [](const Related& a, const Related& b) { return a.node < b.node; });
  return out;
}

}  // namespace opportune
