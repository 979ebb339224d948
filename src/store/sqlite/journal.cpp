// The journal in an SQLite file.
#include "store/sqlite/journal.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "opportune/core/error.hpp"
#include "store/background.hpp"
#include "store/layout.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/layout.hpp"
#include "store/sqlite/rows.hpp"

namespace opportune::sqlite {
namespace {

constexpr int wait_milliseconds = 5'000;
class SqliteJournal final : public Journal {
 public:
  SqliteJournal(const std::string& path, const JournalHead& head)
      : database_(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, wait_milliseconds) {
    head_ = open_layout(database_, head);
    database_.run("PRAGMA journal_mode = WAL");
    database_.run("PRAGMA synchronous = FULL");
  }

  [[nodiscard]] const JournalHead& head() const noexcept override { return head_; }

  [[nodiscard]] std::uint64_t last() override {
    Statement& statement = prepared(maximum_, "SELECT max(sequence) FROM change_log");
    const bool found = statement.step();
    const auto out = found ? static_cast<std::uint64_t>(statement.integer(0)) : 0;
    statement.reset();
    return out;
  }

  [[nodiscard]] std::optional<JournalMark> mark(std::uint64_t sequence) override {
    Statement statement(database_,
                        "SELECT sequence, recorded, checksum FROM change_log WHERE sequence = ?");
    statement.bind(1, static_cast<std::int64_t>(sequence));
    return mark_in(statement);
  }

  void read(std::uint64_t after, const std::function<bool(JournalEntry&&)>& take) override {
    Statement statement(database_,
                        std::string(select_entries) + "WHERE sequence >= ? ORDER BY sequence");
    statement.bind(1, static_cast<std::int64_t>(after));
    LogCheck check(after, database_.path());
    while (statement.step()) {
      JournalEntry entry = entry_of(statement);
      if (check.is_next(entry, statement.integer(9)) && !take(std::move(entry))) {
        return;
      }
    }
    check.finish();
  }

  void read_record(std::string_view table, std::string_view id,
                   const std::function<void(JournalEntry&&)>& take) override {
    Statement statement(database_, std::string(select_entries) +
                                       "WHERE table_name = ? AND (record = ? OR record IS NULL) "
                                       "ORDER BY sequence");
    statement.bind(1, table);
    statement.bind(2, id);
    while (statement.step()) {
      take(entry_of(statement));
    }
  }

  std::uint64_t begin() override {
    run(begin_, "BEGIN IMMEDIATE");
    try {
      if (!known_version_ || known_version_ != database_.version()) {
        last_ = mark_in(prepared(latest_,
                                 "SELECT sequence, recorded, checksum FROM change_log "
                                 "ORDER BY sequence DESC LIMIT 1"))
                    .value_or(JournalMark{});
      }
      known_version_.reset();
    } catch (...) {
      abandon();
      throw;
    }
    return last_.sequence;
  }

  /// The rows are written by a thread of their own: until commit() or abandon() it has the
  /// database for itself.
  void add(std::vector<JournalEntry> entries, std::vector<PresentRows> present,
           Instant recorded) override {
    if (!is_ahead_) {
      is_ahead_ = true;
      first_ahead_ = last_.sequence + 1;
      recorded_ = std::max(recorded, last_.recorded);
    }
    std::vector<std::int64_t> checksums;
    for (JournalEntry& entry : entries) {
      append_to(last_, entry, first_ahead_, recorded_);
      checksums.push_back(last_.checksum);
    }
    ahead_.run([this, entries = std::move(entries), checksums = std::move(checksums),
                present = std::move(present)] {
      for (std::size_t i = 0; i < entries.size(); ++i) {
        insert(entries[i], checksums[i]);
      }
      put(present);
    });
  }

  std::uint64_t commit(std::vector<JournalCommit> commits, Instant recorded) override {
    try {
      ahead_.finish();
      recorded = is_ahead_ ? recorded_ : std::max(recorded, last_.recorded);
      for (JournalCommit& commit : commits) {
        append(commit, recorded);
      }
      is_ahead_ = false;
      run(commit_, "COMMIT");
    } catch (...) {
      abandon();
      throw;
    }
    known_version_ = database_.version();
    return last_.sequence;
  }

  void abandon() noexcept override {
    ahead_.stop();
    is_ahead_ = false;
    rollback(database_);
  }

  [[nodiscard]] bool is_outdated() override { return sqlite::is_outdated(database_); }

  void restate(const std::function<void(const TakeRows& take)>& rows) override {
    put_.clear();
    try {
      restate_layout(database_);
      rows([&](const PresentRows& present) { put(present); });
      run(commit_, "COMMIT");
    } catch (...) {
      abandon();
      throw;
    }
  }

  void backup(const std::string& location) override {
    Database target(location, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, wait_milliseconds);
    if (target.number("SELECT count(*) FROM sqlite_master") != 0) {
      throw StoreError("'" + shown_value(location) + "': is a database already");
    }
    sqlite3_backup* backup = sqlite3_backup_init(target.get(), "main", database_.get(), "main");
    if (backup == nullptr) {
      fail(target.get(), location, "cannot be written");
    }
    sqlite3_backup_step(backup, -1);
    if (sqlite3_backup_finish(backup) != SQLITE_OK) {
      fail(target.get(), location, "cannot be written");
    }
  }

 private:
  void append(JournalEntry& entry, std::uint64_t commit, Instant recorded) {
    append_to(last_, entry, commit, recorded);
    insert(entry, last_.checksum);
  }
  void insert(const JournalEntry& entry, std::int64_t checksum) {
    run_with(prepared(insert_, insert_entry), entry, checksum, texts_);
  }
  void append(JournalCommit& commit, Instant recorded) {
    const std::uint64_t first = commit.added > 0 ? first_ahead_ : last_.sequence + 1;
    for (JournalEntry& entry : commit.entries) {
      append(entry, first, recorded);
    }
    put(commit.present);
    if (commit.loads) {
      commit.loads([&](JournalEntry&& entry, const PresentRows& rows) {
        append(entry, first, recorded);
        put(rows);
      });
    }
  }

  void put(const std::vector<PresentRows>& present) {
    for (const PresentRows& rows : present) {
      put(rows);
    }
  }
  void put(const PresentRows& present) {
    const Table& table = *present.rows;
    auto& statement = put_[table.name()];
    if (!statement) {
      statement = std::make_unique<Statement>(database_, put_statement(table, present.have_ids));
    }
    for (std::size_t row = present.first; row < present.end(); ++row) {
      run_with(*statement, table, row);
    }
  }

  /// Prepared when it is first used.
  Statement& prepared(std::unique_ptr<Statement>& statement, const char* sql) {
    if (!statement) {
      statement = std::make_unique<Statement>(database_, sql);
    }
    return *statement;
  }
  void run(std::unique_ptr<Statement>& statement, const char* sql) {
    prepared(statement, sql).run();
  }

  Database database_;
  JournalHead head_;
  JournalMark last_;
  std::optional<unsigned> known_version_;  // of the database in which last_ is the last entry
  std::unique_ptr<Statement> begin_, commit_, latest_, maximum_, insert_;
  std::map<std::string, std::unique_ptr<Statement>, std::less<>> put_;
  EntryTexts texts_;

  bool is_ahead_ = false;  // add() was called since begin()
  std::uint64_t first_ahead_ = 0;
  Instant recorded_;
  Background ahead_;  // last, so that it ends before what it uses
};

}  // namespace

std::unique_ptr<Journal> open_journal(const std::string& path, const JournalHead& head) {
  return std::make_unique<SqliteJournal>(path, head);
}

}  // namespace opportune::sqlite
