// How a field of each kind is stored: one class per kind, all with the same members:
//   parse(row, cell, env)        sets the row from a cell, or says why not (env.refusal) and sets
//                                nothing
//   get(row), set(row, v)        the stored form
//   empty(row)
//   emit(row, column, env)       appends it to a result
//   resize, bytes, save, load, type
// `Env` gives access to the Book (see model/field_env.hpp): find<Target>(id), id_of<Target>(row),
// symbols, currency(row), stage(row, id), stage_id(row).
#pragma once

#include <cstddef>

#include "opportune/core/column.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/core/table.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

template <class Kind>
class Storage;

namespace detail {

/// What the storages of fixed-size values share.
template <class T>
class FixedStorage {
 public:
  using Value = T;
  explicit FixedStorage(T fallback) : values_(fallback), fallback_(fallback) {}
  [[nodiscard]] T operator[](std::size_t row) const noexcept { return values_[row]; }
  [[nodiscard]] T get(std::size_t row) const noexcept { return values_[row]; }
  void set(std::size_t row, T value) { values_.set(row, value); }
  [[nodiscard]] bool empty(std::size_t row) const noexcept { return values_[row] == fallback_; }
  void clear(std::size_t row) { values_.set(row, fallback_); }
  [[nodiscard]] T empty_value() const noexcept { return fallback_; }
  void resize(std::size_t rows) { values_.resize(rows); }
  [[nodiscard]] std::size_t bytes() const noexcept { return values_.bytes(); }
  template <ByteSink Out>
  void save(Out& out) const {
    values_.save(out);
  }
  template <ByteSource In>
  void load(In& in) {
    values_.load(in);
  }

 protected:
  Column<T> values_;
  T fallback_;
};

}  // namespace detail

}  // namespace opportune
