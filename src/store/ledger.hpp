// A workspace's side of its journal: how far it has read, its turn to write, its checkpoint.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "opportune/store/journal.hpp"
#include "store/recorder.hpp"
#include "store/replay.hpp"

namespace opportune {

/// Threads: one user at a time, who holds the workspace's writer lock.
class Ledger {
 public:
  /// `checkpoint`: its file; empty: there is to be none.
  Ledger(std::unique_ptr<Journal> journal, std::string checkpoint);

  /// The state of the journal, from its checkpoint and the log after it, or from the log alone: as
  /// it is, or as it was known at an instant. `empty` is a Book without records. StoreError: it
  /// cannot be read.
  [[nodiscard]] Book restore(const Book& empty, std::optional<Instant> known_at = {});

  /// Where an earlier version of opportune has laid the present records out, lays them out anew.
  /// `book` is the state at position(); what others have written since is carried out in it first.
  void bring_up_to_date(Book& book);

  /// The turn to write. Locked: until its end no other process does. Else others may, where the
  /// journal finds that out when it commits.
  class Turn {
   public:
    enum class Kind : std::uint8_t { locked, unlocked };
    explicit Turn(Ledger& ledger, Kind kind = Kind::locked);
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
      if (!done_) {
        ledger_.journal_->abandon();
      }
    }
    [[nodiscard]] bool is_locked() const noexcept { return is_locked_; }
    /// Had others written since we have read, when it began?
    [[nodiscard]] bool is_behind() const noexcept { return last_ != ledger_.position_; }
    /// Takes entries of the one command that this turn is for, and rows, to write them while it
    /// goes on. All are recorded at the instant of the first ones.
    void add(std::vector<JournalEntry> entries, std::vector<PresentRows> present, Instant now);
    [[nodiscard]] bool has_added() const noexcept { return bytes_ > 0; }
    /// What was put is in the journal on return, and counts as read. Overtaken: in an unlocked
    /// turn, others have written meanwhile.
    void commit(std::vector<JournalCommit> commits, Instant now);
    /// The present records of the Book are laid out anew on return.
    void restate(const Book& book);

   private:
    Ledger& ledger_;
    std::uint64_t last_ = 0;
    std::uint64_t bytes_ = 0;  // of what was added
    bool is_locked_ = true;
    bool done_ = false;
  };

  /// Have others written?
  [[nodiscard]] bool is_behind() { return journal_->last() != position_; }
  /// Carries out in the Book what others have written since; what that touched. StoreError: then
  /// the Book must not be used.
  [[nodiscard]] TouchedAccounts follow(Book& book) { return read(book, {}); }
  /// The sequence of the last entry that was read or written.
  [[nodiscard]] std::uint64_t position() const noexcept { return position_; }

  /// Where a checkpoint is to be written, of the state at position(): where one is due, because
  /// reading what the last one has not would take long; or in any case. Nothing: there is to be
  /// none. It counts as written then.
  struct CheckpointAsked {
    std::string path;
    JournalMark mark;
    JournalHead head;
  };
  enum class When : std::uint8_t { due, always };
  [[nodiscard]] std::optional<CheckpointAsked> begin_checkpoint(When when);
  void checkpoint_written(std::uint64_t bytes) noexcept { checkpoint_bytes_ = bytes; }

 private:
  [[nodiscard]] std::optional<Book> from_checkpoint(const Book& empty,
                                                    std::optional<Instant> known_at);
  TouchedAccounts read(Book& book, std::optional<Instant> known_at);

  std::unique_ptr<Journal> journal_;
  std::string checkpoint_;
  std::uint64_t position_ = 0;
  std::uint64_t unsaved_bytes_ = 0;     // of the log, after the checkpoint's mark
  std::uint64_t checkpoint_bytes_ = 0;  // of the file
};

}  // namespace opportune
