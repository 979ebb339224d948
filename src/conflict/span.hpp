// Conflicts over a period: what is asked, and one conflict from its first day to its last.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "opportune/conflict/conflict.hpp"

namespace opportune {

/// What is asked of every group.
struct HistoryAsked {
  const Book& book;
  const Policy& policy;
  KindSet kinds;
  const Catalogue& catalogue;
  std::vector<std::uint32_t> accounts;  ///< whose groups are asked about; none: all
  Date from, to;                        ///< the period, inclusive

  [[nodiscard]] Date before() const noexcept { return Date{from.days - 1}; }
};

/// A conflict that stood without a break.
struct ConflictSpan {
  std::string id;
  std::size_t kind = 0;
  std::uint32_t group = no_row;
  Date from, to;              ///< `to` empty: it has not ended
  bool stood_before = false;  ///< on the day before the period
  // The most of its days in the period.
  Severity severity = Severity::off;
  std::size_t members = 0;
  std::uint64_t pairs = 0;
  std::int64_t value_minor = 0;
  std::string explanation;  ///< of its last day

  void grow(const Conflict& conflict, std::int64_t value) {
    severity = std::max(severity, conflict.severity);
    members = std::max(members, conflict.members.size());
    pairs = std::max(pairs, conflict.pairs);
    value_minor = std::max(value_minor, value);
  }
};

/// The spans of one group that have not ended, by id.
using StandingSpans = std::map<std::string, ConflictSpan>;

/// The span of a conflict that was found on a day: the one that stands, or else a new one.
inline ConflictSpan& span_of(const HistoryAsked& asked, StandingSpans& standing,
                             const std::string& id, const Conflict& conflict, Date day) {
  const auto [at, is_new] = standing.try_emplace(id);
  ConflictSpan& span = at->second;
  if (is_new) {
    span.id = id;
    span.kind = conflict.kind;
    span.group = conflict.group;
    span.from = std::max(day, asked.from);
    span.stood_before = day < asked.from;
  }
  return span;
}

/// Ends the spans that stand no more on a day, those for which stands(span) is false. One that
/// never stood within the period is dropped.
template <class Stands>
void end_spans(const HistoryAsked& asked, Date day, StandingSpans& standing,
               std::vector<ConflictSpan>& ended, Stands&& stands) {
  for (auto at = standing.begin(); at != standing.end();) {
    if (stands(at->second)) {
      ++at;
      continue;
    }
    if (day > asked.from) {
      at->second.to = Date{day.days - 1};
      ended.push_back(std::move(at->second));
    }
    at = standing.erase(at);
  }
}

}  // namespace opportune
