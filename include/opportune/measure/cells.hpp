// Cells, each with what is summed up in it. Here is what all measures share: how threads gather
// cells, and how these become the rows of a result. A measure adds what it sums up and its own
// columns.
#pragma once

#include <cstddef>
#include <cstdint>
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
  parallel_chunks(
      count, chunk, threads,
      [&] {
        return Gatherer{make(), {}};
      },
      [&](Gatherer& gatherer) {
        if (all.size() == 0) {
          std::swap(all, gatherer.cells);
        }
        for (std::size_t i = 0; i < gatherer.cells.size(); ++i) {
          all[gatherer.cells.key(i)].merge(gatherer.cells.value(i));
        }
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
  for (const std::uint32_t number : cube.order(keys)) {
    out.keys.push_back(keys[number]);
    out.cells.push_back(std::move(all.value(number)));
  }
  return out;
}

/// The same for the opportunities that count and that the cube accepts. counts(row) says something
/// of those that do (true, or a filled optional), and adder(row, what it said)(part, cell) adds
/// what a part of an opportunity contributes to a cell. amount_of(row, what it said): in minor
/// units of its currency.
template <class Cell, class Counts, class Adder, class AmountOf>
SortedCells<Cell> gather_parts(const Cube& cube, const MeasureContext& context, unsigned threads,
                               const Counts& counts, const Adder& adder,
                               const AmountOf& amount_of) {
  const std::size_t count = context.book().get<Opportunity>().rows();
  return gather_cells<Cell>(cube, count, records_at_once, threads, [&] {
    return [&, parts = std::vector<Part>()](std::uint32_t row, CellMap<Cell>& cells) mutable {
      const auto counted = counts(row);
      if (!counted || !cube.accepts(row)) {
        return;
      }
      const auto add = adder(row, counted);
      cube.parts_of(row, amount_of(row, counted), parts);
      cube.each_counted(row, parts,
                        [&](const Cube::Key& key, const Part& part) { add(part, cells[key]); });
    };
  });
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
