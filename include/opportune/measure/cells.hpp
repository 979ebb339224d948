// Cells: the combinations of the dimensions' values, each with what is summed up in it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "opportune/core/table.hpp"
#include "opportune/measure/dimension.hpp"

namespace opportune {

/// A part of an opportunity: the whole, or what falls to one of its products.
struct Part {
  std::uint32_t product = no_key;
  std::int64_t amount_minor = 0;  ///< in the opportunity's currency
};

/// The dimensions, roll-ups and filters of a query, resolved.
class Cube {
 public:
  static constexpr std::size_t max_dimensions = 8;
  using Key = std::array<std::uint32_t, max_dimensions>;
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept {
      std::uint64_t code = 0x9E3779B97F4A7C15U;
      for (const std::uint32_t part : key) {
        code = (code ^ part) * 0xFF51AFD7ED558CCDU;
        code ^= code >> 32U;
      }
      return static_cast<std::size_t>(code);
    }
  };

  Cube(const MeasureContext& context, const MeasureQuery& query);

  /// Does the opportunity pass the filters?
  [[nodiscard]] bool accepts(std::uint32_t opportunity) const;
  /// What the opportunity is counted as: one part, or one for each product where products are
  /// told apart. The parts' amounts add up to `amount_minor`.
  void parts(std::uint32_t opportunity, std::int64_t amount_minor, std::vector<Part>& out) const;
  /// Calls f(key) for each cell that the part belongs to.
  template <class Function>
  void each_cell(std::uint32_t opportunity, std::uint32_t product, Function&& f) const {
    Key key;
    key.fill(no_key);
    each_cell_from(0, opportunity, product, key, f);
  }
  [[nodiscard]] std::size_t dimension_count() const noexcept { return by_.size(); }
  /// Keys in the order of a result's rows.
  [[nodiscard]] std::vector<Key> sorted(std::vector<Key> keys) const;
  /// Adds the dimensions' columns, `repeat` rows for each key.
  void add_columns(Table& table, const std::vector<Key>& keys, std::size_t repeat) const;

 private:
  struct By {
    const Dimension* dimension;
    bool rolled_up;
  };
  struct Filter {
    const Dimension* dimension;
    std::set<std::string> values;
  };
  template <class Function>
  void each_cell_from(std::size_t d, std::uint32_t opportunity, std::uint32_t product, Key& key,
                      Function& f) const {
    if (d == by_.size()) {
      f(std::as_const(key));
      return;
    }
    std::uint32_t value = by_[d].dimension->key(context_, opportunity, product);
    do {
      key[d] = value;
      each_cell_from(d + 1, opportunity, product, key, f);
      value =
          by_[d].rolled_up && value != no_key ? by_[d].dimension->above(context_, value) : no_key;
    } while (value != no_key);
  }
  [[nodiscard]] bool passes(const Filter& filter, std::uint32_t opportunity,
                            std::uint32_t product) const;
  [[nodiscard]] std::vector<std::uint32_t> products_of(std::uint32_t opportunity) const;

  const MeasureContext& context_;
  std::vector<By> by_;
  std::vector<Filter> filters_;
  bool by_product_ = false;
};

/// Median of numbers; the mean of the two in the middle where they are even in number.
[[nodiscard]] inline double median(std::vector<std::int32_t>& values) {
  const std::size_t middle = values.size() / 2;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(middle);
  std::nth_element(values.begin(), at, values.end());
  if (values.size() % 2 == 1) {
    return *at;
  }
  return (static_cast<double>(*at) + *std::max_element(values.begin(), at)) / 2;
}

}  // namespace opportune
