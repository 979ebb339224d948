// forecast: the distribution of the amount that is won in periods ahead, of what is open now.
#include <cmath>

#include "measure/forecast/forecast_cells.hpp"

namespace opportune {
namespace {

/// From `from` (the day after the instant) to each of the dates, or to `to`.
std::vector<DayRange> periods_of(const MeasureContext& context, const MeasureQuery& query) {
  const Date tomorrow{context.day().days + 1};
  Date from = query.from.has_value() ? query.from : tomorrow;
  if (from < tomorrow) {
    refuse_query("from", to_string(from),
                 "is not after as_of (" + to_string(context.day()) +
                     "): what is past is not "
                     "foreseen");
  }
  std::vector<Date> ends = query.dates;
  if (ends.empty()) {
    ends.push_back(query.to);
  }
  if (!ends.front().has_value()) {
    refuse_query("to", "", "must be given: the last day of the period");
  }
  constexpr std::int32_t most_days = 5 * 366;
  std::vector<DayRange> out;
  for (const Date end : ends) {
    if (end < from) {
      refuse_query(query.dates.empty() ? "to" : "dates", to_string(end),
                   "the period ends before it begins (" + to_string(from) + ")");
    }
    if (end.days - context.day().days > most_days) {
      refuse_query(query.dates.empty() ? "to" : "dates", to_string(end),
                   "is more than five years ahead");
    }
    out.push_back({from, end});
    from = Date{end.days + 1};
  }
  return out;
}

struct ForecastRow {
  DayRange period;
  const ForecastCell* cell;
  SumDistribution sum;
};

}  // namespace

std::shared_ptr<Table> measure_forecast(const MeasureContext& context, const MeasureQuery& query) {
  const std::vector<DayRange> periods = periods_of(context, query);
  const Cube cube(context, query);
  const auto model = find_model(query.model).make(context, periods, query.threads);
  auto [keys, cells] = open_cells(cube, context, query.threads);
  std::vector<ForecastRow> rows(cells.size() * periods.size());
  constexpr std::size_t chunk = 1;
  parallel_chunks(
      rows.size(), chunk, query.threads,
      [&] {
        return [&, chances = std::vector<Chance>()](std::size_t first, std::size_t last) mutable {
          for (std::size_t i = first; i < last; ++i) {
            const std::size_t period = i % periods.size();
            const ForecastCell& cell = cells[i / periods.size()];
            chances.clear();
            for (const OpenShare& share : cell.open) {
              chances.push_back(
                  {share.amount, model->probability(share.opportunity, share.stage, period)});
            }
            rows[i] = {periods[period], &cell, sum_of(chances)};
          }
        };
      },
      [](const auto&) {});
  std::shared_ptr<Table> out = cube.result("forecast", keys, periods.size());
  CellColumns(*out, rows)
      .date("from", [](const ForecastRow& row) { return row.period.from; })
      .date("to", [](const ForecastRow& row) { return row.period.to; })
      .integer("opportunities", [](const ForecastRow& row) { return std::ssize(row.cell->open); })
      .integer("open_amount_minor", [](const ForecastRow& row) { return row.cell->amount(); })
      .integer("mean_minor", [](const ForecastRow& row) { return std::llround(row.sum.mean); })
      .integer("q10_minor", [](const ForecastRow& row) { return row.sum.q10; })
      .integer("q50_minor", [](const ForecastRow& row) { return row.sum.q50; })
      .integer("q90_minor", [](const ForecastRow& row) { return row.sum.q90; })
      .currency(context.converter.reporting())
      .text("method", [](const ForecastRow& row) { return row.sum.method; })
      .integer("error_minor", [](const ForecastRow& row) { return row.sum.error; });
  return out;
}

}  // namespace opportune
