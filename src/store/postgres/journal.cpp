// The journal in a PostgreSQL database.
#include "store/postgres/journal.hpp"

#include <algorithm>

#include "opportune/core/error.hpp"
#include "store/layout.hpp"
#include "store/postgres/layout.hpp"
#include "store/postgres/rows.hpp"
#include "store/postgres/session.hpp"

namespace opportune::postgres {
namespace {

class PostgresJournal final : public Journal {
 public:
  PostgresJournal(const std::string& url, const JournalHead& head) : session_(url) {
    head_ = open_layout(connection_, head);
  }

  [[nodiscard]] const JournalHead& head() const noexcept override { return head_; }

  [[nodiscard]] std::uint64_t last() override {
    session_.ensure();
    const Result found = connection_.run("SELECT coalesce(max(sequence), 0) FROM change_log");
    return static_cast<std::uint64_t>(found.integer(0, 0));
  }

  [[nodiscard]] std::optional<JournalMark> mark(std::uint64_t sequence) override {
    session_.ensure();
    return mark_in(connection_.run(std::string(select_marks) + "WHERE sequence = $1",
                                   {std::to_string(sequence)}));
  }

  void read(std::uint64_t after, const std::function<bool(JournalEntry&&)>& take) override {
    session_.ensure();
    LogCheck check(after, connection_.place());
    connection_.each_row(std::string(select_entries) + "WHERE sequence >= $1 ORDER BY sequence",
                         {std::to_string(after)}, [&](const Result& row) {
                           JournalEntry entry = entry_of(row);
                           return !check.is_next(entry, row.integer(0, 9)) ||
                                  take(std::move(entry));
                         });
    check.finish();
  }

  void read_record(std::string_view table, std::string_view id,
                   const std::function<void(JournalEntry&&)>& take) override {
    session_.ensure();
    connection_.each_row(std::string(select_entries) +
                             "WHERE table_name = $1 AND (record = $2 OR record IS NULL) "
                             "ORDER BY sequence",
                         {std::string(table), std::string(id)}, [&](const Result& row) {
                           take(entry_of(row));
                           return true;
                         });
  }

  std::uint64_t begin() override {
    session_.ensure();
    is_unlocked_ = false;
    try {
      connection_.begin_batch();
      connection_.add("BEGIN", {});
      connection_.add("LOCK TABLE change_log IN EXCLUSIVE MODE", {});
      connection_.add(std::string(select_marks) + "ORDER BY sequence DESC LIMIT 1", {});
      last_ = mark_in(connection_.finish_batch()).value_or(JournalMark{});
      is_last_known_ = true;
    } catch (...) {
      abandon();
      throw;
    }
    return last_.sequence;
  }

  /// That nobody else has written is found out by the key of the log, its sequence, without asking
  /// before: the whole transaction is one trip to the server. Whoever was overtaken asks first for
  /// some time.
  [[nodiscard]] bool begin_unlocked(std::uint64_t last) override {
    locked_turns_ = std::max(locked_turns_ - 1, 0);
    is_unlocked_ = is_last_known_ && last_.sequence == last && last > 0 && locked_turns_ == 0 &&
                   connection_.is_connected();
    return is_unlocked_;
  }

  void add(std::vector<JournalEntry> entries, std::vector<PresentRows> present,
           Instant recorded) override {
    try {
      begin_rows(recorded);
      for (JournalEntry& entry : entries) {
        append(std::move(entry), first_ahead_, recorded_);
      }
      put(present);
    } catch (const StoreError&) {
      give_up();
      throw;
    }
  }

  std::uint64_t commit(std::vector<JournalCommit> commits, Instant recorded) override {
    try {
      begin_rows(recorded);
      for (JournalCommit& commit : commits) {
        append(commit);
      }
      connection_.add("COMMIT", {});
      static_cast<void>(connection_.finish_batch());
    } catch (const StoreError& error) {
      if (connection_.is_connected()) {
        give_up();
        throw;
      }
      are_rows_begun_ = is_last_known_ = false;
      if (!is_there(error)) {
        throw;
      }
    }
    are_rows_begun_ = false;
    is_last_known_ = true;
    return last_.sequence;
  }

