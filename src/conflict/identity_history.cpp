#include "conflict/identity_history.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "conflict/scanner.hpp"
#include "opportune/conflict/turning_days.hpp"

namespace opportune {
namespace {

using Accounts = std::vector<std::uint32_t>;

/// Sets of accounts that identifiers hold together, whoever owns them: on no day does a conflict
/// reach from one to another.
std::vector<Accounts> identity_sets(const Book& book) {
  const GroupIndex apart(book.get<Account>().rows(), [](std::uint32_t) { return no_row; });
  IdentitySearch search(book, apart);
  std::vector<Accounts> out;
  for (std::uint32_t account = 0; account < apart.size(); ++account) {
    Accounts accounts = search.from(account);
    if (!accounts.empty()) {
      out.push_back(std::move(accounts));
    }
  }
  return out;
}

/// Follows one set.
class IdentityHistory {
 public:
  IdentityHistory(const HistoryAsked& asked, const GroupTimeline& timeline, Accounts accounts,
                  std::vector<ConflictSpan>& ended)
      : asked_(asked), timeline_(timeline), accounts_(std::move(accounts)), ended_(ended) {}

  /// Follows it from a day to that on which one of its groups has other accounts, which is
  /// returned: empty where that is not within the period.
  Date follow(Date first) {
    const Ownership& ownership = asked_.book.ownership();
    const std::shared_ptr<const GroupIndex> groups = ownership.groups(first);
    Date last = asked_.to;
    for (const std::uint32_t account : accounts_) {
      last = std::min(last, timeline_.until(groups->root(account), first));
    }
    for (const Date day : days(*groups, first, last)) {
      visit(day);
    }
    return last == asked_.to ? Date{} : Date{last.days + 1};
  }
  /// After the last day of the period.
  void finish() {
    if (!standing_.empty()) {
      explain(asked_.to);
    }
    for (auto& [id, span] : standing_) {
      ended_.push_back(std::move(span));
    }
  }

 private:
  /// The days on which something may change. What else happens in the groups alters the
  /// explanations only: they are made as of the last day.
  std::set<Date> days(const GroupIndex& groups, Date first, Date last) const {
    std::set<Date> out{first};
    const auto add = [&](Date day) {
      if (first < day && day <= last) {
        out.insert(day);
      }
    };
    add(asked_.from);
    for (const std::uint32_t account : accounts_) {
      const std::uint32_t root = groups.root(account);
      for (std::uint32_t other = root; other != no_row; other = groups.next(other)) {
        each_turning_day<Account>(asked_.book, asked_.policy, other, add);
      }
      const std::string name =
          member_name(MemberType::account, asked_.book.get<Account>().id(account));
      asked_.book.links().resolutions_of_member.each(name, [&](std::uint32_t row) {
        each_turning_day<Resolution>(asked_.book, asked_.policy, row, add);
      });
    }
    return out;
  }
  /// What stands as of the end of a day.
  [[nodiscard]] std::vector<Reported> found(Date day) const {
    const AsOf as_of(asked_.book, end_of_day(day));
    const std::shared_ptr<const GroupIndex> groups = asked_.book.ownership().groups(day);
    std::set<std::uint32_t> roots;
    for (const std::uint32_t account : asked_.accounts) {
      roots.insert(groups->root(account));
    }
    Accounts wanted;
    for (const std::uint32_t account : accounts_) {
      if (asked_.accounts.empty() || roots.contains(groups->root(account))) {
        wanted.push_back(account);
      }
    }
    const ConflictQuery query{};
    std::vector<Reported> out;
    Scanner(as_of, *groups, asked_.policy, query, asked_.kinds).scan_identities_of(wanted, out);
    return out;
  }
  void visit(Date day) {
    std::set<std::string> ids;
    for (const Reported& reported : found(day)) {
      ConflictSpan& span = span_of(asked_, standing_, reported.id, reported.conflict, day);
      if (day >= asked_.from) {
        span.grow(reported.conflict, reported.value_minor);
      }
      ids.insert(reported.id);
    }
    const auto stands = [&](const ConflictSpan& span) { return ids.contains(span.id); };
    if (day > asked_.from && !std::all_of(standing_.begin(), standing_.end(),
                                          [&](auto& entry) { return stands(entry.second); })) {
      explain(Date{day.days - 1});
    }
    end_spans(asked_, day, standing_, ended_, stands);
  }
  void explain(Date day) {
    for (const Reported& reported : found(day)) {
      const auto at = standing_.find(reported.id);
      if (at != standing_.end()) {
        at->second.explanation = text_of(reported.explanation, asked_.catalogue);
      }
    }
  }

  const HistoryAsked& asked_;
  const GroupTimeline& timeline_;
  Accounts accounts_;
  std::vector<ConflictSpan>& ended_;
  StandingSpans standing_;
};

}  // namespace

void find_identity_spans(const HistoryAsked& asked, const GroupTimeline& timeline,
                         std::vector<ConflictSpan>& out) {
  std::vector<IdentityHistory> sets;
  std::map<Date, std::vector<std::size_t>> due;  // in the order of the days: one state of ownership
  for (Accounts& accounts : identity_sets(asked.book)) {
    due[asked.before()].push_back(sets.size());
    sets.emplace_back(asked, timeline, std::move(accounts), out);
  }
  for (; !due.empty(); due.erase(due.begin())) {
    for (const std::size_t number : due.begin()->second) {
      const Date next = sets[number].follow(due.begin()->first);
      if (next.has_value()) {
        due[next].push_back(number);
      }
    }
  }
  for (IdentityHistory& set : sets) {
    set.finish();
  }
}

}  // namespace opportune
