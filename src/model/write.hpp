// The write path as the facade calls it.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "opportune/model/book.hpp"
#include "opportune/model/change.hpp"
#include "opportune/model/load.hpp"
#include "live/standing.hpp"
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
[[nodiscard]] std::vector<RowChange> rows_of(const std::vector<Change>& changes);
[[nodiscard]] std::vector<RowChange> rows_of_json(std::string_view changes);
/// Applies changes in order; the Book is whole only where this returns. `done(row, after)` is called
/// after each, with the Book as it is then: it may throw an InputError, which is told as the row's.
/// Adds what the changes touch.
void apply_rows(Book& book, const std::vector<RowChange>& changes, Instant now,
                TouchedAccounts& touched,
                const std::function<void(const RowChange&, const Book&)>& done = {});

[[nodiscard]] std::shared_ptr<Table> export_records(const Book& book, std::string_view table);
[[nodiscard]] std::uint64_t count_records(const Book& book, std::string_view table);
[[nodiscard]] std::shared_ptr<Table> export_groups(const Book& book, Date day);
[[nodiscard]] std::shared_ptr<Table> memory_use(const Book& book);

/// A record as one row of input.
[[nodiscard]] InputTable input_of(const AnyRecord& record);

}  // namespace opportune