  void abandon() noexcept override {
    if (are_rows_begun_) {  // last_ is of an entry that will not be there
      is_last_known_ = false;
    }
    are_rows_begun_ = false;
    rollback(connection_);
  }

  [[nodiscard]] bool is_outdated() override {
    session_.ensure();
    return postgres::is_outdated(connection_);
  }

  void restate(const std::function<void(const TakeRows& take)>& rows) override {
    try {
      restate_layout(connection_);
      connection_.begin_batch();
      rows([&](const PresentRows& present) { put(present); });
      connection_.add("COMMIT", {});
      static_cast<void>(connection_.finish_batch());
    } catch (...) {
      abandon();
      throw;
    }
  }

  void backup(const std::string&) override {
    connection_.fail("cannot be copied by opportune",
                     "use pg_dump, which takes it as it is at one "
                     "instant while others go on writing");
  }

 private:
  /// Of a transaction's rows the first come.
  void begin_rows(Instant recorded) {
    if (are_rows_begun_) {
      return;
    }
    connection_.begin_batch();
    are_rows_begun_ = true;
    if (is_unlocked_) {
      connection_.add("BEGIN", {});
    }
    first_ahead_ = last_.sequence + 1;
    recorded_ = std::max(recorded, last_.recorded);
  }
  /// After an error of a server that is there. Overtaken: others have written.
  void give_up() {
    const bool overtaken = is_unlocked_ && connection_.has_refused_key();
    abandon();
    if (overtaken) {
      constexpr int turns = 16;
      locked_turns_ = turns;
      throw Overtaken();
    }
  }

  void append(JournalEntry entry, std::uint64_t commit, Instant recorded) {
    entry.record = without_zeros(std::move(entry.record));
    entry.by = without_zeros(std::move(entry.by));
    append_to(last_, entry, commit, recorded);
    connection_.add(insert_entry(), values_of(std::move(entry), last_.checksum));
  }
  void append(JournalCommit& commit) {
    const std::uint64_t first = commit.added > 0 ? first_ahead_ : last_.sequence + 1;
    for (JournalEntry& entry : commit.entries) {
      append(std::move(entry), first, recorded_);
    }
    put(commit.present);
    if (commit.loads) {
      commit.loads([&](JournalEntry&& entry, const PresentRows& rows) {
        append(std::move(entry), first, recorded_);
        put(rows);
      });
    }
  }

  /// The server was lost while it committed: what became of it? Where it is not there the server
  /// may not have come to it yet.
  [[nodiscard]] bool is_there(const StoreError& error) {
    const std::string lost = session_.lock();
    try {
      if (is_last_there()) {
        return true;
      }
      session_.await_end_of(lost);
      return is_last_there();
    } catch (const StoreError&) {
      throw StoreError(std::string(error.what()) +
                       " (while it committed, so whether the change is there is not known; it is "
                       "taken in like those of others where it is)");
    }
  }
  [[nodiscard]] bool is_last_there() {
    const std::optional<JournalMark> found = mark(last_.sequence);
    return found && found->checksum == last_.checksum;
  }

  void put(const std::vector<PresentRows>& present) {
    for (const PresentRows& rows : present) {
      put(rows);
    }
  }
  void put(const PresentRows& present) {
    const Table& table = *present.rows;
    const std::string statement = put_statement(table, present.have_ids);
    for (std::size_t row = present.first; row < present.end(); ++row) {
      connection_.add(statement, values_of(table, row));
    }
  }

  Session session_;
  Connection& connection_ = session_.connection();
  JournalHead head_;
  JournalMark last_;
  bool is_last_known_ = false;  // last_ was the last entry when this process looked or wrote last
  bool is_unlocked_ = false;    // this turn is
  bool are_rows_begun_ = false;
  std::uint64_t first_ahead_ = 0;
  Instant recorded_;
  int locked_turns_ = 0;  // to come
};

}  // namespace

std::unique_ptr<Journal> open_journal(const std::string& url, const JournalHead& head) {
  return std::make_unique<PostgresJournal>(url, head);
}

}  // namespace opportune::postgres
