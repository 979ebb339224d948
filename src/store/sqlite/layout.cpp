#include "store/sqlite/layout.hpp"

#include "opportune/core/error.hpp"
#include "store/layout.hpp"

namespace opportune::sqlite {
namespace {

constexpr int application_id = 0x4F505054;  // "OPPT"

std::string_view sql_type(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
    case ColumnType::boolean:
      return "INTEGER";
    case ColumnType::real:
      return "REAL";
    default:
      return "TEXT";
  }
}

std::string create_table(const StoredTable& table) {
  std::string out = "CREATE TABLE " + quoted(table.name) + " (";
  for (const auto& [name, type] : table.columns) {
    out += (&name == &table.columns.front().first ? "" : ", ") + quoted(name) + ' ';
    out += sql_type(type);
    out += name == "id" ? " PRIMARY KEY NOT NULL" : "";
  }
  return out + (table.has_ids ? ") WITHOUT ROWID" : ")");
}

void create_present(Database& database) {
  for (const StoredTable& table : stored_tables()) {
    database.run(create_table(table));
    if (!table.has_ids) {
      database.run("CREATE INDEX " + quoted(table.name + "_of") + " ON " + quoted(table.name) +
                   " (" + quoted(table.columns.front().first) + ")");
    }
  }
  database.run("PRAGMA user_version = " + std::to_string(layout_version));
}

void create_tables(Database& database, const JournalHead& head) {
  database.run("PRAGMA application_id = " + std::to_string(application_id));
  database.run(
      "CREATE TABLE journal_head (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) "
      "WITHOUT ROWID");
  database.run(
      "CREATE TABLE change_log (sequence INTEGER PRIMARY KEY NOT NULL, commit_sequence INTEGER "
      "NOT NULL, recorded TEXT NOT NULL, effective TEXT, actor TEXT, kind TEXT NOT NULL, "
      "table_name TEXT NOT NULL, record TEXT, payload TEXT NOT NULL, checksum INTEGER NOT NULL)");
  database.run("CREATE INDEX change_log_record ON change_log (table_name, record)");
  create_present(database);
  Statement insert(database, "INSERT INTO journal_head VALUES (?, ?)");
  for (const auto& [name, value] : {std::pair("reporting_currency", &head.reporting_currency),
                                    std::pair("milestones", &head.milestones)}) {
    insert.bind(1, std::string_view(name));
    insert.bind(2, std::string_view(*value));
    insert.run();
  }
}

void create(Database& database, const JournalHead& head) {
  database.run("BEGIN IMMEDIATE");
  try {
    if (database.number("SELECT count(*) FROM sqlite_master") == 0) {  // nobody else made it
      create_tables(database, head);
    }
    database.run("COMMIT");
  } catch (...) {
    rollback(database);
    throw;
  }
}

}  // namespace

bool is_outdated(Database& database) {
  return database.number("PRAGMA user_version") < layout_version;
}

void restate_layout(Database& database) {
  for (const StoredTable& table : stored_tables()) {
    database.run("DROP TABLE IF EXISTS " + quoted(table.name));
  }
  create_present(database);
}

JournalHead open_layout(Database& database, const JournalHead& head) {
  if (database.number("SELECT count(*) FROM sqlite_master") == 0) {
    create(database, head);
  }
  if (database.number("PRAGMA application_id") != application_id) {
    throw StoreError("'" + shown_value(database.path()) +
                     "': is a database of another program, not a journal of opportune");
  }
  const std::int64_t version = database.number("PRAGMA user_version");
  if (version > layout_version) {
    throw StoreError("'" + shown_value(database.path()) + "': has layout " +
                     std::to_string(version) + "; this version of opportune knows " +
                     std::to_string(layout_version) + " and those before it");
  }
  JournalHead out;
  out.reporting_currency =
      database.text("SELECT value FROM journal_head WHERE name = 'reporting_currency'");
  out.milestones = database.text("SELECT value FROM journal_head WHERE name = 'milestones'");
  return out;
}

}  // namespace opportune::sqlite
