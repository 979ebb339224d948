// Codes of standards: currencies (ISO 4217) and countries (ISO 3166-1 alpha-2).
#pragma once

#include <cstdint>
#include <string_view>

#include "opportune/core/money.hpp"
#include "opportune/model/storage/base.hpp"

namespace opportune {

template <>
class Storage<CurrencyField> : public detail::FixedStorage<Currency> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = false;
  Storage() : FixedStorage(Currency{}) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto code = parse_text(cell, env.buffer, env.refusal);
    if (!code) {
      return;
    }
    const auto currency = Currency::parse(*code);
    if (!currency) {
      detail::refuse(env.refusal, "unknown_currency", "is not an ISO 4217 currency code");
      return;
    }
    set(row, *currency);
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add_text_or_null(values_[row].code());
  }
};

template <>
class Storage<Country> : public detail::FixedStorage<std::uint16_t> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = false;
  Storage() : FixedStorage(0) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto code = parse_text(cell, env.buffer, env.refusal);
    if (!code) {
      return;
    }
    const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (code->size() != 2 || !letter((*code)[0]) || !letter((*code)[1])) {
      detail::refuse(env.refusal, "unknown_country", "must be two capital letters (ISO 3166-1)");
      return;
    }
    set(row, static_cast<std::uint16_t>((*code)[0] << 8 | (*code)[1]));
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    const std::uint16_t code = values_[row];
    const char letters[] = {static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
    out.add_text_or_null(code == 0 ? std::string_view{} : std::string_view{letters, 2});
  }
};

}  // namespace opportune
