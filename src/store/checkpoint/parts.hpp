// What a Book consists of that is kept in a checkpoint; the rest is worked out from it again.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "opportune/model/book.hpp"

namespace opportune::checkpoint {

/// Calls visit(part) for every column, index and chain of links, each with save(out) and load(in),
/// in an order that is always the same. Book or const Book.
template <class AnyBook, class Visit>
void each_part(AnyBook& book, const Visit& visit) {
  const auto visited = [&](auto& owner) {
    std::remove_cvref_t<decltype(owner)>::each_part(owner, visit);
  };
  if constexpr (std::is_const_v<AnyBook>) {
    visit(book.symbols());
    visited(book.links());
    each_record([&]<class Record>() { visited(book.template get<Record>()); });
  } else {
    visit(book.edit_symbols());
    visited(book.edit_links());
    each_record([&]<class Record>() { visited(book.template edit<Record>()); });
  }
}

/// What no part says: how many rows each table has, and in which order the versions of processes
/// came, from which stages have their numbers.
struct Outline {
  std::vector<std::uint64_t> rows;
  std::vector<StageTable::Version> versions;

  [[nodiscard]] static Outline of(const Book& book);
};

/// Of a Book that has its parts: the rest. DamagedBytes: it does not follow from them.
void complete(Book& book, const Outline& outline);

/// Names what the parts are and how they are stored: the same for builds that store them alike.
[[nodiscard]] std::string layout_text();

}  // namespace opportune::checkpoint
