// Tables in and out through the Arrow C data interface, which pandas, Polars, pyarrow, DuckDB and
// most other dataframe libraries speak. No data is copied either way.
#pragma once

#include <memory>
#include <string>

#include "opportune/core/cell.hpp"
#include "opportune/core/table.hpp"
#include "opportune/io/arrow_abi.hpp"

namespace opportune {

/// Reads every batch of a stream of record batches (struct arrays). The stream is moved from
/// (its release becomes NULL), whether the call succeeds or throws. The arrays live until the last
/// column of the result is gone.
///
/// Read as: integers -> integer (uint64 beyond int64: text); half, float, double -> real; utf8,
/// binary and their large, view and fixed-size forms -> text; date32, date64 -> date (date64: the
/// day it lies in); timestamps -> instant (no zone: UTC; nanoseconds are rounded down; what does
/// not fit microseconds comes as text); decimals -> decimal (beyond int64: text); lists of these ->
/// list; dictionary and run-end encoded columns as their values.
///
/// Throws InputError with code "unsupported_type" (other types; the field is named),
/// "duplicate_column", "null_pointer" or "invalid_arrow" (what can be seen to break the interface's
/// rules: released arrays, missing buffers, offsets that go backwards, indices out of range, ...);
/// StoreError when the stream itself reports a failure, with its batch and message.
[[nodiscard]] InputTable read_arrow(ArrowArrayStream* stream, std::string table_name);

/// The same for one record batch. Schema and array are moved from.
[[nodiscard]] InputTable read_arrow(ArrowSchema* schema, ArrowArray* array, std::string table_name);

/// Exports a table as a stream of one batch (of no rows where the table has none). The buffers are
/// the table's own and live until the consumer releases what it got. `out` must not hold a live
/// stream. Throws InputError for NULL pointers and columns of unequal length.
void write_arrow(std::shared_ptr<const Table> table, ArrowArrayStream* out);

/// The same as one record batch.
void write_arrow(std::shared_ptr<const Table> table, ArrowSchema* schema, ArrowArray* array);

}  // namespace opportune
