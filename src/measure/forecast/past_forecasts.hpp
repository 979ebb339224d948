// Forecasts made in the past, beside what came: what backtest and calibration are made of.
#pragma once

#include "measure/forecast/forecast_cells.hpp"

namespace opportune {

/// What was open in a cell when a forecast was made.
struct PastShare {
  double probability = 0;
  bool won = false;         ///< within the period
  std::int64_t amount = 0;  ///< when it was forecast
  std::int64_t came = 0;    ///< what was won of it, at the rates of that day
};

/// One model, one date, one cell.
struct PastForecast {
  std::string_view model;
  DayRange period;
  Cube::Key key{};
  std::vector<PastShare> shares;
};

/// For each date but the last: what each model said on its evening of the days up to the next date.
/// In the order of models, dates and cells. `cube_of(context)`: the query's cells.
[[nodiscard]] std::vector<PastForecast> past_forecasts(const MeasureContext& context,
                                                       const MeasureQuery& query);

}  // namespace opportune
