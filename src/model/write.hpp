// The write path as the facade calls it.
#pragma once

#include <string_view>
#include <vector>

#include "opportune/model/book.hpp"
#include "opportune/model/change.hpp"
#include "opportune/model/load.hpp"
#include "opportune/workspace.hpp"

namespace opportune {

/// Loads into the Book; it is whole only where this returns.
LoadReport load_tables(Book& book, const std::vector<InputTable>& tables,
                       const LoadOptions& options);

/// One row of one table, to be put.
struct RowChange {
  InputTable table;
  Instant at;
  std::string by;
};
[[nodiscard]] RowChange row_of(const Change& change);
[[nodiscard]] std::vector<RowChange> rows_of_json(std::string_view changes);
/// Applies changes in order; the Book is whole only where this returns.
Effects apply_rows(Book& book, const std::vector<RowChange>& changes, Instant now);

[[nodiscard]] std::shared_ptr<Table> export_records(const Book& book, std::string_view table);
[[nodiscard]] std::uint64_t count_records(const Book& book, std::string_view table);
[[nodiscard]] std::shared_ptr<Table> export_groups(const Book& book, Date day);
[[nodiscard]] std::shared_ptr<Table> memory_use(const Book& book);

/// A record as one row of input.
[[nodiscard]] InputTable input_of(const AnyRecord& record);

}  // namespace opportune
