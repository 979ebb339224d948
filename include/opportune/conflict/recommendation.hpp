// Who should lead: rules of engagement in their order; the first that singles out one person wins.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "opportune/conflict/detect.hpp"

namespace opportune {

struct Recommendation {
  std::uint32_t person = no_row;
  std::string_view rule;  ///< that singled the person out; empty where none did
  std::string tied;       ///< what tied on the way, for the explanation
};

namespace detail {

using People = std::set<std::uint32_t>;

/// The people with this role on the global account team, for one of the members' markets or for
/// all.
inline People team_people(const GroupView& group, const Conflict& conflict, std::string_view role) {
  People out;
  const Store<TeamMember>& team = group.book().get<TeamMember>();
  const std::uint32_t symbol = group.book().symbols().find(role);
  group.book().links().team_of_account.each(group.root(), [&](std::uint32_t row) {
    if (symbol == no_row || team.get<"role">()[row] != symbol) {
      return;
    }
    const std::uint32_t market = team.get<"market">()[row];
    for (const Conflict::Member& member : conflict.members) {
      if (market == no_row || (member.pursuit.market != no_row &&
                               group.book().markets().covers(market, member.pursuit.market))) {
        out.insert(team.get<"person">()[row]);
      }
    }
  });
  return out;
}

/// The owners of the members for which key(member) is the largest.
template <class Key>
People owners_of_largest(const Conflict& conflict, const Key& key) {
  People out;
  bool any = false;
  std::int64_t largest = 0;
  for (const Conflict::Member& member : conflict.members) {
    if (member.pursuit.type != MemberType::opportunity || member.pursuit.owner == no_row) {
      continue;
    }
    const std::int64_t value = key(member.pursuit);
    if (!any || value > largest) {
      out.clear();
      largest = value;
      any = true;
    }
    if (value == largest) {
      out.insert(member.pursuit.owner);
    }
  }
  return out;
}

}  // namespace detail

/// `claimants(account)` gives the holders of claims in force that cover the account;
/// `amount_of(pursuit)` is in the reporting currency.
template <class Claimants, class AmountOf>
[[nodiscard]] Recommendation recommend(const GroupView& group, const Conflict& conflict,
                                       const Claimants& claimants, const AmountOf& amount_of) {
  Recommendation out;
  const Book& book = group.book();
  const auto decide = [&](std::string_view rule, const detail::People& people) {
    if (out.person != no_row || people.empty()) {
      return;
    }
    if (people.size() == 1) {
      out.person = *people.begin();
      out.rule = rule;
      return;
    }
    out.tied += (out.tied.empty() ? "" : "; ") + std::string(rule) + " tied between";
    std::set<std::string_view> names;
    for (const std::uint32_t person : people) {
      names.insert(book.get<Person>().id(person));
    }
    std::size_t shown = 0;
    for (const std::string_view name : names) {
      out.tied += shown++ < 5 ? " " + std::string(name) : "";
    }
  };
  detail::People holders, agreement_owners, account_owners;
  for (const Conflict::Member& member : conflict.members) {
    claimants(member.pursuit, holders);
    const std::uint32_t agreement = member.pursuit.agreement;
    const std::uint32_t owner =
        agreement == no_row ? no_row : book.get<Agreement>().get<"owner">()[agreement];
    if (owner != no_row) {
      agreement_owners.insert(owner);
    }
    const std::uint32_t keeper = book.get<Account>().get<"owner">()[member.pursuit.account];
    if (keeper != no_row) {
      account_owners.insert(keeper);
    }
  }
  decide("claim", holders);
  decide("agreement_owner", agreement_owners);
  decide("global_account_manager", detail::team_people(group, conflict, "global_account_manager"));
  decide("account_owner", account_owners);
  decide("key_account_manager", detail::team_people(group, conflict, "key_account_manager"));
  decide("most_advanced", detail::owners_of_largest(conflict, [&](const Pursuit& pursuit) {
           return std::int64_t{book.stages()[pursuit.stage].milestone};
         }));
  decide("first_opened", detail::owners_of_largest(conflict, [](const Pursuit& pursuit) {
           return -std::int64_t{pursuit.opened.days};
         }));
  decide("largest_amount", detail::owners_of_largest(conflict, amount_of));
  return out;
}

}  // namespace opportune
