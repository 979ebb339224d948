// The team_member table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A person on an account team; on a group's root: on the global account team.
struct TeamMember {
  std::string account;
  std::string person;
  std::string role;
  std::string market;
};

template <>
struct Schema<TeamMember> {
  static constexpr std::string_view table = "team_member";
  using Fields = FieldList<Field<"account", &TeamMember::account, Ref<Account, Need::required>>,
                           Field<"person", &TeamMember::person, Ref<Person, Need::required>>,
                           Field<"role", &TeamMember::role, Symbol<>>,
                           Field<"market", &TeamMember::market, Ref<Market>>>;
};

}  // namespace opportune
