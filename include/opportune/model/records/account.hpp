// The account table: one record type, declared once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// An account: a company, or a part of one. The roots of their forest are the corporate groups.
struct Account {
  std::string id;
  std::string name;
  std::string parent;
  std::string market;
  Date customer_since;
  std::optional<bool> is_global;
  std::string lei;
  std::string duns;
  std::string tax_id;
  std::string domain;
  std::string segment;
  std::string owner;
  std::string attributes;
};

template <>
struct Schema<Account> {
  static constexpr std::string_view table = "account";
  using Fields =
      FieldList<Field<"id", &Account::id, Key>, Field<"name", &Account::name, Text<>>,
                Field<"parent", &Account::parent, Ref<Account>>,
                Field<"market", &Account::market, Ref<Market>>,
                Field<"customer_since", &Account::customer_since, DateField<>>,
                Field<"global", &Account::is_global, Flag>, Field<"lei", &Account::lei, Text<>>,
                Field<"duns", &Account::duns, Text<>>, Field<"tax_id", &Account::tax_id, Text<>>,
                Field<"domain", &Account::domain, Text<>>,
                Field<"segment", &Account::segment, Symbol<>>,
                Field<"owner", &Account::owner, Ref<Person>>,
                Field<"attributes", &Account::attributes, Json>>;
};

}  // namespace opportune
