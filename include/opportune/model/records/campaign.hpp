// The campaign table: one record type, declared once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A marketing campaign.
struct Campaign {
  std::string id;
  std::string name;
  std::string market;
  std::string material;
  std::string currency;
  std::optional<std::int64_t> budget_minor;  ///< minor units of the currency
  std::string attributes;
};

template <>
struct Schema<Campaign> {
  static constexpr std::string_view table = "campaign";
  using Fields = FieldList<Field<"id", &Campaign::id, Key>, Field<"name", &Campaign::name, Text<>>,
                           Field<"market", &Campaign::market, Ref<Market>>,
                           Field<"material", &Campaign::material, Symbol<>>,
                           Field<"currency", &Campaign::currency, CurrencyField>,
                           Field<"budget", &Campaign::budget_minor, Amount>,
                           Field<"attributes", &Campaign::attributes, Json>>;
};

}  // namespace opportune
