#pragma once

#include "opportune/store/journal.hpp"
#include "store/postgres/connection.hpp"

namespace opportune::postgres {

/// What the journal in a database says of itself; where there is none its schema and tables are
/// made first. StoreError: the schema is another program's, or of a later layout.
[[nodiscard]] JournalHead open_layout(Connection& connection, const JournalHead& head);

/// Is the layout that of an earlier version?
[[nodiscard]] bool is_outdated(Connection& connection);
/// Within a transaction: the tables of present records are as this version has them, and empty.
void restate_layout(Connection& connection);

}  // namespace opportune::postgres
