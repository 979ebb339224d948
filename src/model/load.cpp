#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "io/json_text.hpp"
#include "model/run_loader.hpp"
#include "model/write.hpp"
#include "opportune/core/parse.hpp"

namespace opportune {
namespace {

/// Some rows of a column.
class ChosenRows final : public InputColumn {
 public:
  ChosenRows(std::shared_ptr<const InputColumn> column,
             std::shared_ptr<const std::vector<std::size_t>> rows)
      : column_(std::move(column)), rows_(std::move(rows)) {}
  void read(std::size_t first, std::size_t count, Cell* out) const override {
    for (std::size_t i = 0; i < count; ++i) {
      column_->read((*rows_)[first + i], 1, out + i);
    }
  }

 private:
  std::shared_ptr<const InputColumn> column_;
  std::shared_ptr<const std::vector<std::size_t>> rows_;
};

InputTable without(const InputTable& table, const std::set<std::int64_t>& bad) {
  auto rows = std::make_shared<std::vector<std::size_t>>();
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (!bad.contains(static_cast<std::int64_t>(row))) {
      rows->push_back(row);
    }
  }
  InputTable out{table.name, {}, rows->size()};
  for (const InputTable::Named& column : table.columns) {
    out.columns.push_back({column.name, std::make_shared<ChosenRows>(column.column, rows)});
  }
  return out;
}

std::string record_json(const InputTable& table, std::size_t row) {
  std::string out = "{";
  for (const InputTable::Named& column : table.columns) {
    const Cell cell = column.column->cell(row);
    if (!is_empty(cell)) {
      out += out.size() > 1 ? ", " : "";
      append_json_string(out, column.name);
      out += ": ";
      append_json_string(out, shown_value(cell_text(cell)));
    }
  }
  return out + "}";
}

std::shared_ptr<Table> quarantine_table() {
  auto out = std::make_shared<Table>("quarantine");
  out->columns().reserve(7);
  out->column("table", ColumnType::text);
  out->column("row", ColumnType::integer);
  for (const char* name : {"field", "value", "code", "reason", "record"}) {
    out->column(name, ColumnType::text);
  }
  return out;
}

/// One attempt on a copy; the copy is kept only where nothing was wrong.
void attempt(Book& book, const std::vector<InputTable>& tables, const LoadOptions& options,
             IssueList& issues) {
  Book work = book;
  TableProgress progress;
  if (options.progress) {
    LoadProgress so_far;
    for (const InputTable& table : tables) {
      so_far.total += table.rows;
    }
    progress = [&options, so_far](std::string_view table, std::uint64_t rows) mutable {
      so_far.table = table;
      so_far.done += rows;
      options.progress(so_far);
    };
  }
  run_loader(work, tables, issues, nullptr, std::move(progress));
  if (issues.empty()) {
    book = std::move(work);
  }
}

}  // namespace

LoadReport load_tables(Book& book, const std::vector<InputTable>& tables,
                       const LoadOptions& options) {
  LoadReport report;
  report.quarantine = quarantine_table();
  const bool quarantine = options.on_error == LoadOptions::OnError::quarantine;
  const std::size_t limit =
      quarantine ? std::numeric_limits<std::size_t>::max() : options.issue_limit;

  std::vector<std::set<std::int64_t>> bad(tables.size());
  std::vector<InputTable> good = tables;
  for (;;) {
    IssueList issues(limit);
    attempt(book, good, options, issues);
    if (issues.empty()) {
      break;
    }
    const bool of_rows = std::all_of(issues.issues().begin(), issues.issues().end(),
                                     [](const Issue& i) { return i.row != Issue::no_row; });
    if (!quarantine || !of_rows) {
      issues.raise();
    }
    // Rows were renumbered by the rows taken out before; go back to the caller's numbers.
    std::vector<std::vector<std::int64_t>> number(tables.size());
    std::vector<TableColumn>& out = report.quarantine->columns();
    for (const Issue& issue : issues.issues()) {
      const auto table = static_cast<std::size_t>(
          std::find_if(tables.begin(), tables.end(),
                       [&](const InputTable& t) { return t.name == issue.table; }) -
          tables.begin());
      if (number[table].empty()) {
        for (std::size_t row = 0; row < tables[table].rows; ++row) {
          if (!bad[table].contains(static_cast<std::int64_t>(row))) {
            number[table].push_back(static_cast<std::int64_t>(row));
          }
        }
      }
      const std::int64_t row = number[table][static_cast<std::size_t>(issue.row)];
      out[0].add_text(issue.table);
      out[1].add_integer(row);
      out[2].add_text_or_null(issue.field);
      out[3].add_text_or_null(issue.value);
      out[4].add_text(issue.code);
      out[5].add_text(issue.reason);
      out[6].add_text(record_json(tables[table], static_cast<std::size_t>(row)));
    }
    for (const Issue& issue : issues.issues()) {
      for (std::size_t table = 0; table < tables.size(); ++table) {
        if (tables[table].name == issue.table) {
          bad[table].insert(number[table][static_cast<std::size_t>(issue.row)]);
        }
      }
    }
    for (std::size_t table = 0; table < tables.size(); ++table) {
      good[table] = without(tables[table], bad[table]);
    }
  }
  for (const InputTable& table : good) {
    report.loaded.push_back({table.name, table.rows});
  }
  return report;
}

}  // namespace opportune
