#include "store/sqlite/database.hpp"

namespace opportune::sqlite {

void fail(sqlite3* database, const std::string& path, const std::string& what) {
  const int code = database == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(database);
  const char* reason = database == nullptr ? "out of memory" : sqlite3_errmsg(database);
  throw StoreError("'" + shown_value(path) + "': " + what + ": " + reason + " (SQLite " +
                   std::to_string(code) + ")");
}

void rollback(Database& database) noexcept {
  if (database.in_transaction()) {
    sqlite3_exec(database.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

Statement::Statement(Database& database, const std::string& sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database.get(), sql.c_str(), static_cast<int>(sql.size()) + 1,
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) {
    fail(database.get(), database.path(), "cannot prepare a statement");
  }
}

void Statement::bind(int parameter, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), parameter, text.empty() ? "" : text.data(), text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
}
void Statement::bind(int parameter, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), parameter, number);
}
void Statement::bind(int parameter, double number) {
  sqlite3_bind_double(statement_.get(), parameter, number);
}
void Statement::bind_null(int parameter) { sqlite3_bind_null(statement_.get(), parameter); }

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    const std::string what =
        sqlite3_stmt_readonly(statement_.get()) != 0 ? "cannot be read" : "cannot be written";
    try {
      fail(database_.get(), database_.path(), what);
    } catch (...) {
      reset();
      throw;
    }
  }
  reset();
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::reset() noexcept { sqlite3_reset(statement_.get()); }

std::string_view Statement::text(int column) const noexcept {
  const auto* begin = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return begin == nullptr
             ? std::string_view()
             : std::string_view(
                   begin, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

Database::Database(std::string path, int flags, int wait_milliseconds) : path_(std::move(path)) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(path_.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(database);
  if (code != SQLITE_OK) {
    fail(database, path_, "cannot be opened");
  }
  sqlite3_busy_timeout(database, wait_milliseconds);
}

void Database::run(const std::string& sql) {
  if (sqlite3_exec(get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail(get(), path_, "cannot run '" + shown_value(sql) + "'");
  }
}

std::int64_t Database::number(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.integer(0) : 0;
}

std::string Database::text(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? std::string(statement.text(0)) : std::string();
}

}  // namespace opportune::sqlite
