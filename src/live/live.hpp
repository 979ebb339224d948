// The live side of a workspace: its clock, and who is told of what its changes do. Its callers hold
// the workspace's writer lock, but for deliver() and clock().
#pragma once

#include "live/agenda.hpp"
#include "live/clock.hpp"
#include "live/standing.hpp"
#include "live/subscribers.hpp"

namespace opportune {

class Live {
 public:
  Live(const Policy& policy, Instant clock) : policy_(policy), clock_(clock) {}

  [[nodiscard]] const Clock& clock() const noexcept { return clock_; }

  /// From now on time that passes is looked at.
  void run(const Book& book);
  SubscriptionId subscribe(Subscriber tell, SubscriberError error) {
    return subscribers_.add(std::move(tell), std::move(error));
  }
  bool unsubscribe(SubscriptionId id) { return subscribers_.remove(id); }

  /// Does told_of() look at what is touched?
  [[nodiscard]] bool listens() const { return agenda_.made() || subscribers_.any(); }
  /// Begins a command: lets the time pass that has passed. The instant at which it is carried out.
  Instant begin(const Book& book);
  /// What a command that began at `now` does to conflicts, with what time did since the last one;
  /// tells whoever is to be told.
  Effects changed(const Book& before, const Book& after, const TouchedAccounts& touched,
                  Instant now);
  /// The same of a command that does not return effects itself.
  void told_of(const Book& before, const Book& after, const TouchedAccounts& touched, Instant now);
  /// A bulk load: every group, where somebody is to be told.
  void loaded(const Book& before, const Book& after, Instant now);
  /// Moves the clock; with what time did before.
  Effects advance(const Book& book, Instant to);
  /// Must be called without the writer lock.
  void deliver() { subscribers_.deliver(); }

 private:
  void pass(const Book& book, Instant to);

  const Policy& policy_;
  Clock clock_;
  bool runs_ = false;
  Agenda agenda_;
  Effects pending_;  // by time, not yet returned to anybody
  Subscribers subscribers_;
};

}  // namespace opportune
