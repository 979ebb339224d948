// The measures, each in a file of its own. Adding one: its file, its line here and in run.cpp.
#pragma once

#include <memory>

#include "opportune/measure/cells.hpp"

namespace opportune {

[[nodiscard]] std::shared_ptr<Table> measure_pipeline(const MeasureContext& context,
                                                      const MeasureQuery& query);
[[nodiscard]] std::shared_ptr<Table> measure_funnel(const MeasureContext& context,
                                                    const MeasureQuery& query);

}  // namespace opportune
