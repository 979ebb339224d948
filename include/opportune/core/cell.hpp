// Input as the library reads it: tables of columns of cells, wherever they come from (Arrow, CSV,
// JSON, a generated organisation). A column is read a block of cells at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"

namespace opportune {

class InputColumn;

/// One value of an input column. Views into memory that the column keeps alive.
struct Cell {
  enum class Kind : std::uint8_t {
    null,
    boolean,  ///< integer: 0 or 1
    integer,  ///< integer
    real,     ///< real
    decimal,  ///< integer * 10^-scale (a value that needs more than 64 bits comes as text)
    text,     ///< text, any bytes: UTF-8 is checked by who stores it
    date,     ///< integer: days since 1970-01-01
    instant,  ///< integer: microseconds since 1970-01-01T00:00:00Z
    list,     ///< items [first, first + count) of *items
  };

  Kind kind = Kind::null;
  std::int32_t scale = 0;
  union {
    std::int64_t integer = 0;
    double real;
    std::size_t first;
  };
  std::string_view text{};
  const InputColumn* items = nullptr;
  std::size_t count = 0;

  static Cell none() noexcept { return {}; }
  static Cell of_boolean(bool value) noexcept { return of(Kind::boolean, value ? 1 : 0); }
  static Cell of_integer(std::int64_t value) noexcept { return of(Kind::integer, value); }
  static Cell of_real(double value) noexcept {
    Cell cell;
    cell.kind = Kind::real;
    cell.real = value;
    return cell;
  }
  static Cell of_decimal(std::int64_t unscaled, std::int32_t scale) noexcept {
    Cell cell = of(Kind::decimal, unscaled);
    cell.scale = scale;
    return cell;
  }
  static Cell of_text(std::string_view value) noexcept {
    Cell cell;
    cell.kind = Kind::text;
    cell.text = value;
    return cell;
  }
  static Cell of_date(std::int64_t days) noexcept { return of(Kind::date, days); }
  static Cell of_instant(std::int64_t micros) noexcept { return of(Kind::instant, micros); }
  static Cell of_list(const InputColumn& items, std::size_t first, std::size_t count) noexcept {
    Cell cell;
    cell.kind = Kind::list;
    cell.first = first;
    cell.items = &items;
    cell.count = count;
    return cell;
  }

 private:
  static Cell of(Kind kind, std::int64_t value) noexcept {
    Cell cell;
    cell.kind = kind;
    cell.integer = value;
    return cell;
  }
};

/// A column of cells. Reading is const and may be done from several threads at once.
class InputColumn {
 public:
  InputColumn() = default;
  InputColumn(const InputColumn&) = delete;
  InputColumn& operator=(const InputColumn&) = delete;
  virtual ~InputColumn() = default;

  /// Writes the cells of rows [first, first + count) to out. What text and list cells point to
  /// lives as long as the column.
  virtual void read(std::size_t first, std::size_t count, Cell* out) const = 0;

  [[nodiscard]] Cell cell(std::size_t row) const {
    Cell out;
    read(row, 1, &out);
    return out;
  }
};

/// A table as given by the caller: named columns of equal length.
struct InputTable {
  struct Named {
    std::string name;
    std::shared_ptr<const InputColumn> column;
  };

  std::string name;
  std::vector<Named> columns;
  std::size_t rows = 0;

  [[nodiscard]] const InputColumn* find(std::string_view column_name) const noexcept {
    for (const Named& column : columns) {
      if (column.name == column_name) {
        return column.column.get();
      }
    }
    return nullptr;
  }
};

}  // namespace opportune
