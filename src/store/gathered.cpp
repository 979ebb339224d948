#include "store/gathered.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/write.hpp"
#include "opportune/core/error.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/io/json.hpp"

namespace opportune {
namespace {

template <class Value, class Add>
void add_parsed(TableColumn& to, const std::optional<Value>& value, const Add& add) {
  value ? add(*value) : to.add_null();
}

/// Adds a value that is not empty, or says why it is none of the column's type.
void add_value(TableColumn& to, const Cell& cell, Refusal& refusal) {
  std::string buffer;
  const auto add = [&](const auto& value) { to.add(value); };
  switch (to.type()) {
    case ColumnType::text:
      return add_parsed(to, parse_text(cell, buffer, refusal),
                        [&](std::string_view text) { to.add_text(text); });
    case ColumnType::integer:
      return add_parsed(to, parse_decimal(cell, 0, refusal),
                        [&](std::int64_t number) { to.add_integer(number); });
    case ColumnType::real:
      return add_parsed(to, parse_number(cell, refusal), [&](double real) { to.add_real(real); });
    case ColumnType::boolean:
      return add_parsed(to, parse_flag(cell, refusal), [&](bool flag) { to.add_boolean(flag); });
    case ColumnType::date:
      return add_parsed(to, parse_date_cell(cell, refusal), add);
    case ColumnType::instant:
      return add_parsed(to, parse_instant_cell(cell, refusal), add);
    case ColumnType::text_list: {
      std::vector<std::string> items;
      for (std::size_t i = 0; i < cell.count && cell.kind == Cell::Kind::list; ++i) {
        const Cell item = cell.items->cell(cell.first + i);
        items.emplace_back(parse_text(item, buffer, refusal).value_or(std::string_view()));
      }
      return to.add_list(items);
    }
  }
}

void add_column(TableColumn& to, const InputTable& from) {
  const InputColumn* cells = from.find(to.name());
  Refusal refusal;
  for (std::size_t row = 0; row < from.rows; ++row) {
    const Cell cell = cells == nullptr ? Cell::none() : cells->cell(row);
    is_empty(cell) ? to.add_null() : add_value(to, cell, refusal);
    if (!refusal.code.empty()) {
      throw InputError(Issue{refusal.code, from.name, static_cast<std::int64_t>(row), to.name(),
                             shown_value(cell_text(cell)), refusal.reason});
    }
  }
}

}  // namespace

void GatheredRecords::add(std::string_view table, std::string_view json) {
  const auto found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const auto& known) { return known->name() == table; });
  if (found == tables_.end()) {
    tables_.push_back(export_rows(Book{Currency{}}, table, {}, Decimals::exact));
  } else {
    std::rotate(found, found + 1, tables_.end());
  }
  std::vector<TableColumn>& columns = tables_.back()->columns();
  const InputTable records = read_json_records(json, std::string(table));
  for (const InputTable::Named& column : records.columns) {
    if (std::none_of(columns.begin(), columns.end(),
                     [&](const TableColumn& known) { return known.name() == column.name; })) {
      throw InputError(Issue{"unknown_column", std::string(table), Issue::no_row, column.name, "",
                             "is not a column of this table"});
    }
  }
  for (TableColumn& column : columns) {
    add_column(column, records);
  }
}

std::vector<InputTable> GatheredRecords::take() {
  std::vector<InputTable> out;
  for (std::shared_ptr<Table>& table : std::exchange(tables_, {})) {
    out.push_back(as_input(std::move(table)));
  }
  return out;
}

}  // namespace opportune
