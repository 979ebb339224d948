// The days on which conflicts may change by the passing of time alone: what each record says of
// days. Who looks back over a period, or lets a clock run, need look at no others.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <tuple>
#include <type_traits>

#include "opportune/conflict/kinds.hpp"
#include "opportune/model/as_of.hpp"
#include "opportune/model/member_records.hpp"

namespace opportune {

namespace detail {

template <class Record, class... Of>
concept one_of = (std::same_as<Record, Of> || ...);

/// Records that say nothing of days, or of days that no conflict looks at: their present fields
/// hold as of every instant.
template <class Record>
concept timeless = one_of<Record, Market, Holiday, Product, Person, TeamMember, ProcessVersion,
                          Process, Delegation, Campaign, Goal, Kpi, Requirement, OpportunityProduct,
                          CloseDateChange, Approval>;

template <class Record, class List>
inline constexpr bool is_in = false;
template <class Record, class... Of>
inline constexpr bool is_in<Record, Reads<Of...>> = one_of<Record, Of...>;

}  // namespace detail

/// The kinds whose conflicts may alter where such a record turns: of most records all, of some
/// those that read it.
template <class Record>
[[nodiscard]] KindSet kinds_turned_by() {
  KindSet out = KindSet().set();
  if constexpr (detail::one_of<Record, Agreement, Claim, Lead, Activity, Fulfilment, WonLately>) {
    each_kind([&]<class Kind, std::size_t index>() {
      if constexpr (requires { typename Kind::reads; }) {
        out[index] = detail::is_in<Record, typename Kind::reads>;
      }
    });
  }
  return out;
}

namespace detail {

/// Calls visit with a day on which a record turns.
template <class Record, class Visit>
void tell_day(Visit& visit, Date day) {
  if constexpr (std::invocable<Visit&, Date, const KindSet&>) {
    static const KindSet kinds = kinds_turned_by<Record>();
    visit(day, kinds);
  } else {
    visit(day);
  }
}

/// Tells of one record's days. A record type that neither has a function here nor is timeless does
/// not compile.
template <class Visit>
class TurningDays {
 public:
  TurningDays(const Book& book, const Policy& policy, std::uint32_t row, Visit& visit)
      : book_(book), policy_(policy), row_(row), visit_(visit) {}

  void operator()(const Store<Account>& store) const { on(store.get<"customer_since">()[row_]); }
  void operator()(const Store<AccountParent>& store) const { on(store.get<"from">()[row_]); }
  void operator()(const Store<FxRate>& store) const { on(store.get<"date">()[row_]); }
  void operator()(const Store<Agreement>& store) const {
    on<Agreement>(store.get<"valid_from">()[row_]);
    after<Agreement>(store.get<"valid_to">()[row_]);
  }
  void operator()(const Store<Claim>& store) const {
    on<Claim>(store.get<"from">()[row_]);
    after<Claim>(store.get<"until">()[row_]);
  }
  void operator()(const Store<Opportunity>& store) const {
    const Date closed = store.get<"closed">()[row_];
    on(store.get<"opened">()[row_]);
    on(closed);
    // Where a history does not tell how it was won, its day is that of the closing.
    if (won(store.get<"stage">()[row_]) || book_.links().stage_changes.latest(row_) != no_row) {
      after_looking_back(closed);
    }
  }
  void operator()(const Store<Lead>& store) const {
    on<Lead>(store.get<"created">()[row_]);
    on<Lead>(store.get<"closed">()[row_]);
  }
  void operator()(const Store<Activity>& store) const {
    const Date start = store.get<"start">()[row_], end = store.get<"end">()[row_];
    on<Activity>(start);
    on<Activity>(later(start, -policy_.marketing_horizon_days));
    on<Activity>(end);  // the day on which it is done
    after<Activity>(end);
  }
  void operator()(const Store<StageChange>& store) const {
    on(store.get<"at">()[row_]);
    if (won(store.get<"to">()[row_])) {
      after_looking_back(day_of(store.get<"at">()[row_]));
    }
  }
  void operator()(const Store<Resolution>& store) const {
    on(store.get<"at">()[row_]);
    after(store.get<"until">()[row_]);
  }
  template <one_of<AmountChange, OwnerChange> Record>
  void operator()(const Store<Record>& store) const {
    on(store.template get<"at">()[row_]);
  }
  void operator()(const Store<LeadChange>& store) const { on<Lead>(store.get<"at">()[row_]); }
  void operator()(const Store<ActivityChange>& store) const {
    on<Activity>(store.get<"at">()[row_]);
  }
  void operator()(const Store<Fulfilment>& store) const { on<Fulfilment>(store.get<"at">()[row_]); }
  template <timeless Record>
  void operator()(const Store<Record>&) const noexcept {}

 private:
  static Date later(Date day, std::int32_t days) noexcept {
    return day.has_value() ? Date{day.days + days} : day;
  }
  /// `Of`: whose day it is, as kinds read it.
  template <class Of = void>
  void on(Date day) const {
    if (day.has_value()) {
      tell_day<Of>(visit_, day);
    }
  }
  template <class Of = void>
  void on(Instant at) const {
    if (at.has_value()) {
      on<Of>(day_of(at));
    }
  }
  /// A last day; what it ends is no more on the day after.
  template <class Of = void>
  void after(Date last) const {
    on<Of>(later(last, 1));
  }
  /// The day from which on an opportunity that was won on a day is no longer told of.
  void after_looking_back(Date won) const {
    after<WonLately>(later(won, policy_.agreement_bypass_days));
  }
  [[nodiscard]] bool won(std::uint16_t stage) const { return book_.stages()[stage].won(); }

