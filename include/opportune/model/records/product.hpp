// The product table: one record type, declared once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A product. Products form a forest: family > line > item.
struct Product {
  std::string id;
  std::string name;
  std::string parent;
  std::string currency;
  std::optional<std::int64_t> unit_price_minor;  ///< minor units of the currency
  std::string attributes;
};

template <>
struct Schema<Product> {
  static constexpr std::string_view table = "product";
  using Fields = FieldList<Field<"id", &Product::id, Key>, Field<"name", &Product::name, Text<>>,
                           Field<"parent", &Product::parent, Ref<Product>>,
                           Field<"currency", &Product::currency, CurrencyField>,
                           Field<"unit_price", &Product::unit_price_minor, Amount>,
                           Field<"attributes", &Product::attributes, Json>>;
};

}  // namespace opportune
