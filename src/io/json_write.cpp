#include <cmath>
#include <utility>

#include "io/json_record.hpp"
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

void append_json_record(std::string& out, const Table& table, std::size_t row, Nulls nulls) {
  char before = '{';
  for (const TableColumn& column : table.columns()) {
    if (nulls == Nulls::written || !column.is_null(row)) {
      out += std::exchange(before, ',');
      append_json_string(out, column.name());
      out += ':';
      append_value(out, column, row);
    }
  }
  out += before == '{' ? "{}" : "}";
}

std::string write_json_records(const Table& table) {
  std::string out = "[";
  for (std::size_t row = 0; row < table.rows(); ++row) {
    out += row == 0 ? "" : ",";
    append_json_record(out, table, row, Nulls::written);
  }
  return out + ']';
}

}  // namespace opportune