  const Book& book_;
  const Policy& policy_;
  std::uint32_t row_;
  Visit& visit_;
};

static_assert([]<class... Record>(std::tuple<Record...>*) {
  return (std::invocable<const TurningDays<void(Date)>&, const Store<Record>&> && ...);
}(static_cast<ForAllRecords<std::tuple>*>(nullptr)));

}  // namespace detail

/// Calls visit(day), or visit(day, kinds) with the kinds of conflict that may alter on it, for each
/// day of which the record in this row of its table tells, in no order, some perhaps twice. On
/// every other day the record brings no change about: conflicts as of one instant differ from those
/// as of an earlier one only where a record that they look at has a turning day after the day of
/// the earlier instant and up to that of the later, or on the day of both. Some turning days change
/// nothing. An AccountParent turns the groups that its account was in the day before and is in from
/// then on; an FxRate every group with amounts in its currency.
template <class Record, class Visit>
void each_turning_day(const Book& book, const Policy& policy, std::uint32_t row, Visit&& visit) {
  const detail::TurningDays<std::remove_reference_t<Visit>> days(book, policy, row, visit);
  days(book.get<Record>());
}

namespace detail {

/// Tells of the days of an account and of what belongs to it.
template <class Visit>
class AccountTurningDays {
 public:
  AccountTurningDays(const Book& book, const Policy& policy, Visit& visit)
      : book_(book), policy_(policy), links_(book.links()), visit_(visit) {}

  void account(std::uint32_t row) {
    one<Account>(row);
    if (const Ownership::Links* parents = book_.ownership().links(row)) {
      for (const Ownership::Link& link : *parents) {
        if (link.from.has_value()) {
          tell_day<AccountParent>(visit_, link.from);
        }
      }
    }
    resolutions<Account>(MemberType::account, row);
    resolutions<Account>(MemberType::group, row);
    const auto with = [&](const Chain& chain, void (AccountTurningDays::*tell)(std::uint32_t)) {
      chain.each(row, [&](std::uint32_t record) { (this->*tell)(record); });
    };
    with(links_.opportunities_of_account, &AccountTurningDays::opportunity);
    with(links_.leads_of_account, &AccountTurningDays::lead);
    with(links_.activities_of_account, &AccountTurningDays::activity);
    with(links_.agreements_of_account, &AccountTurningDays::agreement);
    with(links_.claims_of_account, &AccountTurningDays::one<Claim>);
  }

 private:
  void opportunity(std::uint32_t row) {
    one<Opportunity>(row);
    history<StageChange>(links_.stage_changes, row);
    history<AmountChange>(links_.amount_changes, row);
    history<OwnerChange>(links_.owner_changes, row);
    links_.fulfilments_of_opportunity.each(
        row, [&](std::uint32_t fulfilment) { one<Fulfilment>(fulfilment); });
    const std::uint32_t named = book_.get<Opportunity>().template get<"agreement">()[row];
    if (named != no_row) {
      one<Agreement>(named);  // it may be another group's
    }
    resolutions<Opportunity>(MemberType::opportunity, row);
  }
  void lead(std::uint32_t row) {
    one<Lead>(row);
    history<LeadChange>(links_.lead_changes, row);
    resolutions<Lead>(MemberType::lead, row);
  }
  void activity(std::uint32_t row) {
    constexpr std::uint8_t marketing = 1;
    if (book_.get<Activity>().template get<"channel">()[row] == marketing) {
      one<Activity>(row);
      history<ActivityChange>(links_.activity_changes, row);
      resolutions<Activity>(MemberType::activity, row);
    }
  }
  void agreement(std::uint32_t row) {
    one<Agreement>(row);
    resolutions<Agreement>(MemberType::agreement, row);
  }
  template <class Record>
  void one(std::uint32_t row) {
    each_turning_day<Record>(book_, policy_, row, visit_);
  }
  template <class Change>
  void history(const History& changes, std::uint32_t record) {
    for (std::uint32_t row = changes.latest(record); row != no_row; row = changes.earlier(row)) {
      one<Change>(row);
    }
  }
  template <class Record>
  void resolutions(MemberType type, std::uint32_t row) {
    if (book_.get<Resolution>().rows() > 0) {
      links_.resolutions_of_member.each(
          member_name(type, book_.get<Record>().id(row)),
          [&](std::uint32_t resolution) { one<Resolution>(resolution); });
    }
  }

  const Book& book_;
  const Policy& policy_;
  const Links& links_;
  Visit& visit_;
};

}  // namespace detail

/// The same for an account and all that belongs to it: its ownership, opportunities, leads,
/// marketing, agreements and claims, their histories, the agreements that its opportunities name,
/// and the resolutions that speak of any of them (or of the account as a group). Not the exchange
/// rates.
template <class Visit>
void each_turning_day_of_account(const Book& book, const Policy& policy, std::uint32_t account,
                                 Visit&& visit) {
  detail::AccountTurningDays<std::remove_reference_t<Visit>>(book, policy, visit).account(account);
}

}  // namespace opportune
