#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "io/decimal_text.hpp"
#include "io/json_parse.hpp"
#include "io/json_records.hpp"
#include "io/json_text.hpp"
#include "io/number_text.hpp"
#include "opportune/core/error.hpp"
#include "opportune/io/json.hpp"

namespace opportune {

namespace {

/// Counts the bytes that the parser has taken.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* taken) : at_(at), taken_(taken) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*taken_;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* taken_;
};

/// Takes the parser's events. Levels: an optional array, the record, and within it values whose
/// JSON is written again as it comes (`nested_`), with the items of an array of strings beside.
class RecordReader {
 public:
  using json = nlohmann::json;

  RecordReader(JsonRecords& records, const std::string& table, const std::size_t& byte)
      : records_(records), table_(table), byte_(byte) {}

  // The names are those that nlohmann::json::sax_parse calls.
  bool null() {
    return value("null", [] { return Cell::none(); });
  }
  bool boolean(bool given) {
    return value(given ? "true" : "false", [given] { return Cell::of_boolean(given); });
  }
  bool number_integer(json::number_integer_t given) {
    return value(number(given), [given] { return Cell::of_integer(given); });
  }
  bool number_unsigned(json::number_unsigned_t given) {
    return value(number(given), [&] {
      return given <= std::numeric_limits<std::int64_t>::max()
                 ? Cell::of_integer(static_cast<std::int64_t>(given))
                 : Cell::of_text(records_.keep(std::to_string(given)));
    });
  }
  bool number_float(json::number_float_t given, const std::string& text) {
    return value(text, [&] { return decimal_cell(text).value_or(Cell::of_real(given)); });
  }
  bool string(std::string& given) {
    if (nested_depth_ == 1 && only_strings_) {
      strings_.push_back(given);
    }
    if (nested_depth_ > 0) {
      before_value();
      append_json_string(nested_, given);
      return true;
    }
    return value({}, [&] { return Cell::of_text(records_.keep(std::move(given))); });
  }
  bool binary(json::binary_t& /*given*/) { return false; }  // not in JSON text

  bool start_object(std::size_t /*size*/) {
    if (!in_record_) {
      enter();
      in_record_ = true;
      column_ = std::numeric_limits<std::size_t>::max();
      keys_.emplace_back();
      return true;
    }
    start_nested('{');
    keys_.emplace_back();
    return true;
  }
  bool key(std::string& name) {
    if (!keys_.back().insert(name).second) {
      fail("the key '" + shown_value(name) + "' is given twice in one object");
    }
    if (nested_depth_ == 0) {
      column_ = records_.column(name);
      return true;
    }
    before_value();
    append_json_string(nested_, name);
    nested_ += ':';
    return true;
  }
  bool end_object() {
    keys_.pop_back();
    --depth_;
    if (nested_depth_ > 0) {
      end_nested('}');
      return true;
    }
    in_record_ = false;
    ++records_.rows;
    return true;
  }
  bool start_array(std::size_t /*size*/) {
    if (depth_ == 0) {
      enter();
      return true;
    }
    if (!in_record_) {
      fail("an object is expected as a record, not an array");
    }
    start_nested('[');
    return true;
  }
  bool end_array() {
    --depth_;
    if (nested_depth_ > 0) {
      end_nested(']');
    }
    return true;
  }
  bool parse_error(std::size_t position, const std::string& token, const json::exception& error) {
    // "[json.exception.x.1] parse error at line 1, column 2: reason; last read: 'text'". The text
    // is the issue's value; in the reason it may be megabytes long.
    std::string_view reason = error.what();
    for (const std::string_view before : {"] ", ": "}) {
      const std::size_t at =
          reason.starts_with("number") ? std::string_view::npos : reason.find(before);
      reason.remove_prefix(at == std::string_view::npos ? 0 : at + before.size());
    }
    constexpr std::size_t longest = 200;
    reason = reason.substr(0, std::min(reason.find("; last read:"), longest));
    fail(as_utf8(reason), position, as_utf8(shown_value(token)));
  }

 private:
  static std::string number(auto given) {
    std::string text;
    append_number(text, given);
    return text;
  }

  [[noreturn]] void fail(const std::string& reason, std::size_t position,
                         const std::string& token = {}) const {
    throw InputError(Issue{"invalid_json", table_,
                           in_record_ ? static_cast<std::int64_t>(records_.rows) : Issue::no_row,
                           in_record_ && column_ < records_.columns.size()
                               ? records_.columns[column_].name
                               : std::string(),
                           token, "byte " + std::to_string(position) + ": " + reason});
  }
  [[noreturn]] void fail(const std::string& reason) const { fail(reason, byte_); }

  void enter() {
    if (++depth_ > max_json_depth) {
      fail("more than " + std::to_string(max_json_depth) + " levels of objects and arrays");
    }
  }

  template <class MakeCell>
  bool value(std::string_view json_text, const MakeCell& make_cell) {
    if (!in_record_) {
      fail("an object is expected as a record");
    }
    if (nested_depth_ == 0) {
      store(make_cell());
      return true;
    }
    only_strings_ = false;
    before_value();
    nested_ += json_text;
    return true;
  }

  void store(const Cell& cell) {
    if (cell.kind != Cell::Kind::null) {
      records_.columns[column_].cells.emplace_back(records_.rows, cell);
    }
  }

  void before_value() {
    const char last = nested_.back();
    if (last != '[' && last != '{' && last != ':') {
      nested_ += ',';
    }
  }

  void start_nested(char open) {
    enter();
    if (nested_depth_++ == 0) {
      nested_.clear();
      strings_.clear();
      only_strings_ = open == '[';
    } else {
      only_strings_ = false;
      before_value();
    }
    nested_ += open;
  }

  void end_nested(char close) {
    nested_ += close;
    if (--nested_depth_ > 0) {
      return;
    }
    if (!only_strings_) {
      store(Cell::of_text(records_.keep(nested_)));
      return;
    }
    const std::size_t first = records_.items.size();
    for (std::string& text : strings_) {
      records_.items.add(records_.keep(std::move(text)));
    }
    store(Cell::of_list(records_.items, first, strings_.size()));
  }

  JsonRecords& records_;
  const std::string& table_;
  const std::size_t& byte_;
  std::size_t depth_ = 0;
  bool in_record_ = false;
  std::size_t column_ = std::numeric_limits<std::size_t>::max();
  std::vector<std::unordered_set<std::string>> keys_;  // of the open objects
  std::size_t nested_depth_ = 0;
  std::string nested_;
  bool only_strings_ = false;
  std::vector<std::string> strings_;
};

}  // namespace

InputTable read_json_records(std::string_view text, std::string table_name) {
  const auto records = std::make_shared<JsonRecords>();
  std::size_t byte = 0;
  RecordReader reader(*records, table_name, byte);
  nlohmann::json::sax_parse(CountingIterator(text.data(), &byte),
                            CountingIterator(text.data() + text.size(), &byte), &reader);
  InputTable table;
  table.name = std::move(table_name);
  table.rows = records->rows;
  for (std::size_t i = 0; i < records->columns.size(); ++i) {
    table.columns.push_back({records->columns[i].name, std::make_shared<JsonColumn>(records, i)});
  }
  return table;
}

}  // namespace opportune
