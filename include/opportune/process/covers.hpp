// Which framework agreements cover an opportunity.
#pragma once

#include <algorithm>
#include <cstdint>
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

/// Is the account in the subtree of another, by the ownership of the day?
[[nodiscard]] inline bool in_account_subtree(const Book& book, std::uint32_t account,
                                             std::uint32_t above, Date day) {
  while (account != no_row && account != above) {
    account = book.ownership().parent(account, day);
  }
  return account == above;
}

/// Is a market in the subtrees of a set? The empty set holds all.
[[nodiscard]] inline bool holds_market(const Forest& forest, SetPool::Range set,
                                       std::uint32_t market) {
  return set.empty() || (market != no_row && std::any_of(set.begin(), set.end(), [&](auto above) {
                           return forest.covers(above, market);
                         }));
}

/// Account, market, products and validity (inclusive; an empty end is open) all hold.
[[nodiscard]] inline bool agreement_covers(const AsOf& as_of, std::uint32_t agreement,
                                           std::uint32_t opportunity) {
  const Book& book = as_of.book();
  const Store<Agreement>& agreements = book.get<Agreement>();
  const Store<Opportunity>& opportunities = book.get<Opportunity>();
  const Date from = agreements.get<"valid_from">()[agreement];
  const Date to = agreements.get<"valid_to">()[agreement];
  return !(from.has_value() && from > as_of.day()) && !(to.has_value() && to < as_of.day()) &&
         holds_market(book.markets(), agreements.get<"markets">().members(agreement),
                      opportunities.get<"market">()[opportunity]) &&
         holds_product(book.products(), agreements.get<"products">().members(agreement),
                       opportunities.get<"products">().members(opportunity)) &&
         in_account_subtree(book, opportunities.get<"account">()[opportunity],
                            agreements.get<"account">()[agreement], as_of.day());
}

/// The agreements that cover an opportunity, by id.
[[nodiscard]] inline std::vector<std::uint32_t> covering_agreements(const AsOf& as_of,
                                                                    std::uint32_t opportunity) {
  const Store<Agreement>& agreements = as_of.book().get<Agreement>();
  std::vector<std::uint32_t> out;
  for (std::uint32_t row = 0; row < agreements.rows(); ++row) {
    if (agreement_covers(as_of, row, opportunity)) {
      out.push_back(row);
    }
  }
  std::sort(out.begin(), out.end(),
            [&](std::uint32_t a, std::uint32_t b) { return agreements.id(a) < agreements.id(b); });
  return out;
}

}  // namespace opportune
