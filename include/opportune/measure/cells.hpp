// Cells: the combinations of the dimensions' values, each with what is summed up in it. Here is
// what all measures share: how opportunities fall into cells, how threads gather them, how they
// become the rows of a result. A measure adds what it sums up and its own columns.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
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
#include "opportune/measure/recent_map.hpp"

namespace opportune {

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
      for (std::size_t i = 0; i < key.size(); i += 2) {
        code = (code ^ key[i] ^ std::uint64_t{key[i + 1]} << 32U) * 0xFF51AFD7ED558CCDU;
        code ^= code >> 32U;
      }
      return static_cast<std::size_t>(code);
    }
  };

  struct Equal {
    bool operator()(const Key& a, const Key& b) const noexcept {
      using Words = std::array<std::uint64_t, max_dimensions / 2>;
      return std::bit_cast<Words>(a) == std::bit_cast<Words>(b);
    }
  };

  /// What is counted.
  enum class Subject : std::uint8_t { opportunities, leads };

  Cube(const MeasureContext& context, const MeasureQuery& query,
       Subject subject = Subject::opportunities);

  /// Does the opportunity (or lead) pass the filters? `whole`: what is known of it already.
  [[nodiscard]] bool accepts(std::uint32_t row, const Part& whole = {}) const {
    return filters_.empty() || passes_all(row, whole);
  }
  /// What an opportunity is counted as: one part, or one for each product where these (or their
  /// families) are told apart. The parts' amounts add up exactly to its amount at the instant, in
  /// both currencies.
  void parts(std::uint32_t opportunity, std::vector<Part>& out) const {
    parts_of(opportunity, context_.as_of.amount(opportunity), out);
  }
  /// The same of another amount (no_amount: 0). The products are the same, in the same order.
  void parts_of(std::uint32_t opportunity, std::int64_t amount_minor, std::vector<Part>& out) const;
  /// Calls f(key) for each cell that a part belongs to.
  template <class Function>
  void each_cell(std::uint32_t row, const Part& part, Function&& f) const {
    Key key;
    key.fill(no_key);
    each_cell_from(0, row, part, key, f);
  }
  /// Calls f(key, part) for each cell that an opportunity counts in, once, with what of it falls to
  /// the cell: several of its parts may meet in that of a family, or of products rolled up.
  template <class Function>
  void each_counted(std::uint32_t row, const std::vector<Part>& parts, Function&& f) const {
    if (!joins_ || parts.size() == 1) {
      for (const Part& part : parts) {
        each_cell(row, part, [&](const Key& key) { f(key, part); });
      }
      return;
    }
    std::vector<std::pair<Key, Part>> counted;
    for (const Part& part : parts) {
      each_cell(row, part, [&](const Key& key) {
        const auto at = std::find_if(counted.begin(), counted.end(),
                                     [&](const auto& other) { return other.first == key; });
        if (at == counted.end()) {
          counted.emplace_back(key, part);
        } else {
          at->second.add(part);
        }
      });
    }
    for (const auto& [key, part] : counted) {
      f(key, part);
    }
  }
  [[nodiscard]] bool is_by(std::string_view dimension) const;
  /// Do cells or filters depend on who owns whom?
  [[nodiscard]] bool depends_on_ownership() const;
  /// Are opportunities divided among their products?
  [[nodiscard]] bool divides() const noexcept { return divides_; }
  [[nodiscard]] std::size_t dimension_count() const noexcept { return by_.size(); }
  /// Keys in the order of a result's rows.
  [[nodiscard]] std::vector<Key> sorted(std::vector<Key> keys) const;
  /// A result with the dimensions' columns, `repeat` rows for each key.
  [[nodiscard]] std::shared_ptr<Table> result(std::string name, const std::vector<Key>& keys,
                                              std::size_t repeat = 1) const;

 private:
  struct By {
    const Dimension* dimension;
    Dimension::KeyOf* key;
    bool rolled_up;
  };
  struct Filter {
    const Dimension* dimension;
    Dimension::KeyOf* key;
    std::set<std::string> values;
  };
  template <class Function>
  void each_cell_from(std::size_t d, std::uint32_t row, const Part& part, Key& key,
                      Function& f) const {
    if (d == by_.size()) {
      f(std::as_const(key));
      return;
    }
    std::uint32_t value = by_[d].key(context_, row, part);
    do {
      key[d] = value;
      each_cell_from(d + 1, row, part, key, f);
      value =
          by_[d].rolled_up && value != no_key ? by_[d].dimension->above(context_, value) : no_key;
    } while (value != no_key);
  }
  /// Of each value of a dimension its place among those of the keys.
  [[nodiscard]] std::unordered_map<std::uint32_t, std::uint32_t> ranks(
      std::size_t d, const std::vector<Key>& keys) const;
  [[nodiscard]] Dimension::KeyOf* key_of(const Dimension& dimension, std::string_view field) const;
  [[nodiscard]] bool passes(const Filter& filter, std::uint32_t row, const Part& part) const;
  [[nodiscard]] bool passes_all(std::uint32_t row, const Part& whole) const;
  /// Of an opportunity or a lead, by id.
  [[nodiscard]] std::vector<std::uint32_t> products_of(std::uint32_t row) const;
  void split(std::uint32_t opportunity, std::int64_t amount_minor, std::vector<Part>& out) const;

  const MeasureContext& context_;
  Subject subject_;
  std::vector<By> by_;
  std::vector<Filter> filters_;
  bool divides_ = false;  // opportunities among their products
  bool joins_ = false;    // several products of one may meet in a cell
};

template <class Cell>
using CellMap = RecentMap<Cube::Key, Cell, Cube::Hash, Cube::Equal>;

/// InputError: the period ends before it begins.
void check_period(const MeasureQuery& query);
/// Is the day in the period of the query? Never where it is empty.
[[nodiscard]] inline bool in_period(const MeasureQuery& query, Date day) {
  return within(query.from, day, query.to);
}

/// Of measures of records that have a market: InputError where another dimension is filtered.
void refuse_filters_but_market(const MeasureQuery& query, std::string_view measure);
/// Is the market in those that such a query keeps? Always where it does not say.
[[nodiscard]] bool is_kept_by_market(const Book& book, const MeasureQuery& query,
                                     std::uint32_t market);

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
    static_cast<void>(all[key]);
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

/// The same for the opportunities that count and that the cube accepts. counts(row) says something
/// of those that do (true, or a filled optional), and adder(row, what it said)(part, cell) adds
/// what a part of an opportunity contributes to a cell. A measure that only counts asks for no
/// amounts, and so for no rates.
enum class Amounts : bool { none, converted };
template <class Cell, class Counts, class Adder>
SortedCells<Cell> gather_parts(const Cube& cube, const MeasureContext& context, unsigned threads,
                               const Counts& counts, const Adder& adder,
                               Amounts amounts = Amounts::converted) {
  const std::size_t count = context.book().get<Opportunity>().rows();
  return gather_cells<Cell>(cube, count, records_at_once, threads, [&] {
    return [&, parts = std::vector<Part>()](std::uint32_t row, CellMap<Cell>& cells) mutable {
      const auto counted = counts(row);
      if (!counted || !cube.accepts(row)) {
        return;
      }
      const auto add = adder(row, counted);
      cube.parts_of(row, amounts == Amounts::none ? 0 : context.as_of.amount(row), parts);
      cube.each_counted(row, parts,
                        [&](const Cube::Key& key, const Part& part) { add(part, cells[key]); });
    };
  });
}

}  // namespace opportune
