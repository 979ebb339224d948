// Rules of the history tables: each change goes into its record's chain, and one that is applied
// (not loaded) also alters the record.
#pragma once

#include "opportune/model/rules/put.hpp"

namespace opportune {

namespace detail {

/// What the changes of an opportunity share.
template <class Change, History Links::*history>
struct OpportunityHistoryRules {
  static constexpr bool of_opportunity = true;
  static Currency currency_of(const Book& book, const Store<Change>& store, std::uint32_t row) {
    const std::uint32_t opportunity = store.template get<"opportunity">()[row];
    return opportunity == no_row ? Currency{} : book.currency_of_opportunity(opportunity);
  }
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put* put) {
    const Store<Change>& store = book.get<Change>();
    const std::uint32_t opportunity = store.template get<"opportunity">()[row];
    History& chain = book.edit_links().*history;
    chain.resize(book.get<Opportunity>().rows(), store.rows());
    chain.add(opportunity, row, store.template get<"at">());
    if (put != nullptr && chain.latest(opportunity) == row) {
      Rules<Change>::apply_to(book, book.edit<Opportunity>(), opportunity, row);
    }
  }
};

}  // namespace detail

template <>
struct Rules<StageChange> : detail::OpportunityHistoryRules<StageChange, &Links::stage_changes> {
  /// Of the stage that is read next: the version chosen for it, else that of `to`, else the one
  /// that the opportunity runs.
  static StageTable::Version version_of(const Book& book, const Store<StageChange>& store,
                                        std::uint32_t row, std::uint16_t placed) {
    const std::uint16_t chosen = placed == StageTable::none ? store.get<"to">()[row] : placed;
    return chosen == StageTable::none
               ? detail::version_of_opportunity(book, book.get<Opportunity>(),
                                                store.get<"opportunity">()[row])
               : book.stages().version_of(chosen);
  }
  static std::uint32_t process_of(const Book& book, const Store<StageChange>& store,
                                  std::uint32_t row) {
    const std::uint16_t chosen = store.get<"to">()[row];
    return chosen == StageTable::none
               ? book.get<Opportunity>().get<"process">()[store.get<"opportunity">()[row]]
               : book.stages().version_of(chosen).process;
  }
  static void apply_to(const Book& book, Store<Opportunity>& store, std::uint32_t opportunity,
                       std::uint32_t change) {
    const std::uint16_t to = book.get<StageChange>().get<"to">()[change];
    store.get<"stage">().set(opportunity, to);
    const Date day = day_of(book.get<StageChange>().get<"at">()[change]);
    store.get<"closed">().set(opportunity, book.stages().closed(to) ? day : Date{});
  }
};
template <>
struct Rules<AmountChange> : detail::OpportunityHistoryRules<AmountChange, &Links::amount_changes> {
  static void apply_to(const Book& book, Store<Opportunity>& store, std::uint32_t opportunity,
                       std::uint32_t change) {
    store.get<"amount">().set(opportunity, book.get<AmountChange>().get<"to">()[change]);
  }
};
template <>
struct Rules<CloseDateChange>
    : detail::OpportunityHistoryRules<CloseDateChange, &Links::close_date_changes> {
  static void apply_to(const Book& book, Store<Opportunity>& store, std::uint32_t opportunity,
                       std::uint32_t change) {
    store.get<"expected_close">().set(opportunity, book.get<CloseDateChange>().get<"to">()[change]);
  }
};
template <>
struct Rules<OwnerChange> : detail::OpportunityHistoryRules<OwnerChange, &Links::owner_changes> {
  static void apply_to(const Book& book, Store<Opportunity>& store, std::uint32_t opportunity,
                       std::uint32_t change) {
    store.get<"owner">().set(opportunity, book.get<OwnerChange>().get<"to">()[change]);
  }
};

namespace detail {

/// Status changes of leads and activities.
template <class Change, class Record, History Links::*history>
struct StatusHistoryRules {
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put* put) {
    const Store<Change>& store = book.get<Change>();
    const std::uint32_t record = store.template at<0>()[row];
    History& chain = book.edit_links().*history;
    chain.resize(book.get<Record>().rows(), store.rows());
    chain.add(record, row, store.template get<"at">());
    if (put != nullptr && chain.latest(record) == row) {
      book.edit<Record>().template get<"status">().set(record, store.template get<"to">()[row]);
    }
  }
};

}  // namespace detail

template <>
struct Rules<LeadChange> : detail::StatusHistoryRules<LeadChange, Lead, &Links::lead_changes> {};
template <>
struct Rules<ActivityChange>
    : detail::StatusHistoryRules<ActivityChange, Activity, &Links::activity_changes> {};

}  // namespace opportune
