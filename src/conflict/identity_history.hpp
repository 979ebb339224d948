// shared_identity over a period: the kind that crosses groups.
#pragma once

#include <vector>

#include "conflict/span.hpp"
#include "conflict/timeline.hpp"

namespace opportune {

/// Adds the spans to those that have ended; of those that stand on the last day `to` is empty.
void find_identity_spans(const HistoryAsked& asked, const GroupTimeline& timeline,
                         std::vector<ConflictSpan>& out);

}  // namespace opportune
