// What a rule is told about a change that is applied (not loaded in bulk).
#pragma once

#include <cstdint>

#include "opportune/core/calendar.hpp"
#include "opportune/core/text.hpp"
#include "opportune/model/book.hpp"

namespace opportune {

struct Put {
  Instant at;                 ///< when the change takes effect
  std::uint32_t by = no_row;  ///< who makes it (a person)
  bool is_new = true;         ///< no record with this id was there
};

namespace detail {

/// The version of its process that an opportunity stands in: that of its stage; the latest where it
/// has no stage yet, or one of another process.
[[nodiscard]] inline StageTable::Version version_of_opportunity(const Book& book,
                                                                const Store<Opportunity>& store,
                                                                std::uint32_t row) {
  return book.stages().kept(store.get<"process">()[row], store.get<"stage">()[row]);
}

/// Appends one row to a history table and its chain.
template <class Change, class Set>
void append_history(Book& book, History Links::*history, std::size_t records, std::uint32_t record,
                    const Put& put, Set&& set) {
  Store<Change>& store = book.edit<Change>();
  const auto row = static_cast<std::uint32_t>(store.rows());
  store.resize(row + 1);
  store.template at<0>().set(row, record);
  store.template get<"at">().set(row, put.at);
  store.template get<"by">().set(row, put.by);
  set(store, row);
  History& chain = book.edit_links().*history;
  chain.resize(records, row + 1);
  chain.add(record, row, store.template get<"at">());
}

}  // namespace detail

}  // namespace opportune
