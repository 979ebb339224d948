// Reading the cells of the rows that were entered.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "opportune/core/parse.hpp"
#include "opportune/model/book.hpp"
#include "opportune/model/field_env.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/model/loader/columns.hpp"
#include "opportune/model/loader/placed.hpp"

namespace opportune::detail {

/// An amount needs the row's currency, a stage the row's process.
template <class Kind>
inline constexpr bool depends_on_others = is_amount<Kind>;
template <Need need>
inline constexpr bool depends_on_others<Stage<need>> = true;
template <class Record, Name field>
inline constexpr bool depends_on_others<StageVersion<Record, field>> = true;
/// A chosen version may stand in its place.
template <class Kind>
inline constexpr bool is_stage = false;
template <Need need>
inline constexpr bool is_stage<Stage<need>> = true;

inline constexpr std::size_t block_rows = 1024;

template <class Record, class F, std::size_t index>
void read_field(Book& book, const InputTable& table, const FieldColumns<Record>& columns,
                Store<Record>& store, FieldEnv<Record>& env, Placed& here,
                std::vector<Cell>& block) {
  using Kind = typename F::Kind;
  if constexpr (!std::is_same_v<Kind, Key>) {
    const InputColumn* column = columns.column[index];
    env.major = columns.is_major[index];
    auto& values = store.template at<index>();
    for (std::size_t i = 0; i < table.rows; ++i) {
      if (column != nullptr && here.order.empty() && i % block.size() == 0) {
        column->read(i, std::min(block.size(), table.rows - i), block.data());
      }
      const std::uint32_t row = here.rows[i];
      if (row == no_row) {
        continue;
      }
      const Cell cell = column == nullptr    ? Cell::none()
                        : here.order.empty() ? block[i % block.size()]
                                             : column->cell(here.order[i]);
      if (!is_empty(cell)) {
        values.parse(row, cell, env);
        if (!env.refusal.code.empty()) {
          const bool follows = here.bad[i] && depends_on_others<Kind>;
          if (!follows) {
            here.report(table.name, i, F::name, cell_text(cell), env.refusal.code,
                        env.refusal.reason);
          }
          env.refusal = {};
        }
        continue;
      }
      if (!here.is_new[i] || is_stage<Kind>) {
        values.clear(row);
      }
      if constexpr (requires { Rules<Record>::template fill<F::literal>(book, store, row); }) {
        Rules<Record>::template fill<F::literal>(book, store, row);
      }
      constexpr bool filled = requires {
        Rules<Record>::template fill<F::literal>(book, store, row);
      };
      if (Storage<Kind>::required && values.empty(row) && !(filled && here.bad[i])) {
        here.report(table.name, i, F::name, "", "missing_value", "must be filled");
      }
    }
  }
}

/// Reads the cells of the rows that were entered, and checks each row as a whole. What is wrong is
/// told row by row.
template <class Record>
void read_fields(Book& book, const JsonHooks& json, const InputTable& table, Placed& here,
                 IssueList& issues) {
  Store<Record>& store = book.edit<Record>();
  FieldEnv<Record> env(book, json);
  std::vector<Cell> block(std::min(block_rows, table.rows));
  const FieldColumns<Record> columns(table);
  Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
    read_field<Record, F, index>(book, table, columns, store, env, here, block);
  });
  if constexpr (requires(void (*f)(std::string_view, std::string, std::string, std::string)) {
                  Rules<Record>::check(book, store, std::uint32_t{}, f);
                }) {
    for (std::size_t i = 0; i < table.rows; ++i) {
      if (here.rows[i] != no_row && !here.bad[i]) {
        Rules<Record>::check(book, store, here.rows[i],
                             [&](std::string_view field, std::string_view value, std::string code,
                                 std::string reason) {
                               here.report(table.name, i, field, value, std::move(code),
                                           std::move(reason));
                             });
      }
    }
  }
  std::stable_sort(here.issues.begin(), here.issues.end(),
                   [](const Issue& a, const Issue& b) { return a.row < b.row; });
  for (Issue& issue : here.issues) {
    issues.add(std::move(issue));
  }
}

}  // namespace opportune::detail
