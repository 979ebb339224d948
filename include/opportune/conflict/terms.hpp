// The terms of an opportunity against those of an agreement that it names.
#pragma once

#include <cstdint>
#include <string_view>

#include "opportune/process/covers.hpp"

namespace opportune {

/// What an opportunity gives its customer.
struct GivenTerms {
  std::int32_t discount = Storage<Percent>::unset;
  std::string_view shipping;  ///< empty: not said
};

/// In what an opportunity does not keep to the agreement that it names.
struct TermsBreach {
  bool discount = false;   ///< a smaller one, where both are set
  bool shipping = false;   ///< other terms, where both are set
  bool invalid = false;    ///< the agreement is not valid on the day
  bool uncovered = false;  ///< the agreement is not for this business
  [[nodiscard]] bool any() const noexcept { return discount || shipping || invalid || uncovered; }
};

[[nodiscard]] inline std::string_view agreed_shipping(const Book& book, std::uint32_t agreement) {
  const std::uint32_t symbol = book.get<Agreement>().get<"shipping_terms">()[agreement];
  return symbol == no_row ? std::string_view{} : book.symbols()[symbol];
}

/// `account_below`: is the business's account in the subtree of the agreement's on the day?
[[nodiscard]] inline TermsBreach terms_breach(const Book& book, std::uint32_t agreement,
                                              const GivenTerms& given, const Business& business,
                                              Date day, bool account_below) {
  constexpr std::int32_t unset = Storage<Percent>::unset;
  const std::int32_t agreed = book.get<Agreement>().get<"discount">()[agreement];
  const std::string_view shipping = agreed_shipping(book, agreement);
  TermsBreach out;
  out.discount = given.discount != unset && agreed != unset && given.discount < agreed;
  out.shipping = !given.shipping.empty() && !shipping.empty() && given.shipping != shipping;
  out.invalid = !agreement_valid(book, agreement, day);
  out.uncovered = !account_below || !agreement_is_for(book, agreement, business);
  return out;
}

}  // namespace opportune
