// The delegation table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// Who may sell what, where, within an agreement.
struct Delegation {
  std::string agreement;
  std::string person;
  std::vector<std::string> products;
  std::vector<std::string> markets;
};

template <>
struct Schema<Delegation> {
  static constexpr std::string_view table = "delegation";
  using Fields =
      FieldList<Field<"agreement", &Delegation::agreement, Ref<Agreement, Need::required>>,
                Field<"person", &Delegation::person, Ref<Person, Need::required>>,
                Field<"products", &Delegation::products, RefSet<Product>>,
                Field<"markets", &Delegation::markets, RefSet<Market>>>;
};

}  // namespace opportune
