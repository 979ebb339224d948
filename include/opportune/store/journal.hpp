// The journal: every change of a workspace, in order, in a database that outlives the process and
// that several processes share. What it holds, and which promises each database keeps:
// docs/journal.md.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

/// One change, as it was asked for.
struct JournalEntry {
  enum class Kind : std::uint8_t {
    put,   ///< one record, as apply() takes it
    load,  ///< new records of a table; those of one commit are loaded together
  };

  std::uint64_t sequence = 0;  ///< from 1 on, without a gap
  std::uint64_t commit = 0;    ///< the sequence of the first entry of its commit
  Instant recorded;            ///< when it was written, by the clock of who wrote it
  Instant at;                  ///< put: when it takes effect
  std::string by;              ///< put: the person who made it; may be empty
  Kind kind = Kind::put;
  std::string table;
  std::string record;   ///< put: its id, or the id of what it belongs to
  std::string payload;  ///< JSON: put: the record; load: an array of records
};

/// An entry of a log as others refer to it: its checksum says what it and all before it are.
struct JournalMark {
  std::uint64_t sequence = 0;
  Instant recorded;
  std::int64_t checksum = 0;

  bool operator==(const JournalMark&) const = default;
};

/// What a journal says of itself.
struct JournalHead {
  std::string reporting_currency;
  std::string milestones;  ///< the organisation's, as JSON (docs/policy.md); empty: the usual ones
};

/// Rows of a table as they are now: for whoever reads the database without us.
struct PresentRows {
  std::shared_ptr<const Table> rows;
  bool have_ids = true;   ///< each replaces the one with its id; else they are new
  std::size_t first = 0;  ///< of the table's: those from here to before `last`, or its end
  std::size_t last = std::numeric_limits<std::size_t>::max();

  [[nodiscard]] std::size_t end() const noexcept { return std::min(last, rows->rows()); }
};

/// What one command adds.
struct JournalCommit {
  std::vector<JournalEntry> entries;  ///< sequence, commit and recorded are filled by the journal
  std::vector<PresentRows> present;
  /// Of a load: calls take(entry, rows) for each further entry with the rows that it puts. They are
  /// made one at a time, so that a load need not be in memory twice. Null: there are none.
  using Take = std::function<void(JournalEntry&& entry, const PresentRows& rows)>;
  std::function<void(const Take& take)> loads;
  std::uint64_t load_entries = 0;  ///< how many times
  /// Entries before these that Journal::add() was given already.
  std::uint64_t added = 0;

  [[nodiscard]] std::uint64_t size() const noexcept {
    return added + entries.size() + load_entries;
  }
};

/// Others have added entries, which begin_unlocked() did not know of: nothing of the commit is
/// there.
class Overtaken : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "others have written"; }
};

/// A journal, of one database. Threads: one user at a time.
///
/// StoreError: the database fails (what, and where). After one, nothing of the commit is there,
/// unless its text says that the outcome is not known.
class Journal {
 public:
  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  virtual ~Journal() = default;

  [[nodiscard]] virtual const JournalHead& head() const noexcept = 0;
  /// The sequence of the last entry; 0: there is none.
  [[nodiscard]] virtual std::uint64_t last() = 0;
  /// The mark of an entry; nothing where there is none of that sequence.
  [[nodiscard]] virtual std::optional<JournalMark> mark(std::uint64_t sequence) = 0;
  /// Reads the entries after a sequence, in order, those that were there when it began, until
  /// take() returns false.
  virtual void read(std::uint64_t after, const std::function<bool(JournalEntry&&)>& take) = 0;
  /// The entries of a record, in order, with the loads of its table, among which it may be.
  virtual void read_record(std::string_view table, std::string_view id,
                           const std::function<void(JournalEntry&&)>& take) = 0;
  /// Until commit() or abandon() no other process adds anything: the sequence of the last entry.
  virtual std::uint64_t begin() = 0;
  /// Instead of begin(), without keeping others from writing: commit() finds out whether there is
  /// an entry after that sequence, and throws Overtaken then; so may add(). False: that is not
  /// possible now, or not in this database.
  [[nodiscard]] virtual bool begin_unlocked(std::uint64_t last) {
    static_cast<void>(last);
    return false;
  }
  /// Takes the first entries of a command that is still being decided, and rows as they are by
  /// then, to write them meanwhile. `recorded` becomes that of all of them; commit() is given what
  /// else the command adds, and no other command's.
  virtual void add(std::vector<JournalEntry> entries, std::vector<PresentRows> present,
                   Instant recorded) = 0;
  /// Adds what several commands add to what begin() found, all in one transaction; on return it is
  /// as durable as the database keeps it. The sequence of the last entry.
  virtual std::uint64_t commit(std::vector<JournalCommit> commits, Instant recorded) = 0;
  virtual void abandon() noexcept = 0;
  /// Did an earlier version of opportune lay the present records out? The log is the same in all.
  [[nodiscard]] virtual bool is_outdated() = 0;
  /// After begin(), and instead of commit(): lays the present records out as this version does, and
  /// puts those that `rows` gives to its argument.
  using TakeRows = std::function<void(const PresentRows& rows)>;
  virtual void restate(const std::function<void(const TakeRows& take)>& rows) = 0;
  /// Copies everything into a new file or database; others may go on writing.
  virtual void backup(const std::string& location) = 0;
};

/// Is it a postgresql:// URL?
[[nodiscard]] bool is_server(std::string_view location);

/// Opens the journal at a location, or makes it there: the path of an SQLite file, or a
/// postgresql:// URL. StoreError: it cannot be opened, is no journal, or one of a later version.
[[nodiscard]] std::unique_ptr<Journal> open_journal(const std::string& location,
                                                    const JournalHead& head);

}  // namespace opportune
