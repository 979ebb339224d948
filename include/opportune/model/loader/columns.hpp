// Which tables and columns an input has, before any row is read.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "opportune/core/table.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/model/records.hpp"
#include "opportune/model/storage.hpp"

namespace opportune::detail {

template <class Kind>
inline constexpr bool is_amount = std::is_same_v<Kind, Amount>;

/// The input column of a field: amounts come in major or in minor units.
template <class F>
const InputColumn* field_column(const InputTable& table) {
  const InputColumn* column = table.find(F::name);
  if constexpr (is_amount<typename F::Kind>) {
    return column != nullptr ? column : table.find(std::string(F::name) + "_minor");
  }
  return column;
}

/// Are all tables known, and each given once? Reports those that are not.
inline bool known_tables(const std::vector<InputTable>& tables, IssueList& issues) {
  std::vector<std::string_view> known;
  each_record([&]<class Record>() { known.push_back(Schema<Record>::table); });
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (std::find(known.begin(), known.end(), tables[i].name) == known.end()) {
      std::string list;
      for (const std::string_view name : known) {
        list += (list.empty() ? "" : ", ") + std::string(name);
      }
      issues.report(tables[i].name, Issue::no_row, "", "", "unknown_table",
                    "is not a table; the tables are: " + list);
    }
    for (std::size_t k = 0; k < i; ++k) {
      if (tables[k].name == tables[i].name) {
        issues.report(tables[i].name, Issue::no_row, "", "", "duplicate_table", "is given twice");
      }
    }
  }
  return issues.empty();
}

/// Reports columns that are unknown, missing or given twice.
template <class Record>
void check_columns(const InputTable& table, IssueList& issues) {
  using Fields = typename Schema<Record>::Fields;
  std::vector<std::string> known;
  Fields::each([&]<class F, std::size_t index>() {
    known.emplace_back(F::name);
    bool required = std::is_same_v<typename F::Kind, Key>;
    if constexpr (!std::is_same_v<typename F::Kind, Key>) {
      required = Storage<typename F::Kind>::required &&
                 !(F::name == "market" && Fields::index_of("account") < Fields::size);
    }
    const bool there = field_column<F>(table) != nullptr;
    if (required && !there && (table.rows > 0 || !table.columns.empty())) {
      issues.report(table.name, Issue::no_row, F::name, "", "missing_column",
                    "the column is missing");
    }
    if constexpr (is_amount<typename F::Kind>) {
      known.push_back(known.back() + "_minor");
      if (table.find(F::name) != nullptr && table.find(known.back()) != nullptr) {
        issues.report(table.name, Issue::no_row, F::name, "", "duplicate_column",
                      "is given in major and in minor units; give one of them");
      }
    }
  });
  for (const InputTable::Named& column : table.columns) {
    if (std::find(known.begin(), known.end(), column.name) == known.end()) {
      std::string list;
      for (const std::string& name : known) {
        list += (list.empty() ? "" : ", ") + name;
      }
      issues.report(table.name, Issue::no_row, column.name, "", "unknown_column",
                    "is not a column of this table; it has: " + list);
    }
  }
}

}  // namespace opportune::detail
