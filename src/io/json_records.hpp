// What was read of JSON records: per column, the cells that are there, with their rows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "opportune/core/cell.hpp"

namespace opportune {

/// The items of all lists of a table, one after another.
class JsonItems final : public InputColumn {
 public:
  void add(std::string_view item) { items_.push_back(item); }
  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
  void read(std::size_t first, std::size_t count, Cell* out) const override {
    for (std::size_t i = 0; i < count; ++i) {
      out[i] = Cell::of_text(items_[first + i]);
    }
  }

 private:
  std::vector<std::string_view> items_;
};

/// Cells are kept only where a record has the key: many keys in many records need no more memory
/// than the text that they came from.
struct JsonRecords {
  struct Column {
    std::string name;
    std::vector<std::pair<std::size_t, Cell>> cells;  ///< by ascending row
  };

  std::vector<Column> columns;
  std::unordered_map<std::string, std::size_t> column_of;
  std::deque<std::string> texts;  ///< a deque: its strings stay where they are
  JsonItems items;
  std::size_t rows = 0;

  [[nodiscard]] std::size_t column(const std::string& name) {
    const auto [at, is_new] = column_of.emplace(name, columns.size());
    if (is_new) {
      columns.push_back({name, {}});
    }
    return at->second;
  }
  [[nodiscard]] std::string_view keep(std::string text) {
    return texts.emplace_back(std::move(text));
  }
};

class JsonColumn final : public InputColumn {
 public:
  JsonColumn(std::shared_ptr<const JsonRecords> records, std::size_t column)
      : records_(std::move(records)), cells_(records_->columns[column].cells) {}

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    auto at =
        std::lower_bound(cells_.begin(), cells_.end(), first,
                         [](const auto& known, std::size_t row) { return known.first < row; });
    for (std::size_t row = first; row < first + count; ++row, ++out) {
      const bool given = at != cells_.end() && at->first == row;
      *out = given ? (at++)->second : Cell::none();
    }
  }

 private:
  std::shared_ptr<const JsonRecords> records_;
  const std::vector<std::pair<std::size_t, Cell>>& cells_;
};

}  // namespace opportune
