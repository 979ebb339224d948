// Rules of opportunities and leads.
#pragma once

#include <string>

#include "opportune/model/rules/link.hpp"
#include "opportune/model/rules/put.hpp"

namespace opportune {

namespace detail {

template <class Record>
void market_of_account(const Book& book, Store<Record>& store, std::uint32_t row) {
  const std::uint32_t account = store.template get<"account">()[row];
  if (account != no_row) {
    store.template get<"market">().set(row, book.get<Account>().template get<"market">()[account]);
  }
}

}  // namespace detail

template <>
struct Rules<Opportunity> {
  template <Name field>
  static void fill(const Book& book, Store<Opportunity>& store, std::uint32_t row) {
    if constexpr (field.view() == "market") {
      detail::market_of_account(book, store, row);
    } else if constexpr (field.view() == "currency") {
      const std::uint32_t market = store.get<"market">()[row];
      store.get<"currency">().set(row, book.of_market<"currency">(market));
    }
  }
  static Currency currency_of(const Book&, const Store<Opportunity>& store, std::uint32_t row) {
    return store.get<"currency">()[row];
  }
  static StageTable::Version version_of(const Book& book, const Store<Opportunity>& store,
                                        std::uint32_t row, std::uint16_t) {
    return detail::version_of_opportunity(book, store, row);
  }
  static std::uint32_t process_of(const Book&, const Store<Opportunity>& store, std::uint32_t row) {
    return store.get<"process">()[row];
  }
  template <class Report>
  static void check(const Book& book, const Store<Opportunity>& store, std::uint32_t row,
                    Report&& report) {
    const Date opened = store.get<"opened">()[row];
    const Date closed = store.get<"closed">()[row];
    if (opened.has_value() && closed.has_value() && closed < opened) {
      report("closed", to_string(closed), "closed_before_opened",
             "is before the opportunity was opened (" + to_string(opened) + ")");
    }
    const auto& stage = store.get<"stage">();
    if (stage.empty(row)) {
      return;
    }
    const StageDefinition& definition = book.stages()[stage[row]];
    if (book.stages().closed(stage[row]) && !closed.has_value()) {
      report("closed", "", "missing_value",
             "must be set: stage '" + definition.id + "' is a closed one");
    } else if (!book.stages().closed(stage[row]) && closed.has_value()) {
      report("closed", to_string(closed), "closed_in_open_stage",
             "must be empty: stage '" + definition.id + "' is an open one");
    }
  }

  struct Before {
    std::uint32_t account = no_row;
    std::uint32_t agreement = no_row;
    std::uint32_t owner = no_row;
    std::uint32_t process = no_row;
    std::uint16_t stage = 0;
    std::int64_t amount = no_amount;
    Date expected_close;
  };
  static Before before(const Book& book, std::uint32_t row) {
    const Store<Opportunity>& store = book.get<Opportunity>();
    return {store.get<"account">()[row],       store.get<"agreement">()[row],
            store.get<"owner">()[row],         store.get<"process">()[row],
            store.get<"stage">()[row],         store.get<"amount">()[row],
            store.get<"expected_close">()[row]};
  }
  static void linked(Book& book, std::uint32_t row, const Before& before, const Put* put) {
    detail::link_account<Opportunity>(book, &Links::opportunities_of_account, row, before.account);
    detail::link<Opportunity, Agreement, "agreement">(book, &Links::opportunities_of_agreement, row,
                                                      before.agreement);
    if (put == nullptr || put->is_new) {
      return;
    }
    const Before after = Rules::before(book, row);
    const std::size_t records = book.get<Opportunity>().rows();
    if (after.stage != before.stage) {
      detail::append_history<StageChange>(book, &Links::stage_changes, records, row, *put,
                                          [&](Store<StageChange>& store, std::uint32_t change) {
                                            if (after.process == before.process) {
                                              store.get<"from">().set(change, before.stage);
                                            }
                                            store.get<"to">().set(change, after.stage);
                                          });
    }
    if (after.amount != before.amount) {
      detail::append_history<AmountChange>(book, &Links::amount_changes, records, row, *put,
                                           [&](Store<AmountChange>& store, std::uint32_t change) {
                                             store.get<"from">().set(change, before.amount);
                                             store.get<"to">().set(change, after.amount);
                                           });
    }
    if (after.expected_close != before.expected_close) {
      detail::append_history<CloseDateChange>(
          book, &Links::close_date_changes, records, row, *put,
          [&](Store<CloseDateChange>& store, std::uint32_t change) {
            store.get<"from">().set(change, before.expected_close);
            store.get<"to">().set(change, after.expected_close);
          });
    }
    if (after.owner != before.owner) {
      detail::append_history<OwnerChange>(book, &Links::owner_changes, records, row, *put,
                                          [&](Store<OwnerChange>& store, std::uint32_t change) {
                                            store.get<"from">().set(change, before.owner);
                                            store.get<"to">().set(change, after.owner);
                                          });
    }
  }
};

template <>
struct Rules<Lead> {
  template <Name field>
  static void fill(const Book& book, Store<Lead>& store, std::uint32_t row) {
    if constexpr (field.view() == "market") {
      detail::market_of_account(book, store, row);
    }
  }
  template <class Report>
  static void check(const Book&, const Store<Lead>& store, std::uint32_t row, Report&& report) {
    const Date created = store.get<"created">()[row];
    const Date closed = store.get<"closed">()[row];
    if (created.has_value() && closed.has_value() && closed < created) {
      report("closed", to_string(closed), "closed_before_opened",
             "is before the lead was created (" + to_string(created) + ")");
    }
  }

