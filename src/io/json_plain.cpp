#include "io/json_plain.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "io/json_records.hpp"

namespace opportune {
namespace {

/// A column of one row.
class PlainColumn final : public InputColumn {
 public:
  explicit PlainColumn(const Cell& cell) : cell_(cell) {}
  void read(std::size_t /*first*/, std::size_t count, Cell* out) const override {
    std::fill_n(out, count, cell_);
  }

 private:
  Cell cell_;
};

struct PlainRecord {
  JsonItems items;
  std::vector<std::unique_ptr<const PlainColumn>> columns;
};

std::optional<std::string_view> plain_text(const JsonSlice& value) {
  const std::string_view json = value.json();
  return value.is_text() && json.find('\\') == std::string_view::npos
             ? std::optional(json.substr(1, json.size() - 2))
             : std::nullopt;
}

std::optional<Cell> plain_list(const JsonSlice& value, JsonItems& items) {
  const std::size_t first = items.size();
  bool is_plain = true;
  value.each_item([&](const JsonSlice& item) {
    const auto text = plain_text(item);
    is_plain = is_plain && text.has_value();
    items.add(text.value_or(std::string_view()));
  });
  return is_plain ? std::optional(Cell::of_list(items, first, items.size() - first)) : std::nullopt;
}

std::optional<Cell> plain_cell(const JsonSlice& value, JsonItems& items) {
  const std::string_view json = value.json();
  if (const auto text = plain_text(value)) {
    return Cell::of_text(*text);
  }
  if (value.is_array()) {
    return plain_list(value, items);
  }
  if (value.is_null()) {
    return Cell::none();
  }
  if (json == "true" || json == "false") {
    return Cell::of_boolean(json == "true");
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(json.data(), json.data() + json.size(), number);
  return error == std::errc() && end == json.data() + json.size()
             ? std::optional(Cell::of_integer(number))
             : std::nullopt;
}

}  // namespace

std::optional<InputTable> read_plain_record(const JsonSlice& object, std::string table_name) {
  const auto record = std::make_shared<PlainRecord>();
  InputTable table;
  bool is_plain = true;
  constexpr std::size_t most = 64;  // no table has as many: each name is compared with all others
  object.each_member([&](const std::string& name, const JsonSlice& value) {
    is_plain = is_plain && table.columns.size() < most && table.find(name) == nullptr;
    const auto cell = is_plain ? plain_cell(value, record->items) : std::nullopt;
    is_plain = cell.has_value();
    if (is_plain) {
      record->columns.push_back(std::make_unique<const PlainColumn>(*cell));
      table.columns.push_back(
          {name, std::shared_ptr<const InputColumn>(record, record->columns.back().get())});
    }
  });
  if (!is_plain) {
    return std::nullopt;
  }
  table.name = std::move(table_name);
  table.rows = 1;
  return table;
}

}  // namespace opportune
