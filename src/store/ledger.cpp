#include "store/ledger.hpp"

#include <algorithm>
#include <utility>

#include "opportune/core/error.hpp"
#include "store/checkpoint/checkpoint.hpp"

namespace opportune {
namespace {

// A checkpoint is written when reading the log after the last one would take about as long as
// writing a new one: the log is read more slowly, by about the factor.
constexpr std::uint64_t least_due_bytes = std::uint64_t{4} << 20U;
constexpr std::uint64_t slower = 64;

std::uint64_t bytes_of(const JournalEntry& entry) { return entry.payload.size() + 64; }

}  // namespace

Ledger::Ledger(std::unique_ptr<Journal> journal, std::string checkpoint)
    : journal_(std::move(journal)), checkpoint_(std::move(checkpoint)) {}

Book Ledger::restore(const Book& empty, std::optional<Instant> known_at) {
  if (std::optional<Book> book = from_checkpoint(empty, known_at)) {
    try {
      static_cast<void>(read(*book, known_at));
      return *std::move(book);
    } catch (const StoreError&) {
      // Either the log cannot be read, and says so again; or what comes after the checkpoint does
      // not fit to it: then it is the checkpoint that is wrong.
    }
    position_ = 0;
    unsaved_bytes_ = 0;
  }
  Book book = empty;
  static_cast<void>(read(book, known_at));
  return book;
}

std::optional<Book> Ledger::from_checkpoint(const Book& empty, std::optional<Instant> known_at) {
  if (checkpoint_.empty()) {
    return std::nullopt;
  }
  const auto found = checkpoint::Checkpoint::find(checkpoint_, journal_->head());
  if (!found || (known_at && found->mark().recorded > *known_at) ||
      journal_->mark(found->mark().sequence) != found->mark()) {
    return std::nullopt;
  }
  Book book = empty;
  if (!found->load(book)) {
    return std::nullopt;
  }
  position_ = found->mark().sequence;
  checkpoint_bytes_ = found->bytes();
  return book;
}

TouchedAccounts Ledger::read(Book& book, std::optional<Instant> known_at) {
  Replay replay(book);
  std::uint64_t position = position_, bytes = 0;
  journal_->read(position_, [&](JournalEntry&& entry) {
    if (known_at && entry.recorded > *known_at) {
      return false;
    }
    position = entry.sequence;
    bytes += bytes_of(entry);
    replay.take(entry);
    return true;
  });
  replay.finish();
  position_ = position;
  unsaved_bytes_ += bytes;
  return replay.touched();
}

Ledger::Turn::Turn(Ledger& ledger, Kind kind) : ledger_(ledger) {
  is_locked_ = !(kind == Kind::unlocked && ledger.journal_->begin_unlocked(ledger.position_));
  last_ = is_locked_ ? ledger.journal_->begin() : ledger.position_;
}

void Ledger::Turn::add(std::vector<JournalEntry> entries, std::vector<PresentRows> present,
                       Instant now) {
  for (const JournalEntry& entry : entries) {
    bytes_ += bytes_of(entry);
  }
  ledger_.journal_->add(std::move(entries), std::move(present), now);
}

void Ledger::Turn::commit(std::vector<JournalCommit> commits, Instant now) {
  std::uint64_t bytes = bytes_;
  for (JournalCommit& commit : commits) {
    for (const JournalEntry& entry : commit.entries) {
      bytes += bytes_of(entry);
    }
    if (commit.loads) {
      commit.loads = [loads = std::move(commit.loads), &bytes](const JournalCommit::Take& take) {
        loads([&](JournalEntry&& entry, const PresentRows& rows) {
          bytes += bytes_of(entry);
          take(std::move(entry), rows);
        });
      };
    }
  }
  ledger_.position_ = ledger_.journal_->commit(std::move(commits), now);
  done_ = true;
  ledger_.unsaved_bytes_ += bytes;
}

void Ledger::Turn::restate(const Book& book) {
  ledger_.journal_->restate([&](const Journal::TakeRows& take) { each_present(book, take); });
  done_ = true;
}

void Ledger::bring_up_to_date(Book& book) {
  if (!journal_->is_outdated()) {
    return;
  }
  Turn turn(*this);
  if (turn.is_behind()) {
    static_cast<void>(follow(book));
  }
  if (journal_->is_outdated()) {  // no other process has done it meanwhile
    turn.restate(book);
  }
}

std::optional<Ledger::CheckpointAsked> Ledger::begin_checkpoint(When when) {
  const bool is_due = unsaved_bytes_ > std::max(least_due_bytes, checkpoint_bytes_ / slower);
  if (checkpoint_.empty() || (when == When::due && !is_due)) {
    return std::nullopt;
  }
  const std::optional<JournalMark> mark = journal_->mark(position_);
  if (!mark) {  // there are no entries
    return std::nullopt;
  }
  unsaved_bytes_ = 0;
  return CheckpointAsked{checkpoint_, *mark, journal_->head()};
}

}  // namespace opportune
