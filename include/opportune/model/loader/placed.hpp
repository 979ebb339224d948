// Where the input rows of one table are laid down.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/core/error.hpp"
#include "opportune/model/row_order.hpp"

namespace opportune::detail {

struct Placed {
  RowOrder order;                   // input rows in the order in which they are laid down
  std::vector<std::uint32_t> rows;  // where each of them is; no_row: refused
  std::vector<bool> is_new;
  std::vector<bool> bad;      // something was wrong already: what follows from that is not said
  std::vector<Issue> issues;  // of the table's cells, by field

  /// The row of the input that was laid down as the i-th.
  [[nodiscard]] std::uint32_t input_row(std::size_t i) const noexcept {
    return order.empty() ? static_cast<std::uint32_t>(i) : order[i];
  }
  void report(std::string_view table, std::size_t i, std::string_view field, std::string_view value,
              std::string code, std::string reason) {
    bad[i] = true;
    issues.push_back({std::move(code), std::string(table), input_row(i), std::string(field),
                      shown_value(value), std::move(reason)});
  }
};

}  // namespace opportune::detail
