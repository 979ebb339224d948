// Rules of markets, products, accounts and what hangs on them.
#pragma once

#include <string>

#include "opportune/model/identity.hpp"
#include "opportune/model/rules/put.hpp"

namespace opportune {

namespace detail {

template <class Record, class Report>
void check_validity(const Store<Record>& store, std::uint32_t row, Report& report, auto from_name,
                    auto to_name) {
  const Date from = store.template get<decltype(from_name)::value>()[row];
  const Date to = store.template get<decltype(to_name)::value>()[row];
  if (from.has_value() && to.has_value() && to < from) {
    report(decltype(to_name)::value.view(), to_string(to), "ends_before_start",
           "is before it begins (" + to_string(from) + ")");
  }
}
template <Name name>
struct Named {
  static constexpr auto value = name;
};

}  // namespace detail

template <>
struct Rules<Holiday> {
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put*) {
    const Store<Holiday>& store = book.get<Holiday>();
    const std::uint32_t market = store.get<"market">()[row];
    const auto& dates = store.get<"date">();
    History& holidays = book.edit_links().holidays_of_market;
    holidays.resize(book.get<Market>().rows(), store.rows());
    holidays.add(market, row, dates);
    const std::uint32_t earlier = holidays.earlier(row);
    if (earlier != no_row && dates[earlier] == dates[row]) {
      throw InputError(Issue{
          "duplicate_id", "holiday", Issue::no_row, "date", to_string(dates[row]),
          "is a holiday of market '" + std::string(book.get<Market>().id(market)) + "' already"});
    }
  }
};

template <>
struct Rules<Product> {
  static Currency currency_of(const Book&, const Store<Product>& store, std::uint32_t row) {
    return store.get<"currency">()[row];
  }
};

template <>
struct Rules<Process> {
  struct Before {
    std::string definition;
    std::uint32_t version = 0;
  };
  static Before before(const Book& book, std::uint32_t row) {
    return {std::string(book.get<Process>().get<"definition">()[row]),
            book.stages().latest(row).number};
  }
  /// The definition that a new version takes the place of is kept.
  static void linked(Book& book, std::uint32_t row, const Before& before, const Put* put) {
    if (put == nullptr || put->is_new || book.stages().latest(row).number == before.version) {
      return;
    }
    Store<ProcessVersion>& store = book.edit<ProcessVersion>();
    const auto kept = static_cast<std::uint32_t>(store.rows());
    store.resize(kept + 1);
    store.get<"process">().set(kept, row);
    store.get<"version">().set(kept, before.version);
    store.get<"definition">().set(kept, before.definition);
    store.get<"until">().set(kept, put->at);
    store.get<"by">().set(kept, put->by);
  }
};

template <>
struct Rules<Campaign> {
  template <Name field>
  static void fill(const Book& book, Store<Campaign>& store, std::uint32_t row) {
    if constexpr (field.view() == "currency") {
      const std::uint32_t market = store.get<"market">()[row];
      store.get<"currency">().set(row, book.of_market<"currency">(market));
    }
  }
  static Currency currency_of(const Book&, const Store<Campaign>& store, std::uint32_t row) {
    return store.get<"currency">()[row];
  }
};

template <>
struct Rules<OpportunityProduct> {
  static Currency currency_of(const Book& book, const Store<OpportunityProduct>& store,
                              std::uint32_t row) {
    const std::uint32_t opportunity = store.get<"opportunity">()[row];
    return opportunity == no_row ? Currency{} : book.currency_of_opportunity(opportunity);
  }
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put*) {
    const Store<OpportunityProduct>& store = book.get<OpportunityProduct>();
    Chain& lines = book.edit_links().lines_of_opportunity;
    lines.resize(book.get<Opportunity>().rows(), store.rows());
    lines.add(store.get<"opportunity">()[row], row);
  }
};

template <>
struct Rules<Account> {
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put* put) {
    const Store<Account>& store = book.get<Account>();
    const auto mention = [&](const IdentityField& field, std::string_view value) {
      const std::string identity =
          value.empty() ? std::string() : comparable_identity(field, value);
      if (!identity.empty()) {
        book.edit_links().accounts_of_identity.add(identity, row);
      }
    };
    mention(identity_fields[0], store.get<"lei">()[row]);
    mention(identity_fields[1], store.get<"duns">()[row]);
    mention(identity_fields[2], store.get<"tax_id">()[row]);
    mention(identity_fields[3], store.get<"domain">()[row]);
    if (put != nullptr && !put->is_new) {
      book.edit_ownership().set_standing(row, book.get<Account>().get<"parent">()[row]);
    }
  }
  /// After a batch: new accounts enter the ownership.
  static void linked_all(Book& book) {
    const auto& parents = book.get<Account>().get<"parent">();
    book.edit_ownership().append(book.get<Account>().rows(),
                                 [&](std::size_t row) { return parents[row]; });
  }
};

