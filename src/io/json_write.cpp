#include <cmath>

#include "io/json_text.hpp"
#include "io/write_cell.hpp"
#include "opportune/io/json.hpp"

namespace opportune {

namespace {

void append_value(std::string& out, const TableColumn& column, std::size_t row) {
  if (column.is_null(row) ||
      (column.type() == ColumnType::real && !std::isfinite(column.real(row)))) {
    out += "null";
    return;
  }
  append_cell(out, column, row, append_json_string, [&](std::string& list) {
    list += '[';
    append_items(list, column, row, ',', append_json_string);
    list += ']';
  });
}

}  // namespace

std::string write_json_records(const Table& table) {
  std::string out = "[";
  for (std::size_t row = 0; row < table.rows(); ++row) {
    out += row == 0 ? "{" : ",{";
    for (const TableColumn& column : table.columns()) {
      out += &column == &table.columns().front() ? "" : ",";
      append_json_string(out, column.name());
      out += ':';
      append_value(out, column, row);
    }
    out += '}';
  }
  return out + ']';
}

}  // namespace opportune
