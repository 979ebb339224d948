#include <cmath>

#include "io/json_text.hpp"
#include "io/number_text.hpp"
#include "opportune/io/json.hpp"

namespace opportune {

namespace {

void append_list(std::string& out, const TableColumn& column, std::size_t row) {
  out += '[';
  bool first = true;
  for (const std::string& item : column.list(row)) {
    out += first ? "" : ",";
    append_json_string(out, item);
    first = false;
  }
  out += ']';
}

void append_value(std::string& out, const TableColumn& column, std::size_t row) {
  if (column.is_null(row) ||
      (column.type() == ColumnType::real && !std::isfinite(column.real(row)))) {
    out += "null";
    return;
  }
  switch (column.type()) {
    case ColumnType::text:
      return append_json_string(out, column.text(row));
    case ColumnType::integer:
      return append_number(out, column.integer(row));
    case ColumnType::real:
      return append_number(out, column.real(row));
    case ColumnType::boolean:
      out += column.boolean(row) ? "true" : "false";
      return;
    case ColumnType::date:
      return append_json_string(out, to_string(column.date(row)));
    case ColumnType::instant:
      return append_json_string(out, to_string(column.instant(row)));
    case ColumnType::text_list:
      return append_list(out, column, row);
  }
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
