// How the journal and the present records lie in a database, whichever it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
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

/// What reading must hold to: sequences without a gap, checksums that are right.
class LogCheck {
 public:
  LogCheck(std::uint64_t after, std::int64_t checksum) : sequence_(after), checksum_(checksum) {}
  /// StoreError where the entry is not the next one, or is not what was written.
  void next(const JournalEntry& entry, std::int64_t checksum, const std::string& where);

 private:
  std::uint64_t sequence_;
  std::int64_t checksum_;
};

}  // namespace opportune
