// What time it is, and up to when it has passed for the conflicts.
#pragma once

#include <mutex>

#include "opportune/core/calendar.hpp"

namespace opportune {

/// Threads: any.
class Clock {
 public:
  /// `fixed`: stands until it is moved; none: the machine's.
  explicit Clock(Instant fixed);

  /// The instant that a caller means who names none.
  [[nodiscard]] Instant now() const;
  /// `at`, or now; InputError where it lies outside the years 1 to 9999.
  [[nodiscard]] Instant or_now(Instant at) const;
  [[nodiscard]] Instant passed() const;
  /// InputError where it stands later already.
  void move(Instant to);

 private:
  mutable std::mutex mutex_;
  bool fixed_;
  Instant passed_;
};

}  // namespace opportune
