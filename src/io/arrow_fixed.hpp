// Columns of values of one fixed width. A rule says how a value becomes a cell, and, for the few
// values that no cell of its kind can hold, which text stands for it.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "io/arrow_column.hpp"

namespace opportune::arrow {

/// Rule: type Value; bool cell(Value, Cell&), false where the value does not fit; and, unless
/// `always_fits`, std::string text(Value).
template <class Rule>
class FixedColumn final : public InputColumn {
 public:
  using Value = typename Rule::Value;

  FixedColumn(Rule rule, const Source& source)
      : rule_(rule), slice_(source.slice), values_(source.buffer(1)) {
    if constexpr (!Rule::always_fits) {
      Cell ignored;
      for (std::size_t at = slice_.start; at < slice_.start + slice_.count; ++at) {
        const auto value = load<Value>(values_, at);
        if (slice_.valid(at) && !rule_.cell(value, ignored)) {
          texts_.emplace_back(at, rule_.text(value));
        }
      }
    }
  }

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    fill(slice_, first, count, out, [this](std::size_t at) {
      Cell cell;
      if (!rule_.cell(load<Value>(values_, at), cell)) {
        cell = text(at);
      }
      return cell;
    });
  }

 private:
  [[nodiscard]] Cell text(std::size_t at) const {
    const auto found = std::lower_bound(
        texts_.begin(), texts_.end(), at,
        [](const auto& known, std::size_t wanted) { return known.first < wanted; });
    return Cell::of_text(found->second);
  }

  Rule rule_;
  Slice slice_;
  const void* values_;
  std::vector<std::pair<std::size_t, std::string>> texts_;
};

template <class Rule>
[[nodiscard]] Column make_fixed(Rule rule, const Source& source) {
  return std::make_unique<FixedColumn<Rule>>(rule, source);
}

}  // namespace opportune::arrow
