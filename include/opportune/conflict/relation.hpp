// The form that the relations between pursuits share, so that each is declared once and evaluated
// either pair by pair or, in large groups, by counting.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/graph/forest.hpp"
#include "opportune/model/storage.hpp"

namespace opportune {

/// A member as a relation sees it.
struct Node {
  static constexpr std::size_t key_count = 4;
  static constexpr std::uint32_t unset = no_row;

  /// Two nodes with an equal key (unset equals nothing) are not related.
  std::array<std::uint32_t, key_count> keys{unset, unset, unset, unset};
  std::uint32_t account = no_row;
  SetPool::Range products{nullptr, nullptr};
  Instant begin;             ///< of its membership: a pair's since is the later of two
  std::uint8_t side = 0;     ///< in a relation between two sides
  std::uint32_t member = 0;  ///< index of the pursuit in its list
};

/// Which pairs of nodes a relation holds for, beside their keys.
struct Shape {
  bool two_sides = false;         ///< only between side 0 and side 1
  bool same_account = false;      ///< only within one account
  bool needs_overlap = false;     ///< only where the products overlap
  bool not_same_pursuit = false;  ///< not where account is the same and products overlap
};

/// Do two sets of products overlap? An unspecified set overlaps everything.
[[nodiscard]] inline bool products_overlap(const Forest& products, SetPool::Range a,
                                           SetPool::Range b) noexcept {
  if (a.empty() || b.empty()) {
    return true;
  }
  for (const std::uint32_t x : a) {
    for (const std::uint32_t y : b) {
      if (products.overlap(x, y)) {
        return true;
      }
    }
  }
  return false;
}

[[nodiscard]] inline bool related(const Shape& shape, const Forest& products, const Node& a,
                                  const Node& b) noexcept {
  if (shape.two_sides && a.side == b.side) {
    return false;
  }
  for (std::size_t k = 0; k < Node::key_count; ++k) {
    if (a.keys[k] == b.keys[k] && a.keys[k] != Node::unset) {
      return false;
    }
  }
  const bool same_account = a.account == b.account;
  if (shape.same_account && !same_account) {
    return false;
  }
  const bool asks = shape.needs_overlap || (shape.not_same_pursuit && same_account);
  if (!asks) {
    return true;
  }
  const bool overlap = products_overlap(products, a.products, b.products);
  return (!shape.needs_overlap || overlap) && !(shape.not_same_pursuit && same_account && overlap);
}

/// A connected component of a relation.
struct Component {
  std::vector<std::uint32_t> nodes;  ///< ascending
  std::uint64_t pairs = 0;
  Instant since;
};

}  // namespace opportune
