// What questions about conflicts name: kinds and accounts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "opportune/conflict/kinds.hpp"
#include "opportune/core/error.hpp"

namespace opportune {

/// The kinds of these names; none: all. NotFoundError.
[[nodiscard]] inline KindSet kinds_for(const std::vector<std::string>& names) {
  KindSet out;
  if (names.empty()) {
    return out.set();
  }
  for (const std::string& name : names) {
    const std::size_t number = kind_number(name);
    if (number == kind_count) {
      throw NotFoundError("there is no kind of conflict '" + shown_value(name) +
                          "'; the kinds are: " + listed_names(conflict_kinds));
    }
    out.set(number);
  }
  return out;
}

/// The rows of the accounts with these ids. NotFoundError.
[[nodiscard]] inline std::vector<std::uint32_t> accounts_for(const Book& book,
                                                             const std::vector<std::string>& ids) {
  std::vector<std::uint32_t> out;
  for (const std::string& id : ids) {
    out.push_back(book.get<Account>().find(id));
    if (out.back() == no_row) {
      throw NotFoundError("there is no account '" + shown_value(id) + "'");
    }
  }
  return out;
}

}  // namespace opportune
