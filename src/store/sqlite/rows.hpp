// What a journal writes into its tables in an SQLite file, and reads from its log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "opportune/store/journal.hpp"
#include "store/sqlite/database.hpp"

namespace opportune::sqlite {

/// Of the log; WHERE and ORDER BY are to follow.
inline constexpr std::string_view select_entries =
    "SELECT sequence, commit_sequence, recorded, effective, actor, kind, table_name, record, "
    "payload, checksum FROM change_log ";

/// The entry in the row that a statement has come to.
[[nodiscard]] JournalEntry entry_of(const Statement& statement);
/// Of the entry that a statement finds, which has sequence, recorded and checksum.
[[nodiscard]] std::optional<JournalMark> mark_in(Statement& statement);

inline constexpr const char* insert_entry =
    "INSERT INTO change_log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
/// An instant as text, made once where many follow each other with the same.
class InstantText {
 public:
  /// Until the next call.
  [[nodiscard]] std::string_view of(Instant at) {
    if (at != at_) {
      text_ = to_string(at);
      at_ = at;
    }
    return text_;
  }

 private:
  Instant at_;
  std::string text_;
};
struct EntryTexts {
  InstantText recorded, at;
};
void run_with(Statement& statement, const JournalEntry& entry, std::int64_t checksum,
              EntryTexts& texts);

/// Puts a present record.
[[nodiscard]] std::string put_statement(const Table& table, bool have_ids);
void run_with(Statement& statement, const Table& table, std::size_t row);

}  // namespace opportune::sqlite
