// Which framework agreements cover some business, and on which terms.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "opportune/model/as_of.hpp"

namespace opportune {

/// Does a set of products hold one of these? The empty set holds all; an opportunity without
/// products is in that alone.
[[nodiscard]] inline bool holds_product(const Forest& forest, SetPool::Range set,
                                        SetPool::Range products) {
  return set.empty() || std::any_of(products.begin(), products.end(), [&](std::uint32_t product) {
           return std::any_of(set.begin(), set.end(),
                              [&](std::uint32_t above) { return forest.covers(above, product); });
         });
}

/// Is a market in the subtrees of a set? The empty set holds all.
[[nodiscard]] inline bool holds_market(const Forest& forest, SetPool::Range set,
                                       std::uint32_t market) {
  return set.empty() || (market != no_row && std::any_of(set.begin(), set.end(), [&](auto above) {
                           return forest.covers(above, market);
                         }));
}

/// What an agreement may cover.
struct Business {
  std::uint32_t account = no_row;
  std::uint32_t market = no_row;
  SetPool::Range products{nullptr, nullptr};
};

/// Valid on the day (inclusive; an empty end is open)?
[[nodiscard]] inline bool agreement_valid(const Book& book, std::uint32_t agreement, Date day) {
  const Date from = book.get<Agreement>().get<"valid_from">()[agreement];
  const Date to = book.get<Agreement>().get<"valid_to">()[agreement];
  return !(from.has_value() && from > day) && !(to.has_value() && to < day);
}

/// Market and products hold.
[[nodiscard]] inline bool agreement_is_for(const Book& book, std::uint32_t agreement,
                                           const Business& business) {
  const Store<Agreement>& agreements = book.get<Agreement>();
  return holds_market(book.markets(), agreements.get<"markets">().members(agreement),
                      business.market) &&
         holds_product(book.products(), agreements.get<"products">().members(agreement),
                       business.products);
}

/// Calls visit(agreement) for each agreement of this very account that is valid on the day and for
/// the business.
template <class Visit>
void each_covering_of(const Book& book, std::uint32_t account, Date day, const Business& business,
                      Visit&& visit) {
  book.links().agreements_of_account.each(account, [&](std::uint32_t agreement) {
    if (agreement_valid(book, agreement, day) && agreement_is_for(book, agreement, business)) {
      visit(agreement);
    }
  });
}
/// The same for every agreement that covers the business on the day: those of its account and of
/// the accounts above, by the ownership of the day.
template <class Visit>
void each_covering(const Book& book, Date day, const Business& business, Visit&& visit) {
  for (std::uint32_t account = business.account; account != no_row;
       account = book.ownership().parent(account, day)) {
    each_covering_of(book, account, day, business, visit);
  }
}

/// What an opportunity is, to an agreement.
[[nodiscard]] inline Business business_of(const Book& book, std::uint32_t opportunity) {
  const Store<Opportunity>& store = book.get<Opportunity>();
  return {store.get<"account">()[opportunity], store.get<"market">()[opportunity],
          store.get<"products">().members(opportunity)};
}

/// What is agreed with the customer.
struct AgreementTerms {
  std::string agreement;
  bool named = false;    ///< the opportunity names it
  double discount = -1;  ///< percent; -1: not set
  std::string shipping_terms;
};

[[nodiscard]] inline AgreementTerms agreement_terms(const Book& book, std::uint32_t agreement) {
  const Store<Agreement>& store = book.get<Agreement>();
  AgreementTerms out;
  out.agreement = store.id(agreement);
  const auto& discount = store.get<"discount">();
  if (!discount.empty(agreement)) {
    out.discount = discount[agreement] / static_cast<double>(Storage<Percent>::unit);
  }
  const auto& shipping = store.get<"shipping_terms">();
  if (!shipping.empty(agreement)) {
    out.shipping_terms = book.symbols()[shipping[agreement]];
  }
  return out;
}

/// The terms of the agreements that cover the business on the day, by the ownership of that day; by
/// id. `named`: the agreement that it names.
[[nodiscard]] inline std::vector<AgreementTerms> covering_terms(const Book& book,
                                                                const Business& business, Date day,
                                                                std::uint32_t named) {
  std::vector<AgreementTerms> out;
  each_covering(book, day, business, [&](std::uint32_t agreement) {
    out.push_back(agreement_terms(book, agreement));
    out.back().named = agreement == named;
  });
  std::sort(out.begin(), out.end(), [](const AgreementTerms& a, const AgreementTerms& b) {
    return a.agreement < b.agreement;
  });
  return out;
}

}  // namespace opportune
