#include <algorithm>
#include <fstream>
#include <memory>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "opportune/core/error.hpp"
#include "opportune/io/csv.hpp"

namespace opportune {

namespace {

class CsvColumn final : public InputColumn {
 public:
  explicit CsvColumn(std::shared_ptr<const std::string> content) : content_(std::move(content)) {}
  void add(std::string_view value) { values_.push_back(value); }

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view value = values_[first + i];
      out[i] = value.empty() ? Cell::none() : Cell::of_text(value);
    }
  }

 private:
  std::shared_ptr<const std::string> content_;
  std::vector<std::string_view> values_;
};

/// Splits the content into fields. Quoted fields are unescaped where they stand.
class CsvParser {
 public:
  CsvParser(std::string& content, const std::string& table)
      : at_(content.data()), end_(content.data() + content.size()), table_(table) {
    if (std::string_view(content).starts_with("\xEF\xBB\xBF")) {
      at_ += 3;
    }
  }

  [[nodiscard]] bool at_end() const { return at_ == end_; }
  [[nodiscard]] std::size_t line() const { return line_; }
  void set_row(std::int64_t row) { row_ = row; }

  /// Where the line at hand is blank, skips it.
  bool skip_blank_line() {
    char* after = at_ != end_ && *at_ == '\r' ? at_ + 1 : at_;
    if (after == end_ ? after == at_ : *after != '\n') {
      return false;
    }
    at_ = after == end_ ? after : after + 1;
    ++line_;
    return true;
  }

  /// The next record, up to and with its line end.
  void read_record(std::vector<std::string_view>& fields) {
    fields.clear();
    do {
      fields.push_back(at_ != end_ && *at_ == '"' ? quoted() : plain());
    } while (separator());
  }

  [[noreturn]] void fail(const char* code, const std::string& reason,
                         std::string_view value = {}) const {
    throw InputError(Issue{code, table_, row_, {}, shown_value(value), reason});
  }

 private:
  std::string_view plain() {
    const char* begin = at_;
    while (at_ != end_ && *at_ != ',' && *at_ != '\n') {
      ++at_;
    }
    const bool carriage_return = at_ != end_ && *at_ == '\n' && at_ != begin && at_[-1] == '\r';
    return {begin, static_cast<std::size_t>(at_ - begin) - (carriage_return ? 1 : 0)};
  }

  std::string_view quoted() {
    const std::size_t opened = line_;
    char* const begin = ++at_;
    char* to = begin;
    for (;; ++at_) {
      if (at_ == end_) {
        fail("invalid_csv",
             "the quote opened in line " + std::to_string(opened) + " is never closed");
      }
      if (*at_ == '"' && (++at_ == end_ || *at_ != '"')) {
        break;
      }
      line_ += *at_ == '\n' ? 1 : 0;
      *to++ = *at_;
    }
    const std::string_view value{begin, static_cast<std::size_t>(to - begin)};
    if (end_ - at_ >= 2 && at_[0] == '\r' && at_[1] == '\n') {
      ++at_;
    }
    if (at_ != end_ && *at_ != ',' && *at_ != '\n') {
      fail("invalid_csv", "text after the closing quote in line " + std::to_string(line_), value);
    }
    return value;
  }

  /// Whether another field follows in the record.
  bool separator() {
    if (at_ == end_) {
      return false;
    }
    const bool comma = *at_++ == ',';
    line_ += comma ? 0 : 1;
    return comma;
  }

  char* at_;
  char* end_;
  const std::string& table_;
  std::size_t line_ = 1;
  std::int64_t row_ = Issue::no_row;
};

std::vector<std::string> read_header(CsvParser& parser) {
  std::vector<std::string_view> fields;
  while (!parser.at_end() && parser.skip_blank_line()) {
  }
  if (parser.at_end()) {
    parser.fail("missing_header",
                "the text is empty; a header row with the columns' names is "
                "expected");
  }
  parser.read_record(fields);
  std::unordered_set<std::string_view> seen;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].empty()) {
      parser.fail("unnamed_column", "column " + std::to_string(i + 1) + " has no name");
    }
    if (!seen.insert(fields[i]).second) {
      parser.fail("duplicate_column", "there are two columns of this name", fields[i]);
    }
  }
  return {fields.begin(), fields.end()};
}

std::string read_file(const std::filesystem::path& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  std::ifstream in(path, std::ios::binary);
  if (error || !in) {
    throw StoreError("cannot read '" + path.string() + "'" +
                     (error ? ": " + error.message() : std::string()));
  }
  std::string content(static_cast<std::size_t>(size), '\0');
  in.read(content.data(), static_cast<std::streamsize>(size));
  if (in.bad() || static_cast<std::uintmax_t>(in.gcount()) != size) {
    throw StoreError("cannot read '" + path.string() + "' to its end");
  }
  return content;
}

}  // namespace

InputTable read_csv_text(std::string content, std::string table_name) {
  const auto shared = std::make_shared<std::string>(std::move(content));
  InputTable table;
  table.name = std::move(table_name);
  CsvParser parser(*shared, table.name);
  std::vector<std::shared_ptr<CsvColumn>> columns;
  for (std::string& name : read_header(parser)) {
    columns.push_back(std::make_shared<CsvColumn>(shared));
    table.columns.push_back({std::move(name), columns.back()});
  }
  std::vector<std::string_view> fields;
  while (!parser.at_end()) {
    if (columns.size() > 1 && parser.skip_blank_line()) {
      continue;
    }
    const std::size_t line = parser.line();
    parser.set_row(static_cast<std::int64_t>(table.rows));
    parser.read_record(fields);
    if (fields.size() != columns.size()) {
      parser.fail("ragged_row", "line " + std::to_string(line) + " has " +
                                    std::to_string(fields.size()) + " fields; the header has " +
                                    std::to_string(columns.size()));
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
      columns[i]->add(fields[i]);
    }
    ++table.rows;
  }
  return table;
}

InputTable read_csv(const std::filesystem::path& path, std::string table_name) {
  return read_csv_text(read_file(path), std::move(table_name));
}

std::vector<InputTable> read_csv_directory(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".csv") {
      paths.push_back(entry->path());
    }
  }
  if (error) {
    throw StoreError("cannot read the directory '" + directory.string() + "': " + error.message());
  }
  if (paths.empty()) {
    throw InputError(Issue{"no_tables",
                           {},
                           Issue::no_row,
                           {},
                           shown_value(directory.string()),
                           "the directory has no .csv file; one file per table is expected, such "
                           "as opportunity.csv"});
  }
  std::sort(paths.begin(), paths.end());
  std::vector<InputTable> tables;
  tables.reserve(paths.size());
  for (const std::filesystem::path& path : paths) {
    tables.push_back(read_csv(path, path.stem().string()));
  }
  return tables;
}

}  // namespace opportune
