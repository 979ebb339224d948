// A workspace's side of its journal: how far it has read, its turn to write.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "opportune/store/journal.hpp"
#include "store/recorder.hpp"
#include "store/replay.hpp"

namespace opportune {

/// Threads: one user at a time, who holds the workspace's writer lock; position() from any.
class Ledger {
 public:
  explicit Ledger(std::unique_ptr<Journal> journal) : journal_(std::move(journal)) {}

  /// The turn to write: until its end no other process does.
  class Turn {
   public:
    explicit Turn(Ledger& ledger) : ledger_(ledger), last_(ledger.journal_->begin()) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
      if (!done_) {
        ledger_.journal_->abandon();
      }
    }
    /// Have others written since we have read?
    [[nodiscard]] bool is_behind() const noexcept { return last_ != ledger_.position_; }
    /// What was put is in the journal on return, and counts as read.
    void commit(const std::vector<JournalCommit>& commits, Instant now) {
      ledger_.position_ = ledger_.journal_->commit(commits, now);
      done_ = true;
    }

   private:
    Ledger& ledger_;
    std::uint64_t last_;
    bool done_ = false;
  };

  /// Have others written?
  [[nodiscard]] bool is_behind() { return journal_->last() != position_; }
  /// Carries out in the Book what others have written since; what that touched. StoreError: then
  /// the Book must not be used.
  [[nodiscard]] TouchedAccounts follow(Book& book) {
    Replay replay(book);
    std::uint64_t position = position_;
    journal_->read(position_, [&](JournalEntry&& entry) {
      position = entry.sequence;
      replay.take(entry);
      return true;
    });
    replay.finish();
    position_ = position;
    return replay.touched();
  }
  /// The sequence of the last entry that was read or written.
  [[nodiscard]] std::uint64_t position() const noexcept { return position_; }
  [[nodiscard]] Journal& journal() noexcept { return *journal_; }

 private:
  std::unique_ptr<Journal> journal_;
  std::uint64_t position_ = 0;
};

}  // namespace opportune
