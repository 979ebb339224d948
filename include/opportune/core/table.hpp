// A result: a table of typed columns, laid out as Arrow lays them out so that it crosses every
// boundary without a copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/core/cell.hpp"

namespace opportune {

enum class ColumnType : std::uint8_t {
  text,       ///< Arrow large_utf8
  integer,    ///< Arrow int64
  real,       ///< Arrow float64
  boolean,    ///< Arrow bool (bit-packed)
  date,       ///< Arrow date32
  instant,    ///< Arrow timestamp[us, UTC]
  text_list,  ///< Arrow large_list<large_utf8>
};

/// A growing column of one type. Buffers follow Arrow's layout; validity is empty while no value
/// is null.
class TableColumn {
 public:
  TableColumn(std::string name, ColumnType type);

  void add_null();
  void add_text(std::string_view value);
  void add_integer(std::int64_t value);
  void add_real(double value);
  void add_boolean(bool value);
  void add(Date value);     ///< an empty date is null
  void add(Instant value);  ///< an empty instant is null
  void add_list(const std::vector<std::string>& values);
  /// add_text, with null for an empty text.
  void add_text_or_null(std::string_view value);
  /// The value of a row of a column of the same type.
  void add_from(const TableColumn& other, std::size_t row);
  void reserve(std::size_t rows);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] ColumnType type() const noexcept { return type_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t null_count() const noexcept { return null_count_; }
  [[nodiscard]] bool is_null(std::size_t row) const noexcept {
    return null_count_ > 0 && (validity_[row / 8] >> (row % 8) & 1U) == 0;
  }
  [[nodiscard]] std::string_view text(std::size_t row) const noexcept {
    return slice(static_cast<std::size_t>(row));
  }
  [[nodiscard]] std::int64_t integer(std::size_t row) const noexcept { return integers_[row]; }
  [[nodiscard]] double real(std::size_t row) const noexcept { return reals_[row]; }
  [[nodiscard]] bool boolean(std::size_t row) const noexcept {
    return (bits_[row / 8] >> (row % 8) & 1U) != 0;
  }
  [[nodiscard]] Date date(std::size_t row) const noexcept {
    return is_null(row) ? Date{} : Date{days_[row]};
  }
  [[nodiscard]] Instant instant(std::size_t row) const noexcept {
    return is_null(row) ? Instant{} : Instant{integers_[row]};
  }
  [[nodiscard]] std::vector<std::string> list(std::size_t row) const;

  // Arrow buffers, for export. Offsets have size() + 1 entries (text), or index the items (list).
  [[nodiscard]] const std::vector<std::uint8_t>& validity() const noexcept { return validity_; }
  [[nodiscard]] const std::vector<std::int64_t>& offsets() const noexcept { return offsets_; }
  [[nodiscard]] const std::vector<char>& bytes() const noexcept { return bytes_; }
  [[nodiscard]] const std::vector<std::int64_t>& integers() const noexcept { return integers_; }
  [[nodiscard]] const std::vector<double>& reals() const noexcept { return reals_; }
  [[nodiscard]] const std::vector<std::uint8_t>& bits() const noexcept { return bits_; }
  [[nodiscard]] const std::vector<std::int32_t>& days() const noexcept { return days_; }
  [[nodiscard]] const std::vector<std::int64_t>& list_offsets() const noexcept {
    return list_offsets_;
  }

 private:
  [[nodiscard]] std::string_view slice(std::size_t item) const noexcept {
    const auto begin = static_cast<std::size_t>(offsets_[item]);
    return {bytes_.data() + begin, static_cast<std::size_t>(offsets_[item + 1]) - begin};
  }
  void append_bytes(std::string_view value);
  void mark(bool valid);

  std::string name_;
  ColumnType type_;
  std::size_t size_ = 0;
  std::size_t null_count_ = 0;
  std::vector<std::uint8_t> validity_;
  std::vector<std::int64_t> offsets_;       // text, text_list: of the items
  std::vector<char> bytes_;                 // text, text_list
  std::vector<std::int64_t> integers_;      // integer, instant
  std::vector<double> reals_;               // real
  std::vector<std::uint8_t> bits_;          // boolean
  std::vector<std::int32_t> days_;          // date
  std::vector<std::int64_t> list_offsets_;  // text_list: size() + 1 entries
};

/// Named columns of equal length.
class Table {
 public:
  Table() = default;
  explicit Table(std::string name) : name_(std::move(name)) {}

  /// The reference stays valid until the next call of column().
  TableColumn& column(std::string name, ColumnType type) {
    return columns_.emplace_back(std::move(name), type);
  }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::vector<TableColumn>& columns() noexcept { return columns_; }
  [[nodiscard]] const std::vector<TableColumn>& columns() const noexcept { return columns_; }
  [[nodiscard]] std::size_t rows() const noexcept {
    return columns_.empty() ? 0 : columns_.front().size();
  }
  /// The column of that name; NotFoundError with the names that exist otherwise.
  [[nodiscard]] const TableColumn& at(std::string_view column_name) const;

 private:
  std::string name_;
  std::vector<TableColumn> columns_;
};

/// A view of a result as input, so that what the library made can be loaded again.
[[nodiscard]] InputTable as_input(const std::shared_ptr<const Table>& table);

}  // namespace opportune

#include "opportune/core/detail/table_impl.hpp"
