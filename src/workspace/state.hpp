// The state behind the facade, and the one way in which commands alter it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conflict/scan_memory.hpp"
#include "live/account_log.hpp"
#include "live/live.hpp"
#include "live/touched.hpp"
#include "model/write.hpp"
#include "opportune/model/book.hpp"
#include "opportune/workspace.hpp"
#include "process/commands.hpp"
#include "store/ledger.hpp"

namespace opportune {

struct Workspace::State {
  explicit State(const Config& given);

  /// What a question is answered from: with what other processes have written by now, unless this
  /// one is just writing. Where the journal cannot be read, what is known.
  [[nodiscard]] std::shared_ptr<const Book> current() {
    if (ledger) {
      refresh();
    }
    return latest();
  }
  [[nodiscard]] std::shared_ptr<const Book> latest() const {
    const std::lock_guard lock(mutex);
    return book;
  }
  /// What is in force, with its version, from which on it is noted which accounts are touched.
  struct Standing {
    std::shared_ptr<const Book> book;
    std::uint64_t version;
  };
  [[nodiscard]] Standing standing() {
    if (ledger) {
      refresh();
    }
    const std::lock_guard lock(mutex);
    log.begin();
    return {book, log.version()};
  }
  /// `touched`: of each change since the one that was in force.
  void publish(std::shared_ptr<const Book> next, std::uint64_t at,
               const std::vector<const TouchedAccounts*>& touched) {
    const std::lock_guard lock(mutex);
    book.swap(next);
    position = at;
    for (const TouchedAccounts* one : touched) {
      log.note(*one);
    }
  }
  [[nodiscard]] Instant or_now(Instant at) const { return live.clock().or_now(at); }
  void refresh();
  void follow();
  [[nodiscard]] JournalHead head() const;
  /// Others may write meanwhile. False: there was nothing to write. StoreError: it cannot be
  /// written.
  bool save_checkpoint(Ledger::When when);
  /// Where it cannot be written the log is there all the same.
  void save_checkpoint_if_due() noexcept;

  /// Returns the touched accounts, or nothing where nothing is to change; notes what it puts
  /// (`recorder` is null where there is no journal). It is asked again, on a later state, where
  /// others have written meanwhile.
  using Decide =
      std::function<std::optional<TouchedAccounts>(Book& next, Instant now, Recorder* recorder)>;
  /// Tells of what was changed.
  using Then = std::function<void(const Book& before, const Book& next,
                                  const TouchedAccounts& touched, Instant now)>;
  /// Carries a command out, on a copy of the Book. The Book that is in force is what the journal
  /// has: where that fails it stays as it was. Commands of several threads that come while one is
  /// being written are written together, in one transaction.
  void write(Decide decide, Then then);
  template <class Decide>
  void command(const Decide& decide) {
    write(decide, [&](const Book& before, const Book& next, const TouchedAccounts& touched,
                      Instant now) { live.told_of(before, next, touched, now); });
  }
  /// Writes moves; what they have touched, nothing where none was made.
  template <class Move>
  void move(const Move& move) {
    command([&](Book& next, Instant now, Recorder* recorder) {
      Advancer advancer(next, policy);
      move(advancer, now);
      TouchedAccounts touched;
      if (live.listens()) {
        touch_opportunities_of(advancer.accounts(), touched);
      } else {
        touched.also = advancer.accounts();
      }
      const bool moved = !advancer.accounts().empty();
      if (moved && recorder != nullptr) {
        recorder->moved(next, advancer.accounts());
      }
      return moved ? std::optional(std::move(touched)) : std::nullopt;
    });
  }

  Config config;
  Policy policy;
  Live live;
  ScanMemory scans;
  std::optional<Ledger> ledger;  // guarded by `writer`
  bool is_view = false;
  std::mutex writer;     // held by a command from beginning to end
  RecordTables records;  // guarded by `writer`
  // Guards what follows, for the moment of a copy or a swap.
  mutable std::mutex mutex;
  std::shared_ptr<const Book> book;
  std::uint64_t position = 0;
  AccountLog log;
  std::uint64_t deciding_at = 0;  // the position that a command sees; guarded by `writer`

 private:
  struct Command {
    Decide decide;
    Then then;
    std::exception_ptr error;
    bool done = false;
  };
  struct Written {
    Command* command;
    std::shared_ptr<const Book> before, after;
    TouchedAccounts touched;
    Instant now;
  };
  void carry_out(const std::vector<Command*>& commands);
  /// Decides and writes them. Overtaken: in an unlocked turn.
  std::vector<Written> write_all(const std::vector<Command*>& commands, Ledger::Turn::Kind kind);
  std::vector<Written> decide_all(const std::vector<Command*>& commands,
                                  const Recorder::Ahead& ahead,
                                  std::vector<JournalCommit>& commits);

  std::mutex queue_mutex_;  // guards what follows, and `done` of commands
  std::condition_variable turn_;
  std::vector<Command*> queue_;
  bool is_writing_ = false;
};

}  // namespace opportune
