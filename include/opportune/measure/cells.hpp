// Cells: the combinations of the dimensions' values, each with what is summed up in it. Here is
// what all measures share: how opportunities fall into cells, how threads gather them, how they
// become the rows of a result. A measure adds what it sums up and its own columns.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "opportune/core/median.hpp"
#include "opportune/core/parallel.hpp"
#include "opportune/core/table.hpp"
#include "opportune/measure/dimension.hpp"

namespace opportune {

/// A part of an opportunity: the whole, or what falls to one of its products.
struct Part {
  std::uint32_t product = no_key;
  std::int64_t amount_minor = 0;     ///< in the opportunity's currency
  std::int64_t reporting_minor = 0;  ///< in the reporting currency
};

/// Says that a query makes no sense, as an InputError.
[[noreturn]] void refuse_query(std::string_view field, std::string_view value, std::string reason);

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
  /// told apart. The parts' amounts add up exactly to the opportunity's, in both currencies.
  void parts(std::uint32_t opportunity, std::vector<Part>& out) const;
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
  /// A result with the dimensions' columns, `repeat` rows for each key, and room for so many
  /// columns of the measure's own: references to them stay valid.
  [[nodiscard]] std::shared_ptr<Table> result(std::string name, const std::vector<Key>& keys,
                                              std::size_t repeat, std::size_t own_columns) const;

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
  void split(std::uint32_t opportunity, std::int64_t amount_minor, std::vector<Part>& out) const;

  const MeasureContext& context_;
  std::vector<By> by_;
  std::vector<Filter> filters_;
  bool by_product_ = false;
};

template <class Cell>
using CellMap = std::unordered_map<Cube::Key, Cell, Cube::Hash>;

/// Cells in the order of a result's rows: cells[i] is that of keys[i].
template <class Cell>
struct SortedCells {
  std::vector<Cube::Key> keys;
  std::vector<Cell> cells;
};

/// Gathers the cells of [0, count) on several threads, in chunks. make() gives a worker for one
/// thread, and worker(i, cells) adds what i contributes; cell.merge(other) adds up what two threads
/// found. Without dimensions there is one cell, even where nothing falls into it.
template <class Cell, class Make>
SortedCells<Cell> gather_cells(const Cube& cube, std::size_t count, std::size_t chunk,
                               unsigned threads, const Make& make) {
  struct Gatherer {
    decltype(make()) worker;
    CellMap<Cell> cells;
    void operator()(std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        worker(static_cast<std::uint32_t>(i), cells);
      }
    }
  };
  CellMap<Cell> all;
  if (cube.dimension_count() == 0) {
    Cube::Key key;
    key.fill(no_key);
    all.try_emplace(key);
  }
  parallel_chunks(
      count, chunk, threads,
      [&] {
        return Gatherer{make(), {}};
      },
      [&](const Gatherer& gatherer) {
        for (const auto& [key, cell] : gatherer.cells) {
          all[key].merge(cell);
        }
      });
  SortedCells<Cell> out;
  out.keys.reserve(all.size());
  for (const auto& [key, cell] : all) {
    out.keys.push_back(key);
  }
  out.keys = cube.sorted(std::move(out.keys));
  out.cells.reserve(all.size());
  for (const Cube::Key& key : out.keys) {
    out.cells.push_back(std::move(all[key]));
  }
  return out;
}

}  // namespace opportune
