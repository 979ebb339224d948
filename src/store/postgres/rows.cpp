#include "store/postgres/rows.hpp"

#include <utility>

#include "store/layout.hpp"

namespace opportune::postgres {
namespace {

/// $1, $2, ...
std::string parameters(std::size_t count) {
  std::string out;
  for (std::size_t i = 1; i <= count; ++i) {
    out += (i == 1 ? "$" : ", $") + std::to_string(i);
  }
  return out;
}

std::optional<std::string> or_null(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

}  // namespace

JournalEntry entry_of(const Result& row) {
  JournalEntry out;
  out.sequence = static_cast<std::uint64_t>(row.integer(0, 0));
  out.commit = static_cast<std::uint64_t>(row.integer(0, 1));
  out.recorded = parse_instant(row.text(0, 2)).value_or(Instant{});
  out.at = parse_instant(row.text(0, 3)).value_or(Instant{});
  out.by = row.text(0, 4);
  out.kind = kind_named(row.text(0, 5));
  out.table = row.text(0, 6);
  out.record = row.text(0, 7);
  out.payload = row.text(0, 8);
  return out;
}

std::optional<JournalMark> mark_in(const Result& found) {
  if (found.rows() == 0) {
    return std::nullopt;
  }
  return JournalMark{static_cast<std::uint64_t>(found.integer(0, 0)),
                     parse_instant(found.text(0, 1)).value_or(Instant{}), found.integer(0, 2)};
}

const std::string& insert_entry() {
  static const std::string out = "INSERT INTO change_log VALUES (" + parameters(10) + ")";
  return out;
}

Values values_of(JournalEntry entry, std::int64_t checksum) {
  Values out;
  out.reserve(10);
  out.emplace_back(std::to_string(entry.sequence));
  out.emplace_back(std::to_string(entry.commit));
  out.emplace_back(to_string(entry.recorded));
  out.push_back(or_null(entry.at.has_value() ? to_string(entry.at) : std::string()));
  out.push_back(or_null(std::move(entry.by)));
  out.emplace_back(kind_name(entry.kind));
  out.emplace_back(std::move(entry.table));
  out.push_back(or_null(std::move(entry.record)));
  out.emplace_back(std::move(entry.payload));
  out.emplace_back(std::to_string(checksum));
  return out;
}

std::string put_statement(const Table& table, bool have_ids) {
  std::string out = "INSERT INTO " + quoted(table.name()) + " VALUES (" +
                    parameters(table.columns().size()) + ")";
  if (have_ids) {
    out += " ON CONFLICT (id) DO UPDATE SET ";
    for (std::size_t i = 1; i < table.columns().size(); ++i) {
      const std::string name = quoted(table.columns()[i].name());
      out += (i == 1 ? "" : ", ") + name + " = excluded." + name;
    }
  }
  return out;
}

Values values_of(const Table& table, std::size_t row) {
  Values out;
  out.reserve(table.columns().size());
  for (const TableColumn& column : table.columns()) {
    out.push_back(column.is_null(row) ? std::nullopt
                                      : std::optional(without_zeros(stored_text(column, row))));
  }
  return out;
}

std::string without_zeros(std::string text) {
  for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at)) {
    text.replace(at, 1, "\xEF\xBF\xBD");
  }
  return text;
}

}  // namespace opportune::postgres
