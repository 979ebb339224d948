// Models of the future: how likely an open opportunity is won in a period.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "measure/goal_period.hpp"
#include "opportune/measure/dimension.hpp"

namespace opportune {

/// As of one instant, for some periods after it. Threads: once made, any number may read it.
class WinModel {
 public:
  WinModel() = default;
  WinModel(const WinModel&) = delete;
  WinModel& operator=(const WinModel&) = delete;
  virtual ~WinModel() = default;

  /// How likely the opportunity, which stands in the open stage at the instant, is won in the
  /// period of this number.
  [[nodiscard]] virtual double probability(std::uint32_t opportunity, std::uint16_t stage,
                                           std::size_t period) const = 0;
};

struct ModelKind {
  std::string_view name;
  std::unique_ptr<WinModel> (*make)(const MeasureContext&, const std::vector<DayRange>& periods,
                                    unsigned threads);
};
/// Adding one: a file, and a line in model.cpp.
[[nodiscard]] const std::vector<ModelKind>& model_kinds();
/// NotFoundError, with what exists. Empty: the first.
[[nodiscard]] const ModelKind& find_model(std::string_view name);

// One file each.
std::unique_ptr<WinModel> stage_model(const MeasureContext& context,
                                      const std::vector<DayRange>& periods, unsigned threads);
std::unique_ptr<WinModel> history_model(const MeasureContext& context,
                                        const std::vector<DayRange>& periods, unsigned threads);
std::unique_ptr<WinModel> last_year_model(const MeasureContext& context,
                                          const std::vector<DayRange>& periods, unsigned threads);

}  // namespace opportune
