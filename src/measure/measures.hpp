// The measures, each in a file of its own that defines measure_<name>. Adding one: that file, and
// its line in the list here.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "opportune/measure/cells.hpp"
#include "opportune/measure/columns.hpp"

// clang-format off
/// apply(name, what it is measured over)
#define OPP_EACH_MEASURE(apply) \
  apply(pipeline, instants) \
  apply(funnel, period) \
  apply(velocity, period) \
  apply(ageing, instant) \
  apply(win_loss, period) \
  apply(waterfall, between) \
  apply(forecast, ahead) \
  apply(backtest, dates) \
  apply(calibration, dates) \
  apply(time_in_stage, instant) \
  apply(conformance, instant) \
  apply(event_log, instant) \
  apply(data_quality, instant) \
  apply(data_quality_records, instant) \
  apply(goals, instant) \
  apply(kpis, instant) \
  apply(smarketing, period) \
  apply(whitespace, instant) \
  apply(leakage, period) \
  apply(slippage, period) \
  apply(conflict_trend, dates)
// clang-format on

namespace opportune {

/// What a measure is measured over, and so what a series of it means.
enum class MeasuredOver : std::uint8_t {
  instant,   ///< as of the end of each date
  instants,  ///< the same, all of them in one pass
  period,    ///< the days after the date before, up to each date
  between,   ///< from the end of the date before to the end of each
  ahead,     ///< periods ahead, all of them at once
  dates,     ///< all dates at once
};

using MeasureFunction = std::shared_ptr<Table>(const MeasureContext& context,
                                               const MeasureQuery& query);

#define OPP_DECLARE_MEASURE(name, over) MeasureFunction measure_##name;
OPP_EACH_MEASURE(OPP_DECLARE_MEASURE)
#undef OPP_DECLARE_MEASURE

/// NotFoundError, with what exists, where there is no measure of that name.
[[nodiscard]] MeasuredOver measured_over(std::string_view name);

}  // namespace opportune
