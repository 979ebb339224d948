// calibration: of what was forecast with about the same probability, how much came.
#include <map>

#include "measure/forecast/past_forecasts.hpp"

namespace opportune {
namespace {

constexpr std::size_t bins = 10;

struct CalibrationRow {
  std::string_view model;
  std::size_t bin = 0;
  std::int64_t count = 0;
  std::int64_t won = 0;
  double predicted = 0;  ///< summed
};

}  // namespace

std::shared_ptr<Table> measure_calibration(const MeasureContext& context,
                                           const MeasureQuery& query) {
  const std::vector<PastForecast> forecasts = past_forecasts(context, query);
  const Cube cube(context, query);
  // Models in their order; cells in the order of a result.
  std::vector<std::string_view> models;
  std::map<std::pair<std::string_view, Cube::Key>, std::array<CalibrationRow, bins>> found;
  for (const PastForecast& forecast : forecasts) {
    if (models.empty() || models.back() != forecast.model) {
      models.push_back(forecast.model);
    }
    auto& cell = found[{forecast.model, forecast.key}];
    for (const PastShare& share : forecast.shares) {
      const auto bin = std::min(bins - 1, static_cast<std::size_t>(share.probability * bins));
      ++cell[bin].count;
      cell[bin].won += share.won ? 1 : 0;
      cell[bin].predicted += share.probability;
    }
  }
  std::vector<CalibrationRow> rows;
  std::vector<Cube::Key> keys;
  for (const std::string_view model : models) {
    std::vector<Cube::Key> of_model;
    for (const auto& [at, cell] : found) {
      if (at.first == model) {
        of_model.push_back(at.second);
      }
    }
    for (const std::uint32_t number : cube.order(of_model)) {
      const Cube::Key& key = of_model[number];
      const auto& cell = found.at({model, key});
      for (std::size_t bin = 0; bin < bins; ++bin) {
        if (cell[bin].count > 0) {
          CalibrationRow row = cell[bin];
          row.model = model;
          row.bin = bin;
          rows.push_back(row);
          keys.push_back(key);
        }
      }
    }
  }
  std::shared_ptr<Table> out = cube.result("calibration", keys);
  CellColumns(*out, rows)
      .text("model", [](const CalibrationRow& row) { return row.model; })
      .real("bin", [](const CalibrationRow& row) { return static_cast<double>(row.bin) / bins; })
      .integer("count", [](const CalibrationRow& row) { return row.count; })
      .real(
          "predicted",
          [](const CalibrationRow& row) { return row.predicted / static_cast<double>(row.count); })
      .real("observed", [](const CalibrationRow& row) { return ratio(row.won, row.count); });
  return out;
}

}  // namespace opportune
