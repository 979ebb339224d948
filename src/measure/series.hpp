// Series: a measure over a list of dates.
#pragma once

#include <functional>
#include <memory>

#include "measure/measures.hpp"

namespace opportune {

/// InputError: no dates, or not ascending.
void check_dates(const MeasureQuery& query);

/// The rows of every date under one another, with the date before them. `run` asks the measure for
/// the query of one date.
[[nodiscard]] std::shared_ptr<Table> series_of(
    const MeasureQuery& query, MeasuredOver over,
    const std::function<std::shared_ptr<Table>(const MeasureQuery&)>& run);

}  // namespace opportune
