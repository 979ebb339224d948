// The claim table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A registered right to pursue.
struct Claim {
  std::string id;
  std::string name;
  std::string person;
  std::string account;
  std::vector<std::string> products;
  std::vector<std::string> markets;
  Date from;
  Date until;
  std::string basis;
  std::string attributes;
};

template <>
struct Schema<Claim> {
  static constexpr std::string_view table = "claim";
  using Fields =
      FieldList<Field<"id", &Claim::id, Key>, Field<"name", &Claim::name, Text<>>,
                Field<"person", &Claim::person, Ref<Person, Need::required>>,
                Field<"account", &Claim::account, Ref<Account, Need::required>>,
                Field<"products", &Claim::products, RefSet<Product>>,
                Field<"markets", &Claim::markets, RefSet<Market>>,
                Field<"from", &Claim::from, DateField<Need::required>>,
                Field<"until", &Claim::until, DateField<>>, Field<"basis", &Claim::basis, Text<>>,
                Field<"attributes", &Claim::attributes, Json>>;
};

}  // namespace opportune
