// The one guard that every entry point is run in: no exception crosses into the caller.
#pragma once

#include <utility>

#include "opportune/c/opportune.h"

namespace opportune::c {

/// Describes the exception that is being handled, for a caller of C.
opp_status report_failure(opp_error** error) noexcept;

/// The error of last resort is one for all, so it outlives opp_error_free.
[[nodiscard]] bool is_shared_error(const opp_error* error) noexcept;

/// Runs the body of an entry point. The body writes its outputs last, so that they are untouched
/// where it throws.
template <class Body>
opp_status guarded(opp_error** error, Body&& body) noexcept {
  try {
    std::forward<Body>(body)();
    return OPP_OK;
  } catch (...) {
    return report_failure(error);
  }
}

/// The same for accessors that give a value: `otherwise` where the body throws.
template <class Value, class Body>
Value guarded_value(Value otherwise, Body&& body) noexcept {
  try {
    return std::forward<Body>(body)();
  } catch (...) {
    return otherwise;
  }
}

}  // namespace opportune::c
