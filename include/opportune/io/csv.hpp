// Tables in and out as CSV (RFC 4180): a header row, then one row a record. Every cell is read as
// text; who stores it makes numbers, dates and lists of it.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "opportune/core/cell.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

/// Reads a CSV text: UTF-8 with or without a byte order mark, LF or CRLF, fields in double quotes
/// where they hold commas, line ends or (doubled) quotes. An empty field is null, quoted or not.
/// Blank lines are skipped where the table has more than one column.
///
/// Throws InputError with code "missing_header", "unnamed_column", "duplicate_column",
/// "ragged_row" (fields more or fewer than the header) or "invalid_csv" (a quote never closed, or
/// text after the closing quote). Rows are counted from zero, without the header; the reason names
/// the line.
[[nodiscard]] InputTable read_csv_text(std::string content, std::string table_name);

/// The same from a file. StoreError where it cannot be read.
[[nodiscard]] InputTable read_csv(const std::filesystem::path& path, std::string table_name);

/// Every `<table>.csv` of a directory, in the order of their names; other files are left alone.
/// StoreError where the directory cannot be read; InputError "no_tables" where it has no CSV file.
[[nodiscard]] std::vector<InputTable> read_csv_directory(const std::filesystem::path& directory);

/// Writes a table with LF line ends. Lists are `a;b;c`, dates and instants ISO 8601, booleans true
/// and false, numbers so that they read back the same; null is empty. Throws InputError
/// "unwritable_list" for a list item that holds a semicolon, StoreError where the stream fails.
void write_csv(const Table& table, std::ostream& out);

}  // namespace opportune
