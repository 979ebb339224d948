// The account_parent table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// From a day on, an account belongs to a parent (none: it is independent).
struct AccountParent {
  std::string account;
  std::string parent;
  Date from;
};

template <>
struct Schema<AccountParent> {
  static constexpr std::string_view table = "account_parent";
  using Fields = FieldList<Field<"account", &AccountParent::account, Ref<Account, Need::required>>,
                           Field<"parent", &AccountParent::parent, Ref<Account>>,
                           Field<"from", &AccountParent::from, DateField<>>>;
};

}  // namespace opportune
