// backtest: forecasts made in the past, against what came.
#include <cmath>

#include "measure/forecast/past_forecasts.hpp"

namespace opportune {
namespace {

struct BacktestRow {
  const PastForecast* forecast;
  SumDistribution sum;
  std::int64_t actual = 0;
  std::int64_t won = 0;
  double expected_won = 0;
  double brier = 0;      ///< summed
  double log_score = 0;  ///< summed

  [[nodiscard]] std::optional<double> mean_of(double total) const {
    return forecast->shares.empty()
               ? std::nullopt
               : std::optional(total / static_cast<double>(forecast->shares.size()));
  }
};

BacktestRow row_of(const PastForecast& forecast) {
  constexpr double least = 1e-6;  // of a probability, where its logarithm is taken
  BacktestRow out{&forecast, {}};
  std::vector<Chance> chances;
  for (const PastShare& share : forecast.shares) {
    chances.push_back({share.amount, share.probability});
    out.actual += share.came;
    out.won += share.won ? 1 : 0;
    out.expected_won += share.probability;
    const double miss = share.probability - (share.won ? 1 : 0);
    out.brier += miss * miss;
    const double p = std::clamp(share.probability, least, 1 - least);
    out.log_score -= std::log(share.won ? p : 1 - p);
  }
  out.sum = sum_of(chances);
  return out;
}

}  // namespace

std::shared_ptr<Table> measure_backtest(const MeasureContext& context, const MeasureQuery& query) {
  const std::vector<PastForecast> forecasts = past_forecasts(context, query);
  const Cube cube(context, query);
  std::vector<BacktestRow> rows;
  std::vector<Cube::Key> keys;
  for (const PastForecast& forecast : forecasts) {
    rows.push_back(row_of(forecast));
    keys.push_back(forecast.key);
  }
  std::shared_ptr<Table> out = cube.result("backtest", keys);
  CellColumns(*out, rows)
      .text("model", [](const BacktestRow& row) { return row.forecast->model; })
      .date("from", [](const BacktestRow& row) { return row.forecast->period.from; })
      .date("to", [](const BacktestRow& row) { return row.forecast->period.to; })
      .integer("opportunities",
               [](const BacktestRow& row) { return std::ssize(row.forecast->shares); })
      .real("expected_won", [](const BacktestRow& row) { return row.expected_won; })
      .integer("won", [](const BacktestRow& row) { return row.won; })
      .integer("mean_minor", [](const BacktestRow& row) { return std::llround(row.sum.mean); })
      .integer("q10_minor", [](const BacktestRow& row) { return row.sum.q10; })
      .integer("q50_minor", [](const BacktestRow& row) { return row.sum.q50; })
      .integer("q90_minor", [](const BacktestRow& row) { return row.sum.q90; })
      .integer("actual_minor", [](const BacktestRow& row) { return row.actual; })
      .currency(context.converter.reporting())
      .integer("covered",
               [](const BacktestRow& row) {
                 return row.actual >= row.sum.q10 && row.actual <= row.sum.q90 ? 1 : 0;
               })
      .real("brier_score", [](const BacktestRow& row) { return row.mean_of(row.brier); })
      .real("log_score", [](const BacktestRow& row) { return row.mean_of(row.log_score); })
      .real("crps_minor", [](const BacktestRow& row) { return row.sum.crps(row.actual); })
      .text("method", [](const BacktestRow& row) { return row.sum.method; });
  return out;
}

}  // namespace opportune
