// How the journal and the present records lie in a database, whichever it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/core/table.hpp"
#include "opportune/store/journal.hpp"

namespace opportune {

/// Of the layout; a database of a higher one is not opened.
inline constexpr int layout_version = 1;

/// A table of present records, as export_table() has its columns.
struct StoredTable {
  std::string name;
  std::vector<std::pair<std::string, ColumnType>> columns;
  bool has_ids = false;
};
[[nodiscard]] const std::vector<StoredTable>& stored_tables();

/// "name", where quotes in it are doubled.
[[nodiscard]] std::string quoted(std::string_view name);
/// `count` times what, separated by commas.
[[nodiscard]] std::string list_of(std::size_t count, std::string_view what);

[[nodiscard]] std::string_view kind_name(JournalEntry::Kind kind);
/// StoreError: there is no such kind.
[[nodiscard]] JournalEntry::Kind kind_named(std::string_view name);

/// Of an entry and of all before it: the checksum of the one before goes in. A number that is never
/// negative.
[[nodiscard]] std::int64_t checksum_of(std::int64_t before, const JournalEntry& entry);

/// What reading the log after an entry must hold to: sequences without a gap, checksums that are
/// right. That entry is read too, for its checksum; 0: from the beginning.
class LogCheck {
 public:
  LogCheck(std::uint64_t after, std::string where)
      : sequence_(after), where_(std::move(where)), begun_(after == 0) {}
  /// Is it one after that entry? StoreError where it is not the next one, or not what was written.
  [[nodiscard]] bool is_next(const JournalEntry& entry, std::int64_t checksum);
  /// All were read. StoreError: the entry to read after was not there.
  void finish() const;

 private:
  [[noreturn]] void fail(const std::string& what) const;

  std::uint64_t sequence_;
  std::int64_t checksum_ = 0;
  std::string where_;
  bool begun_;
};

/// Gives an entry its place behind the last one of a log, whose mark is then that of the entry.
void append_to(JournalMark& last, JournalEntry& entry, std::uint64_t commit, Instant at);

/// A cell that is not null as a database keeps it in a text: lists as JSON.
[[nodiscard]] std::string stored_text(const TableColumn& column, std::size_t row);

}  // namespace opportune
