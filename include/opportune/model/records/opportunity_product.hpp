// The opportunity_product table: one record type, declared once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A line of an opportunity.
struct OpportunityProduct {
  std::string opportunity;
  std::string product;
  std::optional<double> quantity;
  std::optional<std::int64_t> amount_minor;  ///< minor units of the currency
  std::string attributes;
};

template <>
struct Schema<OpportunityProduct> {
  static constexpr std::string_view table = "opportunity_product";
  using Fields = FieldList<
      Field<"opportunity", &OpportunityProduct::opportunity, Ref<Opportunity, Need::required>>,
      Field<"product", &OpportunityProduct::product, Ref<Product, Need::required>>,
      Field<"quantity", &OpportunityProduct::quantity, Number<>>,
      Field<"amount", &OpportunityProduct::amount_minor, Amount>,
      Field<"attributes", &OpportunityProduct::attributes, Json>>;
};

}  // namespace opportune
