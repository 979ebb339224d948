// One table of the Book: a column for each field of the record type, and the index of its ids.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "opportune/core/text.hpp"
#include "opportune/model/field.hpp"
#include "opportune/model/storage.hpp"

namespace opportune {

/// Stands where the id's column would be: ids are in the index.
template <>
class Storage<Key> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  void resize(std::size_t) noexcept {}
  [[nodiscard]] std::size_t bytes() const noexcept { return 0; }
  void save(const auto&) const noexcept {}
  void load(const auto&) noexcept {}
};

template <class Record>
class Store {
 public:
  using Fields = typename Schema<Record>::Fields;
  static constexpr bool has_ids = std::is_same_v<typename Fields::template At<0>::Kind, Key>;

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] const TextIndex& ids() const noexcept { return ids_; }
  [[nodiscard]] TextIndex& ids() noexcept { return ids_; }
  [[nodiscard]] std::uint32_t find(std::string_view id) const noexcept { return ids_.find(id); }
  [[nodiscard]] std::string_view id(std::uint32_t row) const noexcept { return ids_[row]; }

  /// The column of a field: store.get<"account">()[row].
  template <Name name>
  [[nodiscard]] const auto& get() const noexcept {
    return std::get<Fields::index_of(name.view())>(columns_);
  }
  template <Name name>
  [[nodiscard]] auto& get() noexcept {
    return std::get<Fields::index_of(name.view())>(columns_);
  }
  template <std::size_t index>
  [[nodiscard]] const auto& at() const noexcept {
    return std::get<index>(columns_);
  }
  template <std::size_t index>
  [[nodiscard]] auto& at() noexcept {
    return std::get<index>(columns_);
  }

  void resize(std::size_t rows) {
    rows_ = rows;
    std::apply([&](auto&... column) { (column.resize(rows), ...); }, columns_);
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return ids_.bytes() +
           std::apply([](const auto&... column) { return (column.bytes() + ... + 0); }, columns_);
  }
  /// Calls visit(part) for the ids and each column; each has save(out) and load(in).
  template <class Self, class Visit>
  static void each_part(Self& self, const Visit& visit) {
    visit(self.ids_);
    std::apply([&](auto&... column) { (visit(column), ...); }, self.columns_);
  }

 private:
  template <class List>
  struct Columns;
  template <class... F>
  struct Columns<FieldList<F...>> {
    using type = std::tuple<Storage<typename F::Kind>...>;
  };

  std::size_t rows_ = 0;
  TextIndex ids_;
  typename Columns<Fields>::type columns_;
};

}  // namespace opportune
