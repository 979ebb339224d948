// The state behind the facade, and the one way in which commands alter it.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
  void publish(Book next) {
    auto fresh = std::make_shared<const Book>(std::move(next));
    const std::lock_guard lock(mutex);
    book.swap(fresh);
    position = ledger ? ledger->position() : position + 1;
  }
  [[nodiscard]] Instant or_now(Instant at) const { return live.clock().or_now(at); }
  void refresh();
  void follow();
  [[nodiscard]] JournalHead head() const;

  /// Carries a command out, on a copy of the Book. decide(next, now, recorder) returns the touched
  /// accounts, or nothing where nothing is to change, and notes what it puts (`recorder` is null
  /// where there is no journal); then(before, next, touched, now) tells of it. The Book that is in
  /// force is what the journal has: where that fails it stays as it was.
  template <class Decide, class Then>
  void write(const Decide& decide, const Then& then) {
    {
      const std::lock_guard lock(writer);
      if (is_view) {
        throw StoreError("a view of what was known cannot be changed");
      }
      std::optional<Ledger::Turn> turn;
      if (ledger) {
        turn.emplace(*ledger);
        if (turn->is_behind()) {
          follow();
        }
      }
      const std::shared_ptr<const Book> before = latest();
      const Instant now = live.begin(*before);
      Book next = *before;
      Recorder recorder(*before);
      if (const std::optional<TouchedAccounts> touched =
              decide(next, now, ledger ? &recorder : nullptr)) {
        if (turn && !recorder.empty()) {
          turn->commit(recorder.commit(next), now);
        }
        then(*before, next, *touched, now);
        publish(std::move(next));
      }
    }
    live.deliver();
  }
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
  std::optional<Ledger> ledger;  // guarded by `writer`
  bool is_view = false;
  std::mutex writer;         // held by load and apply from beginning to end
  mutable std::mutex mutex;  // guards `book` and `position`, for the moment of a copy or a swap
  std::shared_ptr<const Book> book;
  std::uint64_t position = 0;
};

}  // namespace opportune
