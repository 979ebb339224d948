#include "store/sqlite/rows.hpp"

#include <vector>

#include "store/layout.hpp"

namespace opportune::sqlite {
namespace {

/// What is bound to a statement, and lives until it has run.
class Row {
 public:
  explicit Row(Statement& statement) : statement_(statement) {}
  void cell(int parameter, const TableColumn& column, std::size_t row) {
    if (column.is_null(row)) {
      statement_.bind_null(parameter);
      return;
    }
    switch (column.type()) {
      case ColumnType::integer:
        return statement_.bind(parameter, column.integer(row));
      case ColumnType::boolean:
        return statement_.bind(parameter, std::int64_t{column.boolean(row)});
      case ColumnType::real:
        return statement_.bind(parameter, column.real(row));
      case ColumnType::text:
        return statement_.bind(parameter, column.text(row));
      default:
        return statement_.bind(parameter,
                               std::string_view(texts_.emplace_back(stored_text(column, row))));
    }
  }

 private:
  Statement& statement_;
  std::vector<std::string> texts_ = reserved();
  static std::vector<std::string> reserved() {
    std::vector<std::string> out;
    out.reserve(64);  // more than any table has columns: what is bound stays where it is
    return out;
  }
};

}  // namespace

JournalEntry entry_of(const Statement& statement) {
  JournalEntry out;
  out.sequence = static_cast<std::uint64_t>(statement.integer(0));
  out.commit = static_cast<std::uint64_t>(statement.integer(1));
  out.recorded = parse_instant(statement.text(2)).value_or(Instant{});
  out.at = parse_instant(statement.text(3)).value_or(Instant{});
  out.by = statement.text(4);
  out.kind = kind_named(statement.text(5));
  out.table = statement.text(6);
  out.record = statement.text(7);
  out.payload = statement.text(8);
  return out;
}

std::optional<JournalMark> mark_in(Statement& statement) {
  std::optional<JournalMark> out;
  if (statement.step()) {
    out = {static_cast<std::uint64_t>(statement.integer(0)),
           parse_instant(statement.text(1)).value_or(Instant{}), statement.integer(2)};
    statement.reset();
  }
  return out;
}

void run_with(Statement& statement, const JournalEntry& entry, std::int64_t checksum,
              EntryTexts& texts) {
  const auto text_or_null = [&](int parameter, const std::string& text) {
    text.empty() ? statement.bind_null(parameter) : statement.bind(parameter, text);
  };
  statement.bind(1, static_cast<std::int64_t>(entry.sequence));
  statement.bind(2, static_cast<std::int64_t>(entry.commit));
  statement.bind(3, texts.recorded.of(entry.recorded));
  entry.at.has_value() ? statement.bind(4, texts.at.of(entry.at)) : statement.bind_null(4);
  text_or_null(5, entry.by);
  statement.bind(6, kind_name(entry.kind));
  statement.bind(7, std::string_view(entry.table));
  text_or_null(8, entry.record);
  statement.bind(9, std::string_view(entry.payload));
  statement.bind(10, checksum);
  statement.run();
}

std::string put_statement(const Table& table, bool have_ids) {
  return std::string(have_ids ? "INSERT OR REPLACE" : "INSERT") + " INTO " + quoted(table.name()) +
         " VALUES (" + list_of(table.columns().size(), "?") + ")";
}

void run_with(Statement& statement, const Table& table, std::size_t row) {
  Row bound(statement);
  int parameter = 0;
  for (const TableColumn& column : table.columns()) {
    bound.cell(++parameter, column, row);
  }
  statement.run();
}

}  // namespace opportune::sqlite
