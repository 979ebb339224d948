// Texts of few distinct values, stored as numbers: those that the data brings, and those that are
// chosen from fixed names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "opportune/core/text.hpp"
#include "opportune/model/storage/base.hpp"

namespace opportune {

template <Need need>
class Storage<Symbol<need>> : public detail::FixedStorage<std::uint32_t> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = need == Need::required;
  Storage() : FixedStorage(no_row) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto text = parse_text(cell, env.buffer, env.refusal)) {
      set(row, env.add_symbol(*text));
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env& env) const {
    empty(row) ? out.add_null() : out.add_text(env.symbol(values_[row]));
  }
};

template <Need need, Name... names>
class Storage<Choice<need, names...>> : public detail::FixedStorage<std::uint8_t> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = need == Need::required;
  static constexpr std::uint8_t none = 255;
  static constexpr std::size_t count = sizeof...(names);
  Storage() : FixedStorage(none) {}

  /// The stored number of a name; none where it is not one of them.
  static constexpr std::uint8_t number(std::string_view name) {
    constexpr std::string_view all[] = {names.view()...};
    for (std::size_t i = 0; i < sizeof...(names); ++i) {
      if (all[i] == name) {
        return static_cast<std::uint8_t>(i);
      }
    }
    return none;
  }
  static constexpr std::string_view name_of(std::uint8_t number) {
    constexpr std::string_view all[] = {names.view()...};
    return number < sizeof...(names) ? all[number] : std::string_view{};
  }
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto text = parse_text(cell, env.buffer, env.refusal);
    if (!text) {
      return;
    }
    if (number(*text) == none) {
      std::string known;
      ((known += (known.empty() ? "" : ", ") + std::string(names.view())), ...);
      detail::refuse(env.refusal, "unknown_choice", "must be one of: " + known);
      return;
    }
    set(row, number(*text));
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add_text_or_null(name_of(values_[row]));
  }
};

}  // namespace opportune
