// Leakage: deals that were won outside of an agreement that covered them, or under other terms than
// agreed (docs/looking-back.md).
#pragma once

#include <string>
#include <vector>

#include "opportune/core/calendar.hpp"

namespace opportune {

/// The answer has a row for each deal and each agreement that it bypassed or broke:
///   opportunity, agreement
///   account, group, market, owner   of the deal
///   won_on                          the day on which it was won, by which the agreement is judged
///   amount_minor, currency          of the deal; null where it has none
///   amount_reporting_minor          the same in the reporting currency
///   reporting_currency
///   discount_given, discount_agreed percent; null where not set
///   reason                          bypass: the agreement covered the deal, which does not name
///   it;
///                                   else what is wrong with the one that it names, joined by ";":
///                                   discount (a smaller one), shipping_terms (others), not_valid,
///                                   not_covered
///   difference_minor                in the reporting currency, what the deal brought above the
///   price
///                                   at the agreed discount: positive, the customer paid more than
///                                   agreed; negative, we gave away more. Null where the deal has
///                                   no amount, or where the list price cannot be told from it
/// Sorted by won_on, opportunity, agreement. Amounts are converted at the rates of as_of's day.
struct LeakageQuery {
  /// Won on these days, both inclusive; empty ends are open.
  Date from;
  Date to;
  /// Empty: now. For a date use end_of_day(date).
  Instant as_of;
  /// Only deals of these groups: as of as_of, those that these accounts are in.
  std::vector<std::string> groups;
  /// 0: as many as the machine has.
  unsigned threads = 0;
};

}  // namespace opportune
