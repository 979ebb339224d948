// Keeping the chains of the Book's Links.
#pragma once

#include "opportune/model/rules/put.hpp"

namespace opportune::detail {

/// Keeps the chain from the records that a field refers to, to those that refer.
template <class Record, class Target, Name field>
void link(Book& book, Chain Links::*chain, std::uint32_t row, std::uint32_t before) {
  const std::uint32_t target = book.get<Record>().template get<field>()[row];
  if (target == before) {
    return;
  }
  Chain& links = book.edit_links().*chain;
  links.resize(book.get<Target>().rows(), book.get<Record>().rows());
  if (before != no_row) {
    links.remove(before, row);
  }
  if (target != no_row) {
    links.add(target, row);
  }
}
template <class Record>
void link_account(Book& book, Chain Links::*chain, std::uint32_t row, std::uint32_t before) {
  link<Record, Account, "account">(book, chain, row, before);
}

}  // namespace opportune::detail
