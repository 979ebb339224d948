// What changes would bring, before anybody makes them.
#pragma once

#include <memory>

#include "opportune/admission/decision.hpp"
#include "opportune/core/table.hpp"
#include "opportune/live/effects.hpp"

namespace opportune {

/// Today's state against that with the changes, as of one instant.
struct WhatIf {
  /// The worst of the conflicts that would come or alter.
  Verdict verdict = Verdict::allow;
  /// As apply() would return it.
  Effects effects;
  /// market, count_before, count_after, amount_before_minor, amount_after_minor,
  /// net_before_minor, net_after_minor, currency: the open pipeline of the markets in which it would
  /// differ, sorted by market; and a row without a market for the whole.
  std::shared_ptr<Table> pipeline;
  /// group, market (none: the group as a whole), before, after: are a global account manager, a key
  /// account manager for the market, missing where a global group is pursued? The rows that would
  /// differ, sorted.
  std::shared_ptr<Table> coverage;
  /// opportunity, agreement, before, after: does the agreement cover the open opportunity? The rows
  /// that would differ, sorted.
  std::shared_ptr<Table> agreements;
};

}  // namespace opportune
