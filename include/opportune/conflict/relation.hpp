// The form that the relations between pursuits share, so that each is declared once and evaluated
// either pair by pair or, in large groups, by counting.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/graph/forest.hpp"
#include "opportune/model/storage.hpp"

namespace opportune {

/// A member as a relation sees it.
struct Node {
  static constexpr std::size_t own_keys = 4;
  static constexpr std::size_t resolution_keys = 2;  ///< for counting (counted_components.hpp)
  static constexpr std::size_t key_count = own_keys + resolution_keys;
  static constexpr std::uint32_t unset = no_row;

  /// Two nodes with an equal key (unset equals nothing) are not related.
  std::array<std::uint32_t, key_count> keys{unset, unset, unset, unset, unset, unset};
  std::uint32_t account = no_row;  ///< none: ownership adds no day
  SetPool::Range products{nullptr, nullptr};
  Instant begin;             ///< of its membership: a pair's since is the later of two
  std::uint8_t side = 0;     ///< in a relation between two sides
  bool by_pairs = false;     ///< `begin` is that of the first of its pairs, which have their own
  std::uint32_t member = 0;  ///< its place in the list of members

  void set_keys(std::uint32_t a, std::uint32_t b = unset, std::uint32_t c = unset,
                std::uint32_t d = unset) noexcept {
    keys = {a, b, c, d, unset, unset};
  }
};

/// Pairs of members that resolutions have taken out of a relation.
class Exclusions {
 public:
  /// A resolution names the member.
  void add(std::uint32_t member, std::uint32_t resolution) {
    if (member >= of_member_.size()) {
      of_member_.resize(member + 1);
    }
    std::vector<std::uint32_t>& list = of_member_[member];
    const auto at = std::lower_bound(list.begin(), list.end(), resolution);
    if (at == list.end() || *at != resolution) {
      list.insert(at, resolution);
    }
  }
  [[nodiscard]] const std::vector<std::uint32_t>& of(std::uint32_t member) const noexcept {
    static const std::vector<std::uint32_t> none;
    return member < of_member_.size() ? of_member_[member] : none;
  }
  /// Does one resolution name both?
  [[nodiscard]] bool excludes(std::uint32_t a, std::uint32_t b) const noexcept {
    const std::vector<std::uint32_t>&x = of(a), &y = of(b);
    for (auto i = x.begin(), k = y.begin(); i != x.end() && k != y.end();) {
      if (*i == *k) {
        return true;
      }
      *i < *k ? ++i : ++k;
    }
    return false;
  }
  [[nodiscard]] bool empty() const noexcept { return of_member_.empty(); }

 private:
  std::vector<std::vector<std::uint32_t>> of_member_;
};

/// Which pairs of nodes a relation holds for, beside their keys.
struct Shape {
  bool two_sides = false;                ///< only between side 0 and side 1
  bool same_account = false;             ///< only within one account
  bool needs_overlap = false;            ///< only where the products overlap
  bool not_same_pursuit = false;         ///< not where account is the same and products overlap
  const Exclusions* excluded = nullptr;  ///< pairs of members that it does not hold for
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
  bool same_key = false;  // all are compared at once, which is faster than to stop at the first
  for (std::size_t k = 0; k < Node::key_count; ++k) {
    same_key |= a.keys[k] == b.keys[k] && a.keys[k] != Node::unset;
  }
  if (same_key) {
    return false;
  }
  const bool same_account = a.account == b.account;
  if (shape.same_account && !same_account) {
    return false;
  }
  if (shape.excluded != nullptr && shape.excluded->excludes(a.member, b.member)) {
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
