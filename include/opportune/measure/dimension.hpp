// Dimensions: what a measure can be told apart by. A dimension gives a small number (a key) for an
// opportunity, and a label for a key. Adding one: a line in dimensions().
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/money.hpp"
#include "opportune/graph/ownership.hpp"
#include "opportune/measure/query.hpp"
#include "opportune/model/as_of.hpp"

namespace opportune {

/// What measures look at: one state at one instant.
struct MeasureContext {
  const AsOf& as_of;
  const GroupIndex& groups;
  const Converter& converter;
  [[nodiscard]] const Book& book() const noexcept { return as_of.book(); }
  /// An amount of the opportunity, in minor units, in the reporting currency.
  [[nodiscard]] std::int64_t in_reporting(std::uint32_t opportunity, std::int64_t amount) const {
    return amount == 0 ? 0 : converter(amount, book().currency_of_opportunity(opportunity));
  }
};

/// The key of what is not set.
inline constexpr std::uint32_t no_key = no_row;

struct Dimension {
  std::string_view name;
  /// The key of an opportunity. `product` is the product of the part that is counted.
  std::uint32_t (*key)(const MeasureContext&, std::uint32_t opportunity, std::uint32_t product);
  std::string (*label)(const MeasureContext&, std::uint32_t key);
  /// The key above in the dimension's tree (no_key: none); null: it has no tree.
  std::uint32_t (*above)(const MeasureContext&, std::uint32_t key) = nullptr;
  /// Sorted by key instead of label.
  bool by_key = false;
};

[[nodiscard]] const std::vector<Dimension>& dimensions();
/// NotFoundError, with what exists, where there is none of that name.
[[nodiscard]] const Dimension& find_dimension(std::string_view name);

}  // namespace opportune