template <>
struct Rules<AccountParent> {
  template <class Report>
  static void check(const Book& book, const Store<AccountParent>& store, std::uint32_t row,
                    Report&& report) {
    const std::uint32_t account = store.get<"account">()[row];
    if (account != no_row && account == store.get<"parent">()[row]) {
      report("parent", book.get<Account>().id(account), "ownership_cycle", "is the account itself");
    }
  }
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put* put) {
    const Store<AccountParent>& store = book.get<AccountParent>();
    const std::uint32_t account = store.get<"account">()[row];
    Ownership& ownership = book.edit_ownership();
    const bool keeps_standing = put != nullptr && ownership.links(account) == nullptr &&
                                ownership.standing(account) != no_row &&
                                store.get<"from">()[row].has_value();
    if (keeps_standing) {  // so that later links never hide who the first owner was
      Store<AccountParent>& edited = book.edit<AccountParent>();
      const auto first = static_cast<std::uint32_t>(edited.rows());
      edited.resize(first + 1);
      edited.get<"account">().set(first, account);
      edited.get<"parent">().set(first, ownership.standing(account));
      static_cast<void>(ownership.add_link(account, {Date{}, ownership.standing(account)}));
    }
    const Store<AccountParent>& now = book.get<AccountParent>();
    if (!ownership.add_link(account, {now.get<"from">()[row], now.get<"parent">()[row]})) {
      const std::string from = to_string(now.get<"from">()[row]);
      throw InputError(Issue{"duplicate_id", "account_parent", Issue::no_row, "account",
                             std::string(book.get<Account>().id(account)),
                             "has a parent from " + (from.empty() ? "ever" : from) + " already"});
    }
  }
};

template <>
struct Rules<TeamMember> {
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put*) {
    const Store<TeamMember>& store = book.get<TeamMember>();
    Chain& team = book.edit_links().team_of_account;
    team.resize(book.get<Account>().rows(), store.rows());
    team.add(store.get<"account">()[row], row);
  }
};

template <>
struct Rules<FxRate> {
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  template <class Report>
  static void check(const Book&, const Store<FxRate>& store, std::uint32_t row, Report&& report) {
    if (store.get<"currency">().empty(row)) {
      report("currency", "", "missing_value", "must be filled");
    }
  }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put*) {
    const Store<FxRate>& store = book.get<FxRate>();
    book.edit_fx().add(store.get<"currency">()[row], store.get<"date">()[row],
                       Rate{store.get<"rate">()[row]});
  }
};

template <>
struct Rules<Fulfilment> {
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put*) {
    const Store<Fulfilment>& store = book.get<Fulfilment>();
    Chain& chain = book.edit_links().fulfilments_of_opportunity;
    chain.resize(book.get<Opportunity>().rows(), store.rows());
    chain.add(store.get<"opportunity">()[row], row);
  }
};

template <>
struct Rules<Approval> {
  template <class Report>
  static void check(const Book& book, const Store<Approval>& store, std::uint32_t row,
                    Report&& report) {
    const std::uint32_t person = store.get<"by">()[row];
    const std::uint32_t opportunity = store.get<"opportunity">()[row];
    const std::uint32_t role = store.get<"role">()[row];
    if (store.get<"by">().empty(row) || store.get<"opportunity">().empty(row) ||
        store.get<"role">().empty(row) || book.get<Person>().get<"role">()[person] == role) {
      return;
    }
    bool on_team = false;
    const Store<TeamMember>& team = book.get<TeamMember>();
    const auto look = [&](std::uint32_t member) {
      on_team =
          on_team || (team.get<"person">()[member] == person && team.get<"role">()[member] == role);
    };
    const Date day = day_of(store.get<"at">()[row]);
    for (std::uint32_t account = book.get<Opportunity>().get<"account">()[opportunity];
         account != no_row && account < book.ownership().accounts();
         account = book.ownership().parent(account, day)) {
      book.links().team_of_account.each(account, look);
    }
    if (!on_team) {
      report("by", book.get<Person>().id(person), "wrong_role",
             "does not have the role '" + std::string(book.symbols()[role]) +
                 "', nor has it on the account team");
    }
  }
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put*) {
    const Store<Approval>& store = book.get<Approval>();
    Chain& chain = book.edit_links().approvals_of_opportunity;
    chain.resize(book.get<Opportunity>().rows(), store.rows());
    chain.add(store.get<"opportunity">()[row], row);
  }
};

template <>
struct Rules<Requirement> {
  template <class Report>
  static void check(const Book& book, const Store<Requirement>& store, std::uint32_t row,
                    Report&& report) {
    const Milestones& milestones = book.stages().milestones();
    const auto& milestone = store.get<"milestone">();
    if (milestone.empty(row) ||
        milestones.find(book.symbols()[milestone[row]]) != Milestones::none) {
      return;
    }
    report("milestone", std::string(book.symbols()[milestone[row]]), "unknown_choice",
           "must be one of: " + milestones.names());
  }
};

}  // namespace opportune
