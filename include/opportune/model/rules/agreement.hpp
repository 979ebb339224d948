// Rules of agreements, their delegations, and claims.
#pragma once

#include <string>

#include "opportune/model/rules/link.hpp"
#include "opportune/model/rules/reference.hpp"

namespace opportune {

template <>
struct Rules<Agreement> {
  template <class Report>
  static void check(const Book&, const Store<Agreement>& store, std::uint32_t row,
                    Report&& report) {
    detail::check_validity(store, row, report, detail::Named<"valid_from">{},
                           detail::Named<"valid_to">{});
  }
  struct Before {
    std::uint32_t account = no_row;
  };
  static Before before(const Book& book, std::uint32_t row) {
    return {book.get<Agreement>().get<"account">()[row]};
  }
  static void linked(Book& book, std::uint32_t row, const Before& before, const Put*) {
    detail::link_account<Agreement>(book, &Links::agreements_of_account, row, before.account);
  }
};

template <>
struct Rules<Delegation> {
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put*) {
    const Store<Delegation>& store = book.get<Delegation>();
    Chain& chain = book.edit_links().delegations_of_agreement;
    chain.resize(book.get<Agreement>().rows(), store.rows());
    chain.add(store.get<"agreement">()[row], row);
  }
};

template <>
struct Rules<Claim> {
  template <class Report>
  static void check(const Book&, const Store<Claim>& store, std::uint32_t row, Report&& report) {
    detail::check_validity(store, row, report, detail::Named<"from">{}, detail::Named<"until">{});
  }
  struct Before {
    std::uint32_t account = no_row;
  };
  static Before before(const Book& book, std::uint32_t row) {
    return {book.get<Claim>().get<"account">()[row]};
  }
  static void linked(Book& book, std::uint32_t row, const Before& before, const Put*) {
    detail::link_account<Claim>(book, &Links::claims_of_account, row, before.account);
  }
};

}  // namespace opportune
