// Numbers: money, percentages, plain numbers and exchange rates.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "opportune/core/money.hpp"
#include "opportune/model/storage/base.hpp"

namespace opportune {

template <>
class Storage<Amount> : public detail::FixedStorage<std::int64_t> {
 public:
  static constexpr ColumnType type = ColumnType::integer;
  static constexpr bool required = false;
  Storage() : FixedStorage(no_amount) {}
  /// env.major: the cell is in major units of env.currency(row).
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const Currency currency = env.currency(row);
    if (!currency.has_value()) {
      detail::refuse(env.refusal, "missing_currency",
                     "has no currency: give one, or give its market one");
      return;
    }
    const auto minor = parse_decimal(cell, env.major ? currency.digits() : 0, env.refusal);
    if (!minor) {
      return;
    }
    if (*minor < 0) {
      detail::refuse(env.refusal, "negative_amount", "must not be negative");
      return;
    }
    if (*minor > max_amount) {
      detail::refuse(env.refusal, "out_of_range", "is above 10^15 minor units");
      return;
    }
    set(row, *minor);
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    empty(row) ? out.add_null() : out.add_integer(values_[row]);
  }
};

template <>
class Storage<Percent> : public detail::FixedStorage<std::int32_t> {
 public:
  static constexpr ColumnType type = ColumnType::real;
  static constexpr bool required = false;
  static constexpr int digits = 4;
  static constexpr std::int32_t unit = 10'000;  // one percent
  static constexpr std::int32_t unset = std::numeric_limits<std::int32_t>::min();
  Storage() : FixedStorage(unset) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto scaled = parse_decimal(cell, digits, env.refusal);
    if (scaled && (*scaled < 0 || *scaled > 100 * unit)) {
      detail::refuse(env.refusal, "out_of_range", "must be a percentage from 0 to 100");
      return;
    }
    if (scaled) {
      set(row, static_cast<std::int32_t>(*scaled));
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    empty(row) ? out.add_null() : out.add_real(values_[row] / static_cast<double>(unit));
  }
};

template <Need need>
class Storage<Number<need>> : public detail::FixedStorage<double> {
 public:
  static constexpr ColumnType type = ColumnType::real;
  static constexpr bool required = need == Need::required;
  Storage() : FixedStorage(std::numeric_limits<double>::lowest()) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto number = parse_number(cell, env.refusal)) {
      set(row, *number);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    empty(row) ? out.add_null() : out.add_real(values_[row]);
  }
};

template <>
class Storage<RateField> : public detail::FixedStorage<std::int64_t> {
 public:
  static constexpr ColumnType type = ColumnType::real;
  static constexpr bool required = true;
  Storage() : FixedStorage(0) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    // A real is read as the decimal number that it is shown as; a rate has no natural last digit.
    std::string shown = cell.kind == Cell::Kind::real ? detail::real_text(cell.real) : "";
    const Cell exact = cell.kind == Cell::Kind::real ? Cell::of_text(shown) : cell;
    auto pico = parse_decimal(exact, Rate::digits, env.refusal);
    if (!pico && env.refusal.code == "too_many_decimals" && cell.kind == Cell::Kind::real) {
      env.refusal = {};
      pico = std::llround(cell.real * 1e12);
    }
    if (pico && *pico <= 0) {
      detail::refuse(env.refusal, "out_of_range", "must be above 0");
      return;
    }
    if (pico) {
      set(row, *pico);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add_real(static_cast<double>(values_[row]) / 1e12);
  }
};

}  // namespace opportune
