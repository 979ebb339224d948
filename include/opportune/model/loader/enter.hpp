// Entering the rows of a table: their ids are known before any reference to them is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "opportune/core/parse.hpp"
#include "opportune/model/book.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/model/loader/placed.hpp"
#include "opportune/model/row_order.hpp"

namespace opportune::detail {

/// Gives each input row its place in the store: that of its id, or a new one. Ids must be new where
/// records do not replace their like.
template <class Record>
void enter(Book& book, const InputTable& table, bool replaces, Placed& here, IssueList& issues) {
  here.order = row_order<Record>(book, table);
  here.rows.resize(table.rows, no_row);
  here.is_new.resize(table.rows, true);
  here.bad.resize(table.rows);
  Store<Record>& store = book.edit<Record>();
  const std::size_t before = store.rows();
  if (before + table.rows >= no_row) {
    issues.report(table.name, Issue::no_row, "", "", "too_many_rows",
                  "holds 4,294,967,294 rows at most");
    return;
  }
  if constexpr (Store<Record>::has_ids) {
    store.ids().reserve(before + table.rows);
    const InputColumn* ids = table.find("id");
    std::string buffer;
    for (std::size_t i = 0; ids != nullptr && i < table.rows; ++i) {
      const std::uint32_t row = here.input_row(i);
      const Cell cell = ids->cell(row);
      Refusal refusal;
      if (is_empty(cell)) {
        issues.report(table.name, row, "id", "", "missing_value", "must be filled");
        continue;
      }
      const auto id = parse_text(cell, buffer, refusal);
      if (id && id->size() > max_id_bytes) {
        refuse(refusal, "too_long", "is longer than 1024 bytes");
      }
      if (!refusal.code.empty()) {
        issues.report(table.name, row, "id", cell_text(cell), refusal.code, refusal.reason);
        continue;
      }
      const std::size_t known = store.ids().size();
      here.rows[i] = store.ids().add(*id);
      here.is_new[i] = store.ids().size() > known;
      if (!here.is_new[i] && !replaces) {
        issues.report(table.name, row, "id", *id, "duplicate_id",
                      here.rows[i] < before ? "is there already" : "stands in more than one row");
        here.rows[i] = no_row;
      }
    }
    store.resize(store.ids().size());
  } else {
    for (std::size_t i = 0; i < table.rows; ++i) {
      here.rows[i] = static_cast<std::uint32_t>(before + i);
    }
    store.resize(before + table.rows);
  }
}

}  // namespace opportune::detail
