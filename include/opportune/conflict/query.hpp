// What conflicts are asked for, and the tables that answer.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

struct ConflictQuery {
  /// The instant that is asked about; empty: now. For a date use end_of_day(date).
  Instant as_of;
  /// Names of kinds; empty: all that the policy has not switched off.
  std::vector<std::string> kinds;
  /// Only conflicts of these groups (ids of root accounts at as_of, or of any account in them).
  std::vector<std::string> groups;
  /// A policy as JSON (docs/policy.md) for this question; empty: the workspace's.
  std::string policy;
  /// Also fill `pairs`, up to `pair_limit` related pairs a conflict (evidence is per pair).
  bool with_pairs = false;
  std::size_t pair_limit = 10'000;
  /// Of explanations and evidence, ISO 639-1: en, sv; empty: en.
  std::string language;
  /// 0: as many as the machine has.
  unsigned threads = 0;
};

/// Sorted by severity (critical first), then value (largest first), then id.
struct ConflictTables {
  /// id, kind, severity, group, markets (list), pairs, since (instant), value_minor, currency,
  /// explanation, recommended_owner, recommended_rule, resolution (ids joined by ";": those in
  /// force that name two or more of its members), message (the explanation's sentences as JSON: a
  /// list of
  /// {"id", "arguments"}, for a language of one's own)
  std::shared_ptr<Table> conflicts;
  /// conflict, type, id, market, owner, since (instant)
  std::shared_ptr<Table> members;
  /// conflict, a_type, a_id, b_type, b_id, since (instant), evidence, message (JSON); nothing
  /// unless asked for
  std::shared_ptr<Table> pairs;
};

}  // namespace opportune
