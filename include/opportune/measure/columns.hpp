// The columns of a result, each from a function of a cell.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/core/money.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

/// numerator / denominator; nothing where that is 0.
[[nodiscard]] inline std::optional<double> ratio(std::int64_t numerator, std::int64_t denominator) {
  return denominator == 0
             ? std::nullopt
             : std::optional(static_cast<double>(numerator) / static_cast<double>(denominator));
}

/// Adds columns to a table, a row for each cell in the order of the list.
template <class Cell>
class CellColumns {
 public:
  CellColumns(Table& table, std::vector<Cell>& cells) : table_(table), cells_(cells) {}

  /// value(cell): an integer, or an optional one (null where it is empty).
  template <class Value>
  CellColumns& integer(std::string name, Value&& value) {
    return add(std::move(name), ColumnType::integer, [&](TableColumn& column, Cell& cell) {
      const std::optional<std::int64_t> number = value(cell);
      number ? column.add_integer(*number) : column.add_null();
    });
  }
  /// value(cell): a number, or an optional one.
  template <class Value>
  CellColumns& real(std::string name, Value&& value) {
    return add(std::move(name), ColumnType::real, [&](TableColumn& column, Cell& cell) {
      const std::optional<double> number = value(cell);
      number ? column.add_real(*number) : column.add_null();
    });
  }
  /// value(cell): a text; null where it is empty.
  template <class Value>
  CellColumns& text(std::string name, Value&& value) {
    return add(std::move(name), ColumnType::text,
               [&](TableColumn& column, Cell& cell) { column.add_text_or_null(value(cell)); });
  }
  template <class Value>
  CellColumns& date(std::string name, Value&& value) {
    return add(std::move(name), ColumnType::date,
               [&](TableColumn& column, Cell& cell) { column.add(value(cell)); });
  }
  template <class Value>
  CellColumns& instant(std::string name, Value&& value) {
    return add(std::move(name), ColumnType::instant,
               [&](TableColumn& column, Cell& cell) { column.add(value(cell)); });
  }
  /// Of the amounts before it.
  CellColumns& currency(Currency reporting) {
    return text("currency", [&](const Cell&) { return reporting.code(); });
  }

 private:
  template <class Each>
  CellColumns& add(std::string name, ColumnType type, Each&& each) {
    TableColumn& column = table_.column(std::move(name), type);
    column.reserve(cells_.size());
    for (Cell& cell : cells_) {
      each(column, cell);
    }
    return *this;
  }

  Table& table_;
  std::vector<Cell>& cells_;
};

}  // namespace opportune
