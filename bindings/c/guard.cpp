#include "guard.hpp"

#include <exception>
#include <filesystem>
#include <memory>
#include <new>
#include <string>

#include "handles.hpp"

namespace opportune::c {
namespace {

Failure failure_of(opp_status status, const Error& error) {
  return {status, error.code(), error.what(), {}, 0};
}

/// The exception that is being handled. Throws only std::bad_alloc.
Failure describe() {
  try {
    throw;
  } catch (const CallError& error) {
    return failure_of(error.status(), error);
  } catch (const InputError& error) {
    return {OPP_INPUT_ERROR, error.code(), error.what(), error.issues(), error.total()};
  } catch (const NotFoundError& error) {
    return failure_of(OPP_NOT_FOUND, error);
  } catch (const StaleError& error) {
    return failure_of(OPP_STALE, error);
  } catch (const StoreError& error) {
    return failure_of(OPP_STORE_ERROR, error);
  } catch (const AccessError& error) {
    return failure_of(OPP_ACCESS_DENIED, error);
  } catch (const Error& error) {
    return failure_of(OPP_INTERNAL_ERROR, error);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::filesystem::filesystem_error& error) {
    return {OPP_STORE_ERROR, "store", error.what(), {}, 0};
  } catch (const std::exception& error) {
    return {OPP_INTERNAL_ERROR, "internal", error.what(), {}, 0};
  } catch (...) {
    return {OPP_INTERNAL_ERROR, "internal", "an exception that is no std::exception", {}, 0};
  }
}

/// The error of last resort, made while there is memory.
opp_error* out_of_memory_error() noexcept {
  static opp_error* const made = []() -> opp_error* {
    try {
      return NewHandle<opp_error>(
                 Failure{OPP_OUT_OF_MEMORY, "out_of_memory", "out of memory", {}, 0})
          .publish();
    } catch (...) {
      return nullptr;
    }
  }();
  return made;
}

// Made when the library is loaded: later may be too late.
[[maybe_unused]] const opp_error* const made_early = out_of_memory_error();

}  // namespace

opp_status report_failure(opp_error** error) noexcept {
  try {
    Failure failure = describe();
    const opp_status status = failure.status;
    if (error != nullptr) {
      *error = NewHandle<opp_error>(std::move(failure)).publish();
    }
    return status;
  } catch (...) {
    if (error != nullptr) {
      *error = out_of_memory_error();
    }
    return OPP_OUT_OF_MEMORY;
  }
}

bool is_shared_error(const opp_error* error) noexcept {
  return error != nullptr && error == out_of_memory_error();
}

}  // namespace opportune::c
