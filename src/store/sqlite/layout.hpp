#pragma once

#include "opportune/store/journal.hpp"
#include "store/sqlite/database.hpp"

namespace opportune::sqlite {

/// What the journal in a file says of itself; in an empty one its tables are made first.
/// StoreError: it is a database of another program, or of a later layout.
[[nodiscard]] JournalHead open_layout(Database& database, const JournalHead& head);

/// Is the layout that of an earlier version?
[[nodiscard]] bool is_outdated(Database& database);
/// Within a transaction: the tables of present records are as this version has them, and empty.
void restate_layout(Database& database);

}  // namespace opportune::sqlite
