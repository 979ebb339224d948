// The opportunity table: one record type, declared once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/fwd.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

/// A pursuit of business with one account.
struct Opportunity {
  std::string id;
  std::string name;
  std::string account;
  std::string market;
  std::string owner;
  std::string process;
  std::string stage;
  std::vector<std::string> products;
  std::string currency;
  std::optional<std::int64_t> amount_minor;  ///< minor units of the currency
  std::optional<double> discount;            ///< percent, 0 to 100
  std::string shipping_terms;
  Date opened;
  Date expected_close;
  Date closed;
  std::string agreement;
  std::string buyer;
  std::string source;
  std::string kind;
  std::string attributes;
  /// Of its process, that the stage belongs to. Empty: the one that it runs already; of a new
  /// opportunity the latest.
  std::optional<std::int64_t> process_version;
};

template <>
struct Schema<Opportunity> {
  static constexpr std::string_view table = "opportunity";
  using Fields = FieldList<
      Field<"id", &Opportunity::id, Key>, Field<"name", &Opportunity::name, Text<>>,
      Field<"account", &Opportunity::account, Ref<Account, Need::required>>,
      Field<"market", &Opportunity::market, Ref<Market, Need::required>>,
      Field<"owner", &Opportunity::owner, Ref<Person>>,
      Field<"process", &Opportunity::process, Ref<Process>>,
      Field<"process_version", &Opportunity::process_version, StageVersion<Opportunity, "stage">>,
      Field<"stage", &Opportunity::stage, Stage<Need::required>>,
      Field<"products", &Opportunity::products, RefSet<Product>>,
      Field<"currency", &Opportunity::currency, CurrencyField>,
      Field<"amount", &Opportunity::amount_minor, Amount>,
      Field<"discount", &Opportunity::discount, Percent>,
      Field<"shipping_terms", &Opportunity::shipping_terms, Symbol<>>,
      Field<"opened", &Opportunity::opened, DateField<Need::required>>,
      Field<"expected_close", &Opportunity::expected_close, DateField<>>,
      Field<"closed", &Opportunity::closed, DateField<>>,
      Field<"agreement", &Opportunity::agreement, Ref<Agreement>>,
      Field<"buyer", &Opportunity::buyer, Text<>>, Field<"source", &Opportunity::source, Symbol<>>,
      Field<"kind", &Opportunity::kind,
            Choice<Need::optional, "new_business", "new_agreement", "renewal", "expansion">>,
      Field<"attributes", &Opportunity::attributes, Json>>;
};

}  // namespace opportune
