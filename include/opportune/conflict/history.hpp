// Looking back: every conflict that stood on some day of a period (docs/looking-back.md).
#pragma once

#include <string>
#include <vector>

#include "opportune/core/calendar.hpp"

namespace opportune {

/// A conflict stands on a day when it stands as of the end of that day.
///
/// The answer has a row for each span, a stretch of days on which a conflict of one id stood
/// without a break: one that went and came again has two.
///   id, kind, group   as of a day (conflict/query.hpp)
///   from              the first day; the period's first where it stood before
///   stood_before      it stood on the day before the period
///   to                the last day; null where it stands on the last day of the period
///   days              of the period on which it stood
///   severity_max, members_max, pairs_max, value_max_minor
///                     the most of its days, each by itself
///   currency          of the value: the reporting currency
///   explanation       of its last day
/// Sorted by from, kind, id.
struct ConflictHistoryQuery {
  /// The first day and the last, both inclusive. `from` must be given; `to` empty: today.
  Date from;
  Date to;
  /// Names of kinds; empty: all that the policy has not switched off.
  std::vector<std::string> kinds;
  /// Only conflicts of these groups: on each day, the groups that these accounts are in that day.
  std::vector<std::string> groups;
  /// A policy as JSON (docs/policy.md) for this question; empty: the workspace's.
  std::string policy;
  /// Of the explanations, ISO 639-1: en, sv; empty: en.
  std::string language;
  /// 0: as many as the machine has.
  unsigned threads = 0;
};

}  // namespace opportune
