// Issues of an error and notices of a load, as C sees them.
#pragma once

#include "arguments.hpp"
#include "opportune/c/opportune.h"
#include "opportune/core/error.hpp"

namespace opportune::c {

inline constexpr std::size_t least_issue_size = offsetof(opp_issue, reason) + sizeof(opp_str);

/// Borrows from `issue`.
[[nodiscard]] inline opp_issue issue_out(const Issue& issue) noexcept {
  return {0,
          text_out(issue.code),
          text_out(issue.table),
          issue.row,
          text_out(issue.field),
          text_out(issue.value),
          text_out(issue.reason)};
}

/// Item `index` of a list; OPP_INVALID_ARGUMENT where it has none.
template <class List>
[[nodiscard]] const auto& item(const List& list, std::size_t index, const char* what) {
  if (index >= list.size()) {
    throw bad_argument("there is no " + std::string(what) + " " + std::to_string(index) +
                       ": the count is " + std::to_string(list.size()));
  }
  return list[index];
}

}  // namespace opportune::c
