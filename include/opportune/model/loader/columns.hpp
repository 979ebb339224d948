// Which tables and columns an input has, before any row is read.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "opportune/core/table.hpp"
#include "opportune/model/conflict_names.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/model/records.hpp"
#include "opportune/model/storage.hpp"

namespace opportune::detail {

template <class Kind>
inline constexpr bool is_amount = std::is_same_v<Kind, Amount>;

/// Where an input has the fields of a record type.
template <class Record>
struct FieldColumns {
  using Fields = typename Schema<Record>::Fields;

  std::array<const InputColumn*, Fields::size> column{};  ///< by field; null: it is not given
  std::array<bool, Fields::size> is_major{};   ///< an amount is in major, not in minor units
  std::array<bool, Fields::size> is_twice{};   ///< ... is given in both
  const InputTable::Named* unknown = nullptr;  ///< the first that is of no field

  explicit FieldColumns(const InputTable& table) {
    std::size_t hint = 0;  // columns mostly come in the order of the fields
    for (const InputTable::Named& given : table.columns) {
      const auto [field, major] = find(given.name, hint);
      if (field == Fields::size) {
        unknown = unknown == nullptr ? &given : unknown;
        continue;
      }
      hint = field + 1;
      is_twice[field] = is_twice[field] || (column[field] != nullptr && is_major[field] != major);
      if (column[field] == nullptr || (major && !is_major[field])) {
        column[field] = given.column.get();
        is_major[field] = major;
      }
    }
  }

  /// The names of all columns that there are.
  static std::vector<std::string> names() {
    std::vector<std::string> out;
    Fields::each([&]<class F, std::size_t index>() {
      out.emplace_back(F::name);
      if constexpr (is_amount<typename F::Kind>) {
        out.push_back(out.back() + std::string(minor));
      }
    });
    return out;
  }

 private:
  static constexpr std::string_view minor = "_minor";
  struct Found {
    std::size_t field;
    bool major;
  };

  /// Looks at the fields from the hint on first.
  static Found find(std::string_view name, std::size_t hint) {
    constexpr auto fields = []<class... F>(FieldList<F...>*) {
      return std::array<std::pair<std::string_view, bool>, sizeof...(F)>{
          std::pair{F::name, is_amount<typename F::Kind>}...};
    }(static_cast<Fields*>(nullptr));
    const bool ends_minor = name.ends_with(minor);
    const std::string_view base = ends_minor ? name.substr(0, name.size() - minor.size()) : name;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::size_t field = (hint + i) % fields.size();
      const auto& [known, amount] = fields[field];
      if (known == name || (ends_minor && amount && known == base)) {
        return {field, known == name};
      }
    }
    return {fields.size(), false};
  }
};

/// The given tables by the order of the records; null: it is not given.
using GivenTables = std::array<const InputTable*, std::variant_size_v<AnyRecord>>;

/// Reports tables that are unknown or given twice.
inline GivenTables given_tables(const std::vector<InputTable>& tables, IssueList& issues) {
  GivenTables out{};
  const auto names = [] {
    std::vector<std::string_view> known;
    each_record([&]<class Record>() { known.push_back(Schema<Record>::table); });
    return known;
  };
  for (const InputTable& table : tables) {
    std::size_t at = 0, found = out.size();
    each_record([&]<class Record>() {
      found = Schema<Record>::table == table.name ? at : found;
      ++at;
    });
    if (found == out.size()) {
      issues.report(table.name, Issue::no_row, "", "", "unknown_table",
                    "is not a table; the tables are: " + listed_names(names()));
    } else if (out[found] != nullptr) {
      issues.report(table.name, Issue::no_row, "", "", "duplicate_table", "is given twice");
    } else {
      out[found] = &table;
    }
  }
  return out;
}

/// Reports columns that are unknown, missing or given twice.
template <class Record>
void check_columns(const InputTable& table, IssueList& issues) {
  using Fields = typename Schema<Record>::Fields;
  const FieldColumns<Record> columns(table);
  const bool is_given = table.rows > 0 || !table.columns.empty();
  Fields::each([&]<class F, std::size_t index>() {
    bool required = std::is_same_v<typename F::Kind, Key>;
    if constexpr (!std::is_same_v<typename F::Kind, Key>) {
      required = Storage<typename F::Kind>::required &&
                 !(F::name == "market" && Fields::index_of("account") < Fields::size);
    }
    if (required && columns.column[index] == nullptr && is_given) {
      issues.report(table.name, Issue::no_row, F::name, "", "missing_column",
                    "the column is missing");
    }
    if (columns.is_twice[index]) {
      issues.report(table.name, Issue::no_row, F::name, "", "duplicate_column",
                    "is given in major and in minor units; give one of them");
    }
  });
  if (columns.unknown == nullptr) {
    return;
  }
  const std::vector<std::string> known = FieldColumns<Record>::names();
  for (const InputTable::Named& column : table.columns) {
    if (std::find(known.begin(), known.end(), column.name) == known.end()) {
      issues.report(table.name, Issue::no_row, column.name, "", "unknown_column",
                    "is not a column of this table; it has: " + listed_names(known));
    }
  }
}

}  // namespace opportune::detail
