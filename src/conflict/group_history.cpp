#include "conflict/group_history.hpp"

#include <algorithm>
#include <bitset>

#include "conflict/reported.hpp"
#include "opportune/conflict/turning_days.hpp"

namespace opportune {

RateDays::RateDays(const Book& book) : days_(std::size_t{Currency::none} + 1) {
  const Store<FxRate>& rates = book.get<FxRate>();
  for (std::uint32_t row = 0; row < rates.rows(); ++row) {
    days_[rates.get<"currency">()[row].number].push_back(rates.get<"date">()[row]);
  }
  for (std::vector<Date>& days : days_) {
    std::sort(days.begin(), days.end());
  }
}

GroupHistory::GroupHistory(const HistoryAsked& asked, const RateDays& rates,
                           const GroupIndex& groups)
    : asked_(asked),
      rates_(rates),
      groups_(groups),
      values_matter_(severities_ask_for_values(asked.policy)),
      as_of_(asked.book, end_of_day(asked.from)),
      view_(as_of_, groups) {}

void GroupHistory::follow(std::uint32_t root, Date first, Date last, StandingSpans& standing) {
  root_ = root;
  viewed_ = seen_on_ = Date{};
  seen_.clear();
  for (const Stop& stop : stops(first, last)) {
    if (stop.always || values_matter_ || !standing.empty()) {
      visit(stop.day, standing);
    }
  }
  for (auto& [id, span] : standing) {
    explain(span);
  }
}

std::vector<GroupHistory::Stop> GroupHistory::stops(Date first, Date last) const {
  std::vector<Stop> out{{first}};
  const auto add = [&](Date day, bool always) {
    if (first <= day && day <= last) {
      out.push_back({day, always});
    }
  };
  add(asked_.from, false);  // what stood before the period is counted from its first day on
  const Book& book = asked_.book;
  std::bitset<std::size_t{Currency::none} + 1> currencies;
  for (std::uint32_t account = root_; account != no_row; account = groups_.next(account)) {
    each_turning_day_of_account(book, asked_.policy, account, [&](Date day) { add(day, true); });
    book.links().opportunities_of_account.each(account, [&](std::uint32_t opportunity) {
      currencies.set(book.currency_of_opportunity(opportunity).number);
    });
  }
  for (std::size_t number = 0; number < currencies.size(); ++number) {
    if (currencies[number]) {
      const std::vector<Date>& days = rates_.of(Currency{static_cast<std::uint8_t>(number)});
      for (auto at = std::lower_bound(days.begin(), days.end(), first);
           at != days.end() && *at <= last; ++at) {
        add(*at, false);
      }
    }
  }
  std::sort(out.begin(), out.end(), [](const Stop& a, const Stop& b) {
    return a.day != b.day ? a.day < b.day : a.always > b.always;
  });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const Stop& a, const Stop& b) { return a.day == b.day; }),
            out.end());
  return out;
}

void GroupHistory::visit(Date day, StandingSpans& standing) {
  look(day);
  std::map<std::string, Conflict> found;
  detect(view_, asked_.policy, asked_.kinds, buffers_, [&](Conflict&& conflict) {
    const std::string id = conflict.id(asked_.book);
    ConflictSpan& span = span_of(asked_, standing, id, conflict, day);
    if (day >= asked_.from) {
      span.grow(conflict, value_of(view_, conflict));
    }
    found.emplace(id, std::move(conflict));
  });
  end_spans(asked_, day, standing, ended, [&](ConflictSpan& span) {
    if (found.contains(span.id)) {
      return true;
    }
    explain(span);
    return false;
  });
  seen_ = std::move(found);
  seen_on_ = day;
}

void GroupHistory::look(Date day) {
  if (day != viewed_) {
    viewed_ = day;
    as_of_ = AsOf(asked_.book, end_of_day(day));
    view_.at(as_of_, groups_);
    view_.look(root_);
  }
}

/// As of the last day that was visited: it is the same until the day before the next.
void GroupHistory::explain(ConflictSpan& span) {
  const auto seen = seen_.find(span.id);
  if (seen != seen_.end() && seen_on_ >= asked_.from) {
    look(seen_on_);
    const Recommendation lead = recommend(view_, asked_.policy, seen->second);
    span.explanation = text_of(explanation_of(view_, seen->second, lead), asked_.catalogue);
  }
}

}  // namespace opportune
