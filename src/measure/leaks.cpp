#include "measure/leaks.hpp"

namespace opportune {

void find_leaks(const MeasureContext& context, std::uint32_t opportunity, Date won,
                std::vector<Leak>& out) {
  const Book& book = context.book();
  const Store<Opportunity>& store = book.get<Opportunity>();
  const Business business = business_of(book, opportunity);
  const std::uint32_t named = store.get<"agreement">()[opportunity];
  each_covering(book, won, business, [&](std::uint32_t agreement) {
    if (agreement != named) {
      out.push_back({opportunity, agreement, won, true, {}});
    }
  });
  if (named == no_row) {
    return;
  }
  const std::uint32_t shipping = store.get<"shipping_terms">()[opportunity];
  const TermsBreach breach =
      terms_breach(book, named,
                   {store.get<"discount">()[opportunity],
                    shipping == no_row ? std::string_view{} : book.symbols()[shipping]},
                   business, won,
                   in_account_subtree(book, business.account,
                                      book.get<Agreement>().get<"account">()[named], won));
  if (breach.any()) {
    out.push_back({opportunity, named, won, false, breach});
  }
}

std::optional<std::int64_t> leaked(const Book& book, const Leak& leak, std::int64_t amount_minor) {
  using Discount = Storage<Percent>;
  constexpr std::int64_t whole = std::int64_t{100} * Discount::unit;
  const auto kept = [](std::int32_t discount) {
    return whole - (discount == Discount::unset ? 0 : discount);
  };
  const std::int64_t given = kept(book.get<Opportunity>().get<"discount">()[leak.opportunity]);
  const std::int64_t agreed = kept(book.get<Agreement>().get<"discount">()[leak.agreement]);
  if (given == 0) {
    return std::nullopt;
  }
  const Int128 price = divide_half_even(Int128{amount_minor} * agreed, given);
  const Int128 out = amount_minor - price;
  return out > max_amount || out < -max_amount ? std::nullopt
                                               : std::optional(static_cast<std::int64_t>(out));
}

}  // namespace opportune
