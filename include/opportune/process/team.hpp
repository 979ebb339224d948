// Who has a role for an account: its team, and the teams of the accounts above it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "opportune/model/book.hpp"

namespace opportune {

/// Calls visit(person) for each member with the role on the team of an account or of one above it,
/// by the ownership of the day, who is there for the market (one without a market is there for
/// all). Nothing for a market: whatever theirs is. A person may come more than once.
template <class Visit>
void each_with_role(const Book& book, std::uint32_t account, Date day, std::string_view role,
                    std::optional<std::uint32_t> market, Visit&& visit) {
  const std::uint32_t symbol = book.symbols().find(role);
  if (symbol == no_row) {
    return;
  }
  const Store<TeamMember>& team = book.get<TeamMember>();
  const auto is_for_market = [&](std::uint32_t covers) {
    return !market || covers == no_row ||
           (*market != no_row && book.markets().covers(covers, *market));
  };
  for (; account != no_row; account = book.ownership().parent(account, day)) {
    book.links().team_of_account.each(account, [&](std::uint32_t member) {
      if (team.get<"role">()[member] == symbol && is_for_market(team.get<"market">()[member])) {
        visit(team.get<"person">()[member]);
      }
    });
  }
}

}  // namespace opportune
