#include "store/postgres/layout.hpp"

#include <cstdlib>

#include "store/layout.hpp"

namespace opportune::postgres {
namespace {

std::string_view sql_type(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "bigint";
    case ColumnType::boolean:
      return "boolean";
    case ColumnType::real:
      return "double precision";
    case ColumnType::date:
      return "date";
    case ColumnType::instant:
      return "timestamptz";
    case ColumnType::text_list:
      return "json";
    case ColumnType::text:
      break;
  }
  return "text";
}

std::string create_table(const StoredTable& table) {
  std::string out = "CREATE TABLE " + quoted(table.name) + " (";
  for (const auto& [name, type] : table.columns) {
    out += (&name == &table.columns.front().first ? "" : ", ") + quoted(name) + ' ';
    out += sql_type(type);
    out += name == "id" ? " PRIMARY KEY" : "";
  }
  return out + ")";
}

void create_present(Connection& connection) {
  for (const StoredTable& table : stored_tables()) {
    connection.run(create_table(table));
    if (!table.has_ids) {
      connection.run("CREATE INDEX ON " + quoted(table.name) + " (" +
                     quoted(table.columns.front().first) + ")");
    }
  }
  connection.run(
      "INSERT INTO journal_head VALUES ('layout', $1) ON CONFLICT (name) DO UPDATE SET value = "
      "excluded.value",
      {std::to_string(layout_version)});
}

std::string head_value(Connection& connection, const char* name) {
  const Result found = connection.run("SELECT value FROM journal_head WHERE name = $1", {name});
  return found.rows() > 0 ? std::string(found.text(0, 0)) : std::string();
}

int layout_of(Connection& connection) {
  return std::atoi(head_value(connection, "layout").c_str());
}

void create(Connection& connection, const JournalHead& head) {
  connection.run("CREATE SCHEMA IF NOT EXISTS opportune");
  connection.run("CREATE TABLE journal_head (name text PRIMARY KEY, value text NOT NULL)");
  connection.run(
      "CREATE TABLE change_log (sequence bigint PRIMARY KEY, commit_sequence bigint NOT NULL, "
      "recorded timestamptz NOT NULL, effective timestamptz, actor text, kind text NOT NULL, "
      "table_name text NOT NULL, record text, payload json NOT NULL, checksum bigint NOT NULL)");
  connection.run("CREATE INDEX change_log_record ON change_log (table_name, record)");
  create_present(connection);
  const std::vector<std::pair<std::string, std::string>> values{
      {"reporting_currency", head.reporting_currency}, {"milestones", head.milestones}};
  for (const auto& [name, value] : values) {
    connection.run("INSERT INTO journal_head VALUES ($1, $2)", {name, value});
  }
}

}  // namespace

bool is_outdated(Connection& connection) { return layout_of(connection) < layout_version; }

void restate_layout(Connection& connection) {
  for (const StoredTable& table : stored_tables()) {
    connection.run("DROP TABLE IF EXISTS " + quoted(table.name));
  }
  create_present(connection);
}

JournalHead open_layout(Connection& connection, const JournalHead& head) {
  connection.run("BEGIN");
  try {
    connection.run("SELECT pg_advisory_xact_lock(20300)");  // nobody else makes it now
    const Result there = connection.run(
        "SELECT to_regclass('opportune.journal_head') IS NOT NULL, EXISTS (SELECT 1 FROM "
        "pg_namespace WHERE nspname = 'opportune')");
    if (there.text(0, 0) != "t") {
      if (there.text(0, 1) == "t" &&
          connection
                  .run("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = "
                       "c.relnamespace WHERE n.nspname = 'opportune'")
                  .integer(0, 0) > 0) {
        connection.fail("cannot be opened", "its schema 'opportune' is not a journal of opportune");
      }
      create(connection, head);
    }
    connection.run("COMMIT");
  } catch (...) {
    rollback(connection);
    throw;
  }
  if (const int version = layout_of(connection); version > layout_version) {
    connection.fail("cannot be opened", "it has layout " + std::to_string(version) +
                                            "; this version of opportune knows " +
                                            std::to_string(layout_version) +
                                            " and those before it");
  }
  JournalHead out;
  out.reporting_currency = head_value(connection, "reporting_currency");
  out.milestones = head_value(connection, "milestones");
  return out;
}

}  // namespace opportune::postgres
