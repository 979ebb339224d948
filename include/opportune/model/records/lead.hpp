// The lead table: one record type, declared once.
#pragma once

#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A lead: somebody's interest that is not yet an opportunity.
struct Lead {
  std::string id;
  std::string name;
  std::string account;
  std::string market;
  std::string product;
  std::string owner;
  std::string status;
  std::string source;
  Date created;
  Date closed;
  std::string opportunity;
  std::string attributes;
};

template <>
struct Schema<Lead> {
  static constexpr std::string_view table = "lead";
  using Fields = FieldList<
      Field<"id", &Lead::id, Key>, Field<"name", &Lead::name, Text<>>,
      Field<"account", &Lead::account, Ref<Account, Need::required>>,
      Field<"market", &Lead::market, Ref<Market, Need::required>>,
      Field<"product", &Lead::product, Ref<Product>>, Field<"owner", &Lead::owner, Ref<Person>>,
      Field<"status", &Lead::status,
            Choice<Need::required, "new", "working", "nurturing", "qualified", "disqualified">>,
      Field<"source", &Lead::source, Symbol<>>,
      Field<"created", &Lead::created, DateField<Need::required>>,
      Field<"closed", &Lead::closed, DateField<>>,
      Field<"opportunity", &Lead::opportunity, Ref<Opportunity>>,
      Field<"attributes", &Lead::attributes, Json>>;
};

}  // namespace opportune
