// SQLite's handles, and its errors as ours.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "opportune/core/error.hpp"

namespace opportune::sqlite {

/// StoreError that says what was tried, where, and why it failed.
[[noreturn]] void fail(sqlite3* database, const std::string& path, const std::string& what);

class Database;

/// Gives up a transaction, where there is one.
void rollback(Database& database) noexcept;

/// A prepared statement. Numbers of parameters count from 1, of columns from 0.
class Statement {
 public:
  Statement(Database& database, const std::string& sql);

  /// What the texts point to must live until the next run() or reset().
  void bind(int parameter, std::string_view text);
  void bind(int parameter, std::int64_t number);
  void bind(int parameter, double number);
  void bind_null(int parameter);
  /// The next row; false: there is none, and the statement can be bound anew.
  [[nodiscard]] bool step();
  /// Of a statement without rows.
  void run();
  void reset() noexcept;

  [[nodiscard]] std::int64_t integer(int column) const noexcept {
    return sqlite3_column_int64(statement_.get(), column);
  }
  [[nodiscard]] std::string_view text(int column) const noexcept;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };
  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  /// Waits so long for others who hold the file.
  Database(std::string path, int flags, int wait_milliseconds);

  void run(const std::string& sql);
  /// The first column of the first row; 0 where there is none.
  [[nodiscard]] std::int64_t number(const std::string& sql);
  [[nodiscard]] std::string text(const std::string& sql);
  [[nodiscard]] sqlite3* get() const noexcept { return database_.get(); }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// Another one after each commit, by whomever, that the last transaction here saw or made;
  /// nothing: it is not known.
  [[nodiscard]] std::optional<unsigned> version() noexcept {
    unsigned out = 0;
    return sqlite3_file_control(get(), "main", SQLITE_FCNTL_DATA_VERSION, &out) == SQLITE_OK
               ? std::optional(out)
               : std::nullopt;
  }
  [[nodiscard]] bool in_transaction() const noexcept {
    return sqlite3_get_autocommit(database_.get()) == 0;
  }

 private:
  struct Close {
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
  };
  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace opportune::sqlite
