#include "measure/forecast/past_forecasts.hpp"

#include <tuple>

namespace opportune {
namespace {

/// The models that are asked for; all where none is named.
std::vector<const ModelKind*> models_of(const MeasureQuery& query) {
  if (!query.model.empty()) {
    return {&find_model(query.model)};
  }
  std::vector<const ModelKind*> out;
  for (const ModelKind& kind : model_kinds()) {
    out.push_back(&kind);
  }
  return out;
}

void look(const MeasureQuery& query, const ModelKind& kind, const MeasureMoment& then,
          const MeasureMoment& after, const DayRange& period, std::vector<PastForecast>& out) {
  const Cube cube(then.context(), query);
  const auto model = kind.make(then.context(), {period}, query.threads);
  auto [keys, cells] = open_cells(cube, then.context(), query.threads);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    PastForecast& forecast = out.emplace_back();
    forecast.model = kind.name;
    forecast.period = period;
    forecast.key = keys[i];
    for (const OpenShare& share : cells[i].open) {
      PastShare& past = forecast.shares.emplace_back();
      past.probability = model->probability(share.opportunity, share.stage, 0);
      past.amount = share.amount;
      past.won = after.context().as_of.won_on(share.opportunity).has_value();
      if (past.won) {
        // The part that it had of the deal, of what the deal was in the end.
        const auto of = [&](const AsOf& as_of) {
          return then.context().in_reporting(share.opportunity, as_of.amount(share.opportunity));
        };
        const std::int64_t whole = of(then.context().as_of), end = of(after.context().as_of);
        past.came =
            whole == 0
                ? end
                : static_cast<std::int64_t>(divide_half_even(Int128{end} * share.amount, whole));
      }
    }
    // In an order of their own, so that the order of rows is not felt in the last digit.
    std::sort(forecast.shares.begin(), forecast.shares.end(),
              [](const PastShare& a, const PastShare& b) {
                return std::tie(a.probability, a.amount, a.came, a.won) <
                       std::tie(b.probability, b.amount, b.came, b.won);
              });
  }
}

}  // namespace

std::vector<PastForecast> past_forecasts(const MeasureContext& context, const MeasureQuery& query) {
  if (query.dates.size() < 2) {
    refuse_query("dates", "",
                 "two or more must be given: a forecast is made on each, of the days up to the "
                 "next");
  }
  if (query.from.has_value() || query.to.has_value()) {
    refuse_query(query.from.has_value() ? "from" : "to", "", "is said by the dates");
  }
  std::vector<PastForecast> out;
  for (const ModelKind* kind : models_of(query)) {
    for (std::size_t i = 0; i + 1 < query.dates.size(); ++i) {
      const MeasureMoment then(context.book(), context.policy, end_of_day(query.dates[i]));
      const MeasureMoment after(context.book(), context.policy, end_of_day(query.dates[i + 1]));
      look(query, *kind, then, after, {Date{query.dates[i].days + 1}, query.dates[i + 1]}, out);
    }
  }
  return out;
}

}  // namespace opportune
