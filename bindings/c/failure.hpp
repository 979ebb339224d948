// Why a call failed, as an opp_error keeps it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "opportune/c/opportune.h"
#include "opportune/core/error.hpp"

namespace opportune::c {

/// A fault of the call itself, not of the data that it brings.
class CallError : public Error {
 public:
  CallError(opp_status status, const std::string& message)
      : Error(status == OPP_INVALID_HANDLE ? "invalid_handle" : "invalid_argument", message),
        status_(status) {}
  [[nodiscard]] opp_status status() const noexcept { return status_; }

 private:
  opp_status status_;
};

[[nodiscard]] inline CallError bad_argument(const std::string& message) {
  return {OPP_INVALID_ARGUMENT, message};
}

struct Failure {
  opp_status status = OPP_INTERNAL_ERROR;
  std::string code;
  std::string message;
  std::vector<Issue> issues;
  std::uint64_t total = 0;
};

}  // namespace opportune::c
