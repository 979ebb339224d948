#include "live/clock.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include "opportune/core/error.hpp"

namespace opportune {
namespace {

Instant of_machine() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

void require_possible(Instant at, const char* field) {
  const bool possible = at.micros >= min_days * micros_per_day &&
                        at.micros < (max_days + std::int64_t{1}) * micros_per_day;
  if (!possible) {
    throw InputError(Issue{"impossible_date", "", Issue::no_row, field, std::to_string(at.micros),
                           "lies outside the years 1 to 9999"});
  }
}

}  // namespace

Clock::Clock(Instant fixed)
    : fixed_(fixed.has_value()), passed_(fixed_ ? fixed : of_machine()) {
  require_possible(passed_, "clock");
}

Instant Clock::now() const {
  const std::lock_guard lock(mutex_);
  return fixed_ ? passed_ : std::max(passed_, of_machine());
}

Instant Clock::or_now(Instant at) const {
  if (!at.has_value()) {
    return now();
  }
  require_possible(at, "as_of");
  return at;
}

Instant Clock::passed() const {
  const std::lock_guard lock(mutex_);
  return passed_;
}

void Clock::move(Instant to) {
  require_possible(to, "clock");
  const std::lock_guard lock(mutex_);
  if (to < passed_) {
    throw InputError(Issue{"time_before_last_change", "", Issue::no_row, "clock", to_string(to),
                           "is before the clock, which stands at " + to_string(passed_)});
  }
  passed_ = to;
}

}  // namespace opportune
