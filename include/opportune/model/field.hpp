// How a record type says what its fields are. A table is declared once, as a list of Field;
// loading, export, JSON, changes and validation of references all follow from the list.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

namespace opportune {

/// A string as a template argument.
template <std::size_t N>
struct Name {
  char text[N]{};
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is meant to convert.
  constexpr Name(const char (&literal)[N]) { std::copy_n(literal, N, text); }
  [[nodiscard]] constexpr std::string_view view() const { return {text, N - 1}; }
};

/// Whether a value must be there.
enum class Need : bool { optional, required };

// Kinds of fields. What each accepts is said in docs/tables.md.
struct Key {};  ///< the record's id
template <Need need = Need::optional>
struct Text {};  ///< free text, one string a row
template <Need need = Need::optional>
struct Symbol {};  ///< a text of few distinct values, stored once each
template <class Target, Need need = Need::optional>
struct Ref {};  ///< the id of a record of another table
template <class Target>
struct RefSet {};  ///< a set of such ids; may be empty
template <Need need>
struct TextList {};  ///< a list of free texts
template <Need need, Name... names>
struct Choice {};  ///< one of the names
template <Need need = Need::optional>
struct DateField {};  ///< a calendar date
template <Need need = Need::optional>
struct InstantField {};   ///< a UTC instant
struct Flag {};           ///< true, false or not set
struct CurrencyField {};  ///< ISO 4217
struct Country {};        ///< ISO 3166-1 alpha-2
struct WeekendField {};   ///< days of the week that are not worked; not all seven
struct Amount {};         ///< money in the row's currency (Rules::currency_of)
struct Percent {};        ///< 0 to 100, four decimals
template <Need need = Need::optional>
struct Number {};     ///< a finite number
struct RateField {};  ///< an exchange rate above 0
template <Need need = Need::optional>
struct Stage {};  ///< a stage of the row's process (Rules::version_of)
/// The version that the row's stage in `field` belongs to. It is not kept: the stage says it.
/// Stands before that field, and says in which version the stage is looked up.
template <class Record, Name field>
struct StageVersion {};
/// The process of the row's stage in `field`, where it is not that of the row's opportunity;
/// likewise.
template <class Record, Name field>
struct StageProcess {};
struct VersionNumber {};  ///< of a process: 1 and up
struct Json {};           ///< a JSON object, kept as text

/// One field: its name in tables and JSON, the record's member, and its kind.
template <Name name_, auto member_, class Kind_>
struct Field {
  static constexpr auto literal = name_;
  static constexpr std::string_view name = name_.view();
  static constexpr auto member = member_;
  using Kind = Kind_;
};

template <class... F>
struct FieldList {
  static constexpr std::size_t size = sizeof...(F);
  /// Calls f.template operator()<Field, index>() for each field in order.
  template <class Function>
  static void each(Function&& function) {
    each(function, std::make_index_sequence<size>{});
  }
  static constexpr std::size_t index_of(std::string_view name) {
    constexpr std::string_view names[] = {F::name...};
    for (std::size_t i = 0; i < size; ++i) {
      if (names[i] == name) {
        return i;
      }
    }
    return size;
  }
  template <std::size_t i>
  using At = std::tuple_element_t<i, std::tuple<F...>>;

 private:
  template <class Function, std::size_t... i>
  static void each(Function& function, std::index_sequence<i...>) {
    (function.template operator()<F, i>(), ...);
  }
};

/// Specialised by each record type: `table` (the table's name) and `Fields` (a FieldList).
template <class Record>
struct Schema;

/// Specialised by record types that have rules across fields; see model/rules.hpp.
template <class Record>
struct Rules {};

}  // namespace opportune
