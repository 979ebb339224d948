// Implementation of core/table.hpp.
#pragma once

#include "opportune/core/error.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

inline TableColumn::TableColumn(std::string name, ColumnType type)
    : name_(std::move(name)), type_(type) {
  if (type == ColumnType::text || type == ColumnType::text_list) {
    offsets_.push_back(0);
  }
  if (type == ColumnType::text_list) {
    list_offsets_.push_back(0);
  }
}

inline void TableColumn::mark(bool valid) {
  if (!valid && null_count_++ == 0) {
    validity_.assign(size_ / 8 + 1, 0xFF);
    validity_[size_ / 8] = static_cast<std::uint8_t>((1U << (size_ % 8)) - 1U);
  } else if (null_count_ > 0) {
    if (size_ % 8 == 0) {
      validity_.push_back(0);
    }
    if (valid) {
      validity_[size_ / 8] = static_cast<std::uint8_t>(validity_[size_ / 8] | 1U << (size_ % 8));
    }
  }
  ++size_;
}

inline void TableColumn::append_bytes(std::string_view value) {
  bytes_.insert(bytes_.end(), value.begin(), value.end());
  offsets_.push_back(static_cast<std::int64_t>(bytes_.size()));
}

inline void TableColumn::add_null() {
  switch (type_) {
    case ColumnType::text:
      append_bytes({});
      break;
    case ColumnType::integer:
    case ColumnType::instant:
      integers_.push_back(0);
      break;
    case ColumnType::real:
      reals_.push_back(0);
      break;
    case ColumnType::boolean:
      if (size_ % 8 == 0) {
        bits_.push_back(0);
      }
      break;
    case ColumnType::date:
      days_.push_back(0);
      break;
    case ColumnType::text_list:
      list_offsets_.push_back(list_offsets_.back());
      break;
  }
  mark(false);
}

inline void TableColumn::add_text(std::string_view value) {
  append_bytes(value);
  mark(true);
}
inline void TableColumn::add_text_or_null(std::string_view value) {
  value.empty() ? add_null() : add_text(value);
}
inline void TableColumn::add_integer(std::int64_t value) {
  integers_.push_back(value);
  mark(true);
}
inline void TableColumn::add_real(double value) {
  reals_.push_back(value);
  mark(true);
}
inline void TableColumn::add_boolean(bool value) {
  if (size_ % 8 == 0) {
    bits_.push_back(0);
  }
  if (value) {
    bits_[size_ / 8] = static_cast<std::uint8_t>(bits_[size_ / 8] | 1U << (size_ % 8));
  }
  mark(true);
}
inline void TableColumn::add(Date value) {
  if (!value.has_value()) {
    return add_null();
  }
  days_.push_back(value.days);
  mark(true);
}
inline void TableColumn::add(Instant value) {
  if (!value.has_value()) {
    return add_null();
  }
  integers_.push_back(value.micros);
  mark(true);
}
inline void TableColumn::add_list(const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    append_bytes(value);
  }
  list_offsets_.push_back(static_cast<std::int64_t>(offsets_.size() - 1));
  mark(true);
}

inline void TableColumn::add_from(const TableColumn& other, std::size_t row) {
  if (other.is_null(row)) {
    return add_null();
  }
  switch (type_) {
    case ColumnType::text:
      return add_text(other.text(row));
    case ColumnType::integer:
      return add_integer(other.integer(row));
    case ColumnType::real:
      return add_real(other.real(row));
    case ColumnType::boolean:
      return add_boolean(other.boolean(row));
    case ColumnType::date:
      return add(other.date(row));
    case ColumnType::instant:
      return add(other.instant(row));
    case ColumnType::text_list:
      return add_list(other.list(row));
  }
}

inline void TableColumn::reserve(std::size_t rows) {
  switch (type_) {
    case ColumnType::text:
      offsets_.reserve(rows + 1);
      break;
    case ColumnType::integer:
    case ColumnType::instant:
      integers_.reserve(rows);
      break;
    case ColumnType::real:
      reals_.reserve(rows);
      break;
    case ColumnType::boolean:
      bits_.reserve(rows / 8 + 1);
      break;
    case ColumnType::date:
      days_.reserve(rows);
      break;
    case ColumnType::text_list:
      list_offsets_.reserve(rows + 1);
      break;
  }
}

inline std::vector<std::string> TableColumn::list(std::size_t row) const {
  std::vector<std::string> out;
  for (auto item = static_cast<std::size_t>(list_offsets_[row]);
       item < static_cast<std::size_t>(list_offsets_[row + 1]); ++item) {
    out.emplace_back(slice(item));
  }
  return out;
}

inline const TableColumn& Table::at(std::string_view column_name) const {
  std::string known;
  for (const TableColumn& column : columns_) {
    if (column.name() == column_name) {
      return column;
    }
    known += (known.empty() ? "" : ", ") + column.name();
  }
  throw NotFoundError("table '" + name_ + "' has no column '" + std::string(column_name) +
                      "'; it has: " + known);
}

namespace detail {

/// The items of a text_list column, as a column of their own.
class TableListItems final : public InputColumn {
 public:
  explicit TableListItems(const TableColumn& column) : column_(column) {}
  void read(std::size_t first, std::size_t count, Cell* out) const override {
    for (std::size_t i = 0; i < count; ++i) {
      const auto begin = static_cast<std::size_t>(column_.offsets()[first + i]);
      const auto end = static_cast<std::size_t>(column_.offsets()[first + i + 1]);
      out[i] = Cell::of_text({column_.bytes().data() + begin, end - begin});
    }
  }

 private:
  const TableColumn& column_;
};

class TableInput final : public InputColumn {
 public:
  TableInput(std::shared_ptr<const Table> table, std::size_t column)
      : table_(std::move(table)), column_(table_->columns()[column]), items_(column_) {}

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    for (std::size_t i = 0; i < count; ++i) {
      out[i] = column_.is_null(first + i) ? Cell::none() : value(first + i);
    }
  }

 private:
  [[nodiscard]] Cell value(std::size_t row) const {
    switch (column_.type()) {
      case ColumnType::text:
        return Cell::of_text(column_.text(row));
      case ColumnType::integer:
        return Cell::of_integer(column_.integer(row));
      case ColumnType::real:
        return Cell::of_real(column_.real(row));
      case ColumnType::boolean:
        return Cell::of_boolean(column_.boolean(row));
      case ColumnType::date:
        return Cell::of_date(column_.days()[row]);
      case ColumnType::instant:
        return Cell::of_instant(column_.integers()[row]);
      case ColumnType::text_list:
        break;
    }
    const auto begin = static_cast<std::size_t>(column_.list_offsets()[row]);
    const auto end = static_cast<std::size_t>(column_.list_offsets()[row + 1]);
    return Cell::of_list(items_, begin, end - begin);
  }

  std::shared_ptr<const Table> table_;
  const TableColumn& column_;
  TableListItems items_;
};

}  // namespace detail

inline InputTable as_input(const std::shared_ptr<const Table>& table) {
  InputTable out;
  out.name = table->name();
  out.rows = table->rows();
  for (std::size_t i = 0; i < table->columns().size(); ++i) {
    out.columns.push_back(
        {table->columns()[i].name(), std::make_shared<detail::TableInput>(table, i)});
  }
  return out;
}

}  // namespace opportune
