// The goal table: one record type, declared once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A goal that marketing and sales share.
struct Goal {
  std::string id;
  std::string name;
  std::string metric;
  std::string market;
  std::string period;
  std::optional<double> target;
  std::string marketing_owner;
  std::string sales_owner;
  std::string attributes;
};

template <>
struct Schema<Goal> {
  static constexpr std::string_view table = "goal";
  using Fields = FieldList<Field<"id", &Goal::id, Key>, Field<"name", &Goal::name, Text<>>,
                           Field<"metric", &Goal::metric, Symbol<Need::required>>,
                           Field<"market", &Goal::market, Ref<Market>>,
                           Field<"period", &Goal::period, Symbol<>>,
                           Field<"target", &Goal::target, Number<Need::required>>,
                           Field<"marketing_owner", &Goal::marketing_owner, Ref<Person>>,
                           Field<"sales_owner", &Goal::sales_owner, Ref<Person>>,
                           Field<"attributes", &Goal::attributes, Json>>;
};

}  // namespace opportune
