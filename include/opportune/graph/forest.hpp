// A forest of rows whose subtrees are intervals, so that "covers" is two comparisons.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "opportune/core/text.hpp"

namespace opportune {

/// Built once from parents (no_row: a root). Nodes of a cycle and below it are left out: ask
/// cycle() first.
class Forest {
 public:
  Forest() = default;
  template <class Parents>
  Forest(std::size_t rows, const Parents& parent_of);

  [[nodiscard]] std::size_t size() const noexcept { return begin_.size(); }
  /// Is `below` in the subtree of `above`? A node is in its own.
  [[nodiscard]] bool covers(std::uint32_t above, std::uint32_t below) const noexcept {
    return begin_[above] <= begin_[below] && begin_[below] < end_[above];
  }
  /// Is one in the subtree of the other?
  [[nodiscard]] bool overlap(std::uint32_t a, std::uint32_t b) const noexcept {
    return covers(a, b) || covers(b, a);
  }
  [[nodiscard]] std::uint32_t parent(std::uint32_t row) const noexcept { return parent_[row]; }
  /// 0 for a root.
  [[nodiscard]] std::uint32_t depth(std::uint32_t row) const noexcept { return depth_[row]; }
  /// Position in preorder; the subtree of a row is [begin(row), end(row)).
  [[nodiscard]] std::uint32_t begin(std::uint32_t row) const noexcept { return begin_[row]; }
  [[nodiscard]] std::uint32_t end(std::uint32_t row) const noexcept { return end_[row]; }
  /// All rows in preorder.
  [[nodiscard]] const std::vector<std::uint32_t>& preorder() const noexcept { return order_; }
  /// The rows of one cycle, each the child of the next; empty where there is none.
  [[nodiscard]] const std::vector<std::uint32_t>& cycle() const noexcept { return cycle_; }

 private:
  std::vector<std::uint32_t> parent_, begin_, end_, depth_, order_, cycle_;
};

template <class Parents>
Forest::Forest(std::size_t rows, const Parents& parent_of)
    : parent_(rows), begin_(rows, no_row), end_(rows), depth_(rows) {
  // Children of each row in row order, by counting: [first[row], first[row + 1]) of `children`.
  std::vector<std::uint32_t> first(rows + 1);
  for (std::size_t row = 0; row < rows; ++row) {
    parent_[row] = parent_of(row);
    if (parent_[row] != no_row) {
      ++first[parent_[row] + 1];
    }
  }
  for (std::size_t row = 0; row < rows; ++row) {
    first[row + 1] += first[row];
  }
  std::vector<std::uint32_t> children(first[rows]);
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  for (std::size_t row = 0; row < rows; ++row) {
    if (parent_[row] != no_row) {
      children[next[parent_[row]]++] = static_cast<std::uint32_t>(row);
    }
  }
  order_.reserve(rows);
  std::vector<std::uint32_t> stack;
  for (std::size_t root = rows; root-- > 0;) {
    if (parent_[root] == no_row) {
      stack.push_back(static_cast<std::uint32_t>(root));
    }
  }
  while (!stack.empty()) {
    const std::uint32_t row = stack.back();
    stack.pop_back();
    begin_[row] = static_cast<std::uint32_t>(order_.size());
    depth_[row] = parent_[row] == no_row ? 0 : depth_[parent_[row]] + 1;
    order_.push_back(row);
    for (std::uint32_t child = first[row + 1]; child-- > first[row];) {
      stack.push_back(children[child]);
    }
  }
  for (const std::uint32_t row : order_) {
    end_[row] = begin_[row] + 1;
  }
  for (std::size_t i = order_.size(); i-- > 0;) {
    const std::uint32_t row = order_[i];
    if (parent_[row] != no_row && end_[parent_[row]] < end_[row]) {
      end_[parent_[row]] = end_[row];
    }
  }
  if (order_.size() < rows) {
    std::uint32_t row = 0;
    while (begin_[row] != no_row) {
      ++row;
    }
    for (std::size_t step = 0; step < rows; ++step) {
      row = parent_[row];  // after that many steps we are on the cycle
    }
    cycle_.push_back(row);
    for (std::uint32_t at = parent_[row]; at != row; at = parent_[at]) {
      cycle_.push_back(at);
    }
  }
}

}  // namespace opportune
