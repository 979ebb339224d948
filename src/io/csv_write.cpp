#include <ostream>
#include <string_view>

#include "io/write_cell.hpp"
#include "opportune/core/error.hpp"
#include "opportune/io/csv.hpp"

namespace opportune {

namespace {

void append_field(std::string& out, std::string_view value) {
  const bool spaces = !value.empty() && (value.front() == ' ' || value.back() == ' ');
  if (!spaces && value.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += value;
    return;
  }
  out += '"';
  for (const char c : value) {
    out += c;
    if (c == '"') {
      out += c;
    }
  }
  out += '"';
}

std::string list_text(const Table& table, const TableColumn& column, std::size_t row) {
  std::string out;
  append_items(out, column, row, ';', [&](std::string& text, const std::string& item) {
    if (item.find(';') != std::string::npos) {
      throw InputError(Issue{"unwritable_list", table.name(), static_cast<std::int64_t>(row),
                             column.name(), shown_value(item),
                             "an item of a list holds a semicolon, which separates items in CSV"});
    }
    text += item;
  });
  const std::vector<std::string>& items = column.list(row);
  if (!items.empty() && items.back().empty()) {
    out += ';';  // what is read ends before a last semicolon
  }
  return out;
}

}  // namespace

void write_csv(const Table& table, std::ostream& out) {
  std::string line;
  for (const TableColumn& column : table.columns()) {
    line += line.empty() ? "" : ",";
    append_field(line, column.name());
  }
  out << line << '\n';
  for (std::size_t row = 0; row < table.rows(); ++row) {
    line.clear();
    for (const TableColumn& column : table.columns()) {
      if (&column != &table.columns().front()) {
        line += ',';
      }
      if (!column.is_null(row)) {
        append_cell(line, column, row, append_field, [&](std::string& field) {
          append_field(field, list_text(table, column, row));
        });
      }
    }
    out << line << '\n';
  }
  if (!out.flush()) {
    throw StoreError("table '" + table.name() + "': the CSV could not be written");
  }
}

}  // namespace opportune
