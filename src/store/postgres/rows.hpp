// What a journal writes into its tables in a PostgreSQL database, and reads from its log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "opportune/store/journal.hpp"
#include "store/postgres/connection.hpp"

namespace opportune::postgres {

/// Of the log; WHERE and ORDER BY are to follow.
inline constexpr std::string_view select_entries =
    "SELECT sequence, commit_sequence, to_json(recorded)#>>'{}', to_json(effective)#>>'{}', actor, "
    "kind, table_name, record, payload, checksum FROM change_log ";
inline constexpr std::string_view select_marks =
    "SELECT sequence, to_json(recorded)#>>'{}', checksum FROM change_log ";

/// The entry in the first row of what select_entries finds.
[[nodiscard]] JournalEntry entry_of(const Result& row);
/// The mark in the first row of what select_marks finds, where there is one.
[[nodiscard]] std::optional<JournalMark> mark_in(const Result& found);

[[nodiscard]] const std::string& insert_entry();
[[nodiscard]] Values values_of(JournalEntry entry, std::int64_t checksum);

/// Puts a present record.
[[nodiscard]] std::string put_statement(const Table& table, bool have_ids);
[[nodiscard]] Values values_of(const Table& table, std::size_t row);

/// PostgreSQL has no text with the character 0 in it: U+FFFD stands for it. The payload, in which
/// it is escaped, keeps it.
[[nodiscard]] std::string without_zeros(std::string text);

}  // namespace opportune::postgres
