// goals: how far the goals that marketing and sales share are reached, and by whom.
#include <algorithm>
#include <string>

#include "measure/goal_metrics.hpp"
#include "measure/measures.hpp"

namespace opportune {
namespace {

struct GoalRow {
  std::uint32_t goal = no_row;
  DayRange days;
  std::optional<Contribution> contribution;
  std::optional<double> elapsed;

  [[nodiscard]] std::optional<double> actual() const {
    return contribution ? std::optional(contribution->marketing + contribution->sales)
                        : std::nullopt;
  }
};

DayRange period_of(const Book& book, std::uint32_t goal) {
  const Store<Goal>& goals = book.get<Goal>();
  const std::uint32_t symbol = goals.get<"period">()[goal];
  if (symbol == no_row) {
    return {};
  }
  const std::string_view text = book.symbols()[symbol];
  const auto found = parse_period(text);
  if (!found) {
    throw InputError(Issue{"invalid_period", "goal", Issue::no_row, "period", shown_value(text),
                           "of goal '" + std::string(goals.id(goal)) +
                               "' is not a period such as 2026, 2026-Q1, 2026-03 or "
                               "2026-01-15/2026-02-14"});
  }
  return *found;
}

std::optional<double> elapsed(const DayRange& days, Date day) {
  if (!days.from.has_value()) {
    return std::nullopt;
  }
  const double length = days.to.days - days.from.days + 1;
  return std::clamp((day.days - days.from.days + 1) / length, 0.0, 1.0);
}

}  // namespace

std::shared_ptr<Table> measure_goals(const MeasureContext& context, const MeasureQuery& query) {
  if (!query.by.empty()) {
    refuse_query("by", query.by.front(), "goals has a row for each goal");
  }
  refuse_filters_but_market(query, "goals");
  const Book& book = context.book();
  const Store<Goal>& goals = book.get<Goal>();
  const Sourced sourced(context);
  std::vector<GoalRow> rows;
  for (std::uint32_t goal = 0; goal < goals.rows(); ++goal) {
    const std::uint32_t market = goals.get<"market">()[goal];
    if (!is_kept_by_market(book, query, market)) {
      continue;
    }
    GoalRow& row = rows.emplace_back(GoalRow{goal, period_of(book, goal), {}, {}});
    row.elapsed = elapsed(row.days, context.day());
    if (const GoalMetric* metric = find_metric(book.symbols()[goals.get<"metric">()[goal]])) {
      row.contribution = metric->measure({context, goal, market, row.days}, sourced);
    }
  }
  std::sort(rows.begin(), rows.end(), [&](const GoalRow& a, const GoalRow& b) {
    return goals.id(a.goal) < goals.id(b.goal);
  });
  const auto symbol = [&](std::uint32_t number) {
    return number == no_row ? std::string_view() : book.symbols()[number];
  };
  const auto person = [&](std::uint32_t row) { return id_of<Person>(book, row); };
  auto out = std::make_shared<Table>("goals");
  CellColumns(*out, rows)
      .text("goal", [&](const GoalRow& row) { return goals.id(row.goal); })
      .text("name", [&](const GoalRow& row) { return goals.get<"name">()[row.goal]; })
      .text("metric", [&](const GoalRow& row) { return symbol(goals.get<"metric">()[row.goal]); })
      .text(
          "market",
          [&](const GoalRow& row) { return id_of<Market>(book, goals.get<"market">()[row.goal]); })
      .text("period", [&](const GoalRow& row) { return symbol(goals.get<"period">()[row.goal]); })
      .text("marketing_owner",
            [&](const GoalRow& row) { return person(goals.get<"marketing_owner">()[row.goal]); })
      .text("sales_owner",
            [&](const GoalRow& row) { return person(goals.get<"sales_owner">()[row.goal]); })
      .date("from", [](const GoalRow& row) { return row.days.from; })
      .date("to", [](const GoalRow& row) { return row.days.to; })
      .real("target", [&](const GoalRow& row) { return goals.get<"target">()[row.goal]; })
      .real("actual", [](const GoalRow& row) { return row.actual(); })
      .real("marketing",
            [](const GoalRow& row) {
              return row.contribution ? std::optional(row.contribution->marketing) : std::nullopt;
            })
      .real("sales",
            [](const GoalRow& row) {
              return row.contribution ? std::optional(row.contribution->sales) : std::nullopt;
            })
      .real("progress",
            [&](const GoalRow& row) {
              const double target = goals.get<"target">()[row.goal];
              const auto actual = row.actual();
              return actual && target != 0 ? std::optional(*actual / target) : std::nullopt;
            })
      .real("elapsed", [](const GoalRow& row) { return row.elapsed; });
  return out;
}

}  // namespace opportune
