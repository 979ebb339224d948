// The write path as the facade calls it.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "live/standing.hpp"
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
/// It is to be used no longer than the change.
[[nodiscard]] RowChange row_of(const Change& change);
[[nodiscard]] std::vector<RowChange> rows_of(const std::vector<Change>& changes);
[[nodiscard]] std::vector<RowChange> rows_of_json(std::string_view changes);
/// A change that was applied: the Book as it is then, and where the record is in its table.
struct AppliedRow {
  const RowChange& change;
  const Book& after;
  std::uint32_t row;
  Instant at;  ///< when it takes effect
};
using WhenApplied = std::function<void(const AppliedRow&)>;
/// Applies changes in order; the Book is whole only where this returns. `done` is called after
/// each: it may throw an InputError, which is told as the row's. Adds what the changes touch.
void apply_rows(Book& book, const std::vector<RowChange>& changes, Instant now,
                TouchedAccounts& touched, const WhenApplied& done = {});

[[nodiscard]] std::shared_ptr<Table> export_records(const Book& book, std::string_view table);
/// exact: rates are texts, with all their decimals.
enum class Decimals : std::uint8_t { rounded, exact };
/// These rows of a table, in this order.
[[nodiscard]] std::shared_ptr<Table> export_rows(const Book& book, std::string_view table,
                                                 const std::vector<std::uint32_t>& rows,
                                                 Decimals decimals);
/// Adds a row of the Book's table to `out`, which has rows of it, or is made where it is null.
void append_row(const Book& book, std::string_view table, std::uint32_t row, Decimals decimals,
                std::shared_ptr<Table>& out);
[[nodiscard]] std::uint64_t count_records(const Book& book, std::string_view table);
[[nodiscard]] std::shared_ptr<Table> export_groups(const Book& book, Date day);
[[nodiscard]] std::shared_ptr<Table> memory_use(const Book& book);

/// A record as one row of input, which is to be used no longer than the record.
[[nodiscard]] InputTable input_of(const AnyRecord& record);

}  // namespace opportune
