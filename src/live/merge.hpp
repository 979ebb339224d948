// Effects one after another, as one.
#pragma once

#include "opportune/live/effects.hpp"

namespace opportune {

/// Adds what came later: a conflict that opened and closed in between is not told of.
void merge(Effects& into, Effects later);

}  // namespace opportune
