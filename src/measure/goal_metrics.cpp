#include "measure/goal_metrics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "opportune/model/as_of.hpp"

namespace opportune {
namespace {

constexpr std::uint8_t marketing = 1;  // of the channels
constexpr std::uint8_t done = 3;       // of the statuses of activities

/// Sums, and what they are in units (10^digits to one).
class Tally {
 public:
  void add(bool of_marketing, std::int64_t count) { (of_marketing ? marketing_ : sales_) += count; }
  [[nodiscard]] Contribution in_units(int digits = 0) const {
    const double unit = std::pow(10.0, digits);
    return {static_cast<double>(marketing_) / unit, static_cast<double>(sales_) / unit};
  }

 private:
  std::int64_t marketing_ = 0, sales_ = 0;
};

/// Of opportunities for which day(row) lies in the period: their number, or their amounts.
template <class Day>
Contribution opportunities(const GoalAsked& asked, const Sourced& sourced, bool amounts,
                           const Day& day) {
  const Store<Opportunity>& store = asked.book().get<Opportunity>();
  Tally out;
  for (std::uint32_t row = 0; row < store.rows(); ++row) {
    if (asked.in_market(store.get<"market">()[row]) && asked.in_period(day(row))) {
      out.add(sourced.opportunity(row),
              amounts ? asked.context.in_reporting(row, asked.context.as_of.amount(row)) : 1);
    }
  }
  return out.in_units(amounts ? asked.context.converter.reporting().digits() : 0);
}
template <bool amounts>
Contribution won(const GoalAsked& asked, const Sourced& sourced) {
  return opportunities(asked, sourced, amounts,
                       [&](std::uint32_t row) { return asked.context.as_of.won_on(row); });
}
template <bool amounts>
Contribution opened(const GoalAsked& asked, const Sourced& sourced) {
  const auto& days = asked.book().get<Opportunity>().get<"opened">();
  return opportunities(asked, sourced, amounts, [&](std::uint32_t row) { return days[row]; });
}

template <class Day>
Contribution leads(const GoalAsked& asked, const Sourced& sourced, const Day& day) {
  const Store<Lead>& store = asked.book().get<Lead>();
  Tally out;
  for (std::uint32_t row = 0; row < store.rows(); ++row) {
    if (asked.in_market(store.get<"market">()[row]) && asked.in_period(day(row))) {
      out.add(sourced.lead(row), 1);
    }
  }
  return out.in_units();
}
Contribution leads_created(const GoalAsked& asked, const Sourced& sourced) {
  const auto& created = asked.book().get<Lead>().get<"created">();
  return leads(asked, sourced, [&](std::uint32_t row) { return created[row]; });
}
Contribution leads_qualified(const GoalAsked& asked, const Sourced& sourced) {
  return leads(asked, sourced,
               [&](std::uint32_t row) { return asked.context.as_of.qualified_on(row); });
}

/// Calls visit(activity, of marketing) for those that are done, name the goal and ended in time.
template <class Visit>
void each_activity(const GoalAsked& asked, Visit&& visit) {
  const Store<Activity>& store = asked.book().get<Activity>();
  for (std::uint32_t row = 0; row < store.rows(); ++row) {
    if (store.get<"goal">()[row] == asked.goal &&
        asked.context.as_of.activity_status(row) == done &&
        asked.in_period(store.get<"end">()[row])) {
      visit(row, store.get<"channel">()[row] == marketing);
    }
  }
}
Contribution activities(const GoalAsked& asked, const Sourced&) {
  Tally out;
  each_activity(asked, [&](std::uint32_t, bool of_marketing) { out.add(of_marketing, 1); });
  return out.in_units();
}
Contribution reach(const GoalAsked& asked, const Sourced&) {
  std::map<std::uint32_t, bool> reached;  // account -> by marketing
  const auto& account = asked.book().get<Activity>().get<"account">();
  each_activity(asked, [&](std::uint32_t row, bool of_marketing) {
    bool& by_marketing = reached[account[row]];
    by_marketing = by_marketing || of_marketing;
  });
  Tally out;
  for (const auto& [reached_account, by_marketing] : reached) {
    out.add(by_marketing, 1);
  }
  return out.in_units();
}
Contribution cost(const GoalAsked& asked, const Sourced&) {
  std::set<std::uint32_t> campaigns;
  const auto& campaign = asked.book().get<Activity>().get<"campaign">();
  each_activity(asked, [&](std::uint32_t row, bool) {
    if (campaign[row] != no_row) {
      campaigns.insert(campaign[row]);
    }
  });
  const Store<Campaign>& store = asked.book().get<Campaign>();
  Tally out;
  for (const std::uint32_t row : campaigns) {
    const std::int64_t budget = store.get<"budget">()[row];
    if (budget != no_amount && budget != 0) {
      out.add(true, asked.context.converter(budget, store.get<"currency">()[row]));
    }
  }
  return out.in_units(asked.context.converter.reporting().digits());
}

constexpr std::array<GoalMetric, 9> metrics{{
    {"won_amount", won<true>},
    {"won_count", won<false>},
    {"opened_amount", opened<true>},
    {"opened_count", opened<false>},
    {"lead_count", leads_created},
    {"qualified_count", leads_qualified},
    {"activity_count", activities},
    {"reach", reach},
    {"cost", cost},
}};

}  // namespace

Sourced::Sourced(const MeasureContext& context)
    : opportunities_(context.book().get<Opportunity>().rows()),
      leads_(context.book().get<Lead>().rows()) {
  const Book& book = context.book();
  const Store<Lead>& leads = book.get<Lead>();
  for (std::uint32_t row = 0; row < leads.rows(); ++row) {
    const std::uint32_t opportunity = leads.get<"opportunity">()[row];
    if (opportunity != no_row && leads.get<"created">()[row] <= context.day()) {
      opportunities_[opportunity] = true;
    }
  }
  const Store<Activity>& activities = book.get<Activity>();
  const auto& opened = book.get<Opportunity>().get<"opened">();
  for (std::uint32_t row = 0; row < activities.rows(); ++row) {
    const Date start = activities.get<"start">()[row];
    if (activities.get<"channel">()[row] != marketing ||
        (start.has_value() && start > context.day())) {
      continue;
    }
    if (const std::uint32_t lead = activities.get<"lead">()[row]; lead != no_row) {
      leads_[lead] = true;
    }
    const std::uint32_t opportunity = activities.get<"opportunity">()[row];
    if (opportunity != no_row && start.has_value() && start <= opened[opportunity]) {
      opportunities_[opportunity] = true;
    }
  }
}

const GoalMetric* find_metric(std::string_view name) {
  const auto found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](const GoalMetric& metric) { return metric.name == name; });
  return found == metrics.end() ? nullptr : &*found;
}

}  // namespace opportune