  struct Before {
    std::uint32_t account = no_row;
    std::uint8_t status = 0;
  };
  static Before before(const Book& book, std::uint32_t row) {
    return {book.get<Lead>().get<"account">()[row], book.get<Lead>().get<"status">()[row]};
  }
  static void linked(Book& book, std::uint32_t row, const Before& before, const Put* put) {
    detail::link_account<Lead>(book, &Links::leads_of_account, row, before.account);
    const std::uint8_t status = book.get<Lead>().get<"status">()[row];
    if (put != nullptr && !put->is_new && status != before.status) {
      detail::append_history<LeadChange>(book, &Links::lead_changes, book.get<Lead>().rows(), row,
                                         *put, [&](Store<LeadChange>& store, std::uint32_t change) {
                                           store.get<"from">().set(change, before.status);
                                           store.get<"to">().set(change, status);
                                         });
    }
  }
};

template <>
struct Rules<Activity> {
  template <class Report>
  static void check(const Book&, const Store<Activity>& store, std::uint32_t row, Report&& report) {
    const Date start = store.get<"start">()[row];
    const Date end = store.get<"end">()[row];
    if (start.has_value() && end.has_value() && end < start) {
      report("end", to_string(end), "ends_before_start",
             "is before the activity starts (" + to_string(start) + ")");
    }
  }
  struct Before {
    std::uint32_t account = no_row;
    std::uint32_t opportunity = no_row;
    std::uint8_t status = 0;
  };
  static Before before(const Book& book, std::uint32_t row) {
    const Store<Activity>& store = book.get<Activity>();
    return {store.get<"account">()[row], store.get<"opportunity">()[row],
            store.get<"status">()[row]};
  }
  static void linked(Book& book, std::uint32_t row, const Before& before, const Put* put) {
    detail::link_account<Activity>(book, &Links::activities_of_account, row, before.account);
    detail::link<Activity, Opportunity, "opportunity">(book, &Links::activities_of_opportunity, row,
                                                       before.opportunity);
    const std::uint8_t status = book.get<Activity>().get<"status">()[row];
    if (put != nullptr && !put->is_new && status != before.status) {
      detail::append_history<ActivityChange>(
          book, &Links::activity_changes, book.get<Activity>().rows(), row, *put,
          [&](Store<ActivityChange>& store, std::uint32_t change) {
            store.get<"from">().set(change, before.status);
            store.get<"to">().set(change, status);
          });
    }
  }
};

}  // namespace opportune
