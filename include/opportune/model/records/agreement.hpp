// The agreement table: one record type, declared once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A framework agreement: covers its account and all below.
struct Agreement {
  std::string id;
  std::string name;
  std::string account;
  std::vector<std::string> products;
  std::vector<std::string> markets;
  Date valid_from;
  Date valid_to;
  std::optional<double> discount;  ///< percent, 0 to 100
  std::string shipping_terms;
  std::string owner;
  std::string terms;
  std::string attributes;
};

template <>
struct Schema<Agreement> {
  static constexpr std::string_view table = "agreement";
  using Fields =
      FieldList<Field<"id", &Agreement::id, Key>, Field<"name", &Agreement::name, Text<>>,
                Field<"account", &Agreement::account, Ref<Account, Need::required>>,
                Field<"products", &Agreement::products, RefSet<Product>>,
                Field<"markets", &Agreement::markets, RefSet<Market>>,
                Field<"valid_from", &Agreement::valid_from, DateField<>>,
                Field<"valid_to", &Agreement::valid_to, DateField<>>,
                Field<"discount", &Agreement::discount, Percent>,
                Field<"shipping_terms", &Agreement::shipping_terms, Symbol<>>,
                Field<"owner", &Agreement::owner, Ref<Person>>,
                Field<"terms", &Agreement::terms, Text<>>,
                Field<"attributes", &Agreement::attributes, Json>>;
};

}  // namespace opportune
