// The measures, each in a file of its own that defines measure_<name>. Adding one: that file, and
// its name in the list here.
#pragma once

#include <memory>

#include "opportune/measure/cells.hpp"

#define OPP_EACH_MEASURE(apply) apply(pipeline) apply(funnel)

namespace opportune {

using MeasureFunction = std::shared_ptr<Table>(const MeasureContext& context,
                                               const MeasureQuery& query);

#define OPP_DECLARE_MEASURE(name) MeasureFunction measure_##name;
OPP_EACH_MEASURE(OPP_DECLARE_MEASURE)
#undef OPP_DECLARE_MEASURE

}  // namespace opportune
