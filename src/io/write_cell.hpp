// Cells of a result as text: what CSV and JSON write alike.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "io/number_text.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

/// Appends the items of a list cell, each by item(out, text), with the separator between them: also
/// beside an item that is empty.
template <class Item>
void append_items(std::string& out, const TableColumn& column, std::size_t row, char separator,
                  const Item& item) {
  bool first = true;
  for (const std::string& text : column.list(row)) {
    if (!first) {
      out += separator;
    }
    first = false;
    item(out, text);
  }
}

/// Appends a cell that is not null: numbers and flags as they are, a text, date or instant by
/// text(out, value), a list by list(out).
template <class Text, class List>
void append_cell(std::string& out, const TableColumn& column, std::size_t row, const Text& text,
                 const List& list) {
  switch (column.type()) {
    case ColumnType::text:
      return text(out, column.text(row));
    case ColumnType::integer:
      return append_number(out, column.integer(row));
    case ColumnType::real:
      return append_number(out, column.real(row));
    case ColumnType::boolean:
      out += column.boolean(row) ? "true" : "false";
      return;
    case ColumnType::date:
      return text(out, to_string(column.date(row)));
    case ColumnType::instant:
      return text(out, to_string(column.instant(row)));
    case ColumnType::text_list:
      return list(out);
  }
}

}  // namespace opportune
