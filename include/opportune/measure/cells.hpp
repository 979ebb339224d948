// Cells, each with what is summed up in it. Here is what all measures share: how threads gather
// cells, and how these become the rows of a result. A measure adds what it sums up and its own
// columns.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <utility>
#include <vector>

#include "opportune/core/median.hpp"
#include "opportune/core/numbered_map.hpp"
#include "opportune/core/parallel.hpp"
#include "opportune/measure/cube.hpp"

namespace opportune {

template <class Cell>
using CellMap = NumberedMap<Cube::Key, Cell, Cube::Hash, Cube::Equal>;

/// Cells in the order of a result's rows: cells[i] is that of keys[i].
template <class Cell>
struct SortedCells {
  std::vector<Cube::Key> keys;
  std::vector<Cell> cells;
};

/// Gathers the cells of [0, count) on several threads, in chunks. make() gives a worker for one
/// thread, and worker(i, cells) adds what i contributes, or worker(first, last, cells) what a chunk
/// does; cell.merge(other) adds up what two threads found. Without dimensions there is one cell,
/// even where nothing falls into it.
///
/// For workers that gather something besides: joined(worker, numbers), one at a time, is told the
/// number that each of its cells has among those of all; and those of the rows come with the rows.
template <class Cell, class Make, class Joined>
std::pair<SortedCells<Cell>, std::vector<std::uint32_t>> gather_numbered_cells(
    const Cube& cube, std::size_t count, std::size_t chunk, unsigned threads, const Make& make,
    const Joined& joined) {
  struct Gatherer {
    decltype(make()) worker;
    CellMap<Cell> cells;
    void operator()(std::size_t first, std::size_t last) {
      const auto begin = static_cast<std::uint32_t>(first);
      const auto end = static_cast<std::uint32_t>(last);
      if constexpr (std::is_invocable_v<decltype(worker)&, std::uint32_t, std::uint32_t,
                                        CellMap<Cell>&>) {
        worker(begin, end, cells);
      } else {
        for (std::uint32_t i = begin; i < end; ++i) {
          worker(i, cells);
        }
      }
    }
  };
  CellMap<Cell> all;
  parallel_chunks(
      count, chunk, threads,
      [&] {
        return Gatherer{make(), {}};
      },
      [&](Gatherer& gatherer) {
        std::vector<std::uint32_t> numbers(gatherer.cells.size());
        if (all.size() == 0) {
          std::iota(numbers.begin(), numbers.end(), 0U);
          std::swap(all, gatherer.cells);
        }
        for (std::size_t i = 0; i < gatherer.cells.size(); ++i) {
          all[gatherer.cells.key(i)].merge(gatherer.cells.value(i));
          numbers[i] = static_cast<std::uint32_t>(all.last_number());
        }
        joined(gatherer.worker, numbers);
      });
  if (cube.dimension_count() == 0) {
    Cube::Key key;
    key.fill(no_key);
    static_cast<void>(all[key]);
  }
  std::vector<Cube::Key> keys;
  keys.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    keys.push_back(all.key(i));
  }
  SortedCells<Cell> out;
  out.keys.reserve(all.size());
  out.cells.reserve(all.size());
  std::vector<std::uint32_t> numbers = cube.order(keys);
  for (const std::uint32_t number : numbers) {
    out.keys.push_back(keys[number]);
    out.cells.push_back(std::move(all.value(number)));
  }
  return {std::move(out), std::move(numbers)};
}
template <class Cell, class Make>
SortedCells<Cell> gather_cells(const Cube& cube, std::size_t count, std::size_t chunk,
                               unsigned threads, const Make& make) {
  return gather_numbered_cells<Cell>(cube, count, chunk, threads, make,
                                     [](const auto&, const auto&) {})
      .first;
}

/// All opportunities. Others like it leave out some that count for nothing.
struct AllRows {
  /// Appends those of [first, last) to the rows.
  void find(std::uint32_t first, std::uint32_t last, std::vector<std::uint32_t>& rows) const {
    for (std::uint32_t row = first; row < last; ++row) {
      rows.push_back(row);
    }
  }
  /// Is told which is looked at soon, to ask the memory for it.
  void foresee(std::uint32_t /*row*/) const noexcept {}
};

/// Calls f(row) for those of a chunk that are found. `rows` is memory to use.
template <class Rows, class Function>
void each_found(const Rows& found, std::uint32_t first, std::uint32_t last,
                std::vector<std::uint32_t>& rows, Function&& f) {
  constexpr std::size_t ahead = 32;
  rows.clear();
  found.find(first, last, rows);
  for (std::size_t i = 0; i < std::min(ahead, rows.size()); ++i) {
    found.foresee(rows[i]);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + ahead < rows.size()) {
      found.foresee(rows[i + ahead]);
    }
    f(rows[i]);
  }
}

/// Gathers the cells of the opportunities that are found, count and are accepted by the cube.
/// counts(row) says something of those that count (true, or a filled optional), and adder(row, what
/// it said)(part, cell) adds what a part of an opportunity contributes to a cell. amount_of(row,
/// what it said): in minor units of its currency.
template <class Cell, class Rows, class Counts, class Adder, class AmountOf>
SortedCells<Cell> gather_parts_of(const Rows& found, const Cube& cube,
                                  const MeasureContext& context, unsigned threads,
                                  const Counts& counts, const Adder& adder,
                                  const AmountOf& amount_of) {
  const std::size_t count = context.book().get<Opportunity>().rows();
  return gather_cells<Cell>(cube, count, records_at_once, threads, [&] {
    return [&, parts = std::vector<Part>(), rows = std::vector<std::uint32_t>()](
               std::uint32_t first, std::uint32_t last, CellMap<Cell>& cells) mutable {
      each_found(found, first, last, rows, [&](std::uint32_t row) {
        const auto counted = counts(row);
        if (!counted || !cube.accepts(row)) {
          return;
        }
        const auto add = adder(row, counted);
        cube.parts_of(row, amount_of(row, counted), parts);
        cube.each_counted(row, parts,
                          [&](const Cube::Key& key, const Part& part) { add(part, cells[key]); });
      });
    };
  });
}
/// The same of all opportunities.
template <class Cell, class Counts, class Adder, class AmountOf>
SortedCells<Cell> gather_parts(const Cube& cube, const MeasureContext& context, unsigned threads,
                               const Counts& counts, const Adder& adder,
                               const AmountOf& amount_of) {
  return gather_parts_of<Cell>(AllRows(), cube, context, threads, counts, adder, amount_of);
}
template <class Cell, class Counts, class Adder>
SortedCells<Cell> gather_parts(const Cube& cube, const MeasureContext& context, unsigned threads,
                               const Counts& counts, const Adder& adder) {
  return gather_parts<Cell>(
      cube, context, threads, counts, adder,
      [&](std::uint32_t row, const auto&) { return context.as_of.amount(row); });
}

/// Where nothing but numbers is counted: no amounts, and so no rates are needed.
inline constexpr auto no_amounts = [](std::uint32_t, const auto&) { return std::int64_t{0}; };

}  // namespace opportune
