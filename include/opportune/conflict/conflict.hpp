// A conflict as it is found; texts and money are for who shows it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "opportune/conflict/kinds.hpp"

namespace opportune {

struct ConflictMember {
  Member record;
  Instant since;  ///< the beginning that its pairs count from
};

struct Conflict {
  std::size_t kind = 0;
  Severity severity = Severity::info;
  std::uint32_t group = no_row;
  std::uint64_t pairs = 0;
  Instant since;                        ///< none: since ever
  std::vector<ConflictMember> members;  ///< the one that came first, first

  /// kind:group:first
  [[nodiscard]] std::string id(const Book& book) const {
    return std::string(conflict_kinds[kind]) + ":" + std::string(book.get<Account>().id(group)) +
           ":" + std::string(members.front().record.id);
  }
  [[nodiscard]] bool has(const Member& record) const noexcept {
    const auto at = std::lower_bound(
        members.begin(), members.end(), record,
        [](const ConflictMember& a, const Member& b) { return came_before(a.record, b); });
    return at != members.end() && same_record(at->record, record);
  }
};

/// The ids of the members' markets, each once, sorted.
[[nodiscard]] inline std::vector<std::string> markets_of(const GroupView& group,
                                                         const Conflict& conflict) {
  std::vector<bool> there(group.book().get<Market>().rows());
  std::vector<std::string> out;
  for (const ConflictMember& member : conflict.members) {
    const std::uint32_t market = member.record.market;
    if (market != no_row && !there[market]) {
      there[market] = true;
      out.push_back(facts::id<Market>(group, market));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// The sum of the amounts of its open opportunities, in the reporting currency.
[[nodiscard]] inline std::int64_t value_of(const GroupView& group, const Conflict& conflict) {
  std::int64_t out = 0;
  for (const ConflictMember& member : conflict.members) {
    out += member.record.open_opportunity() ? group.amount(member.record) : 0;
  }
  return out;
}

/// The most advanced milestone of its open opportunities; -1: it has none.
[[nodiscard]] inline int milestone_of(const GroupView& group, const Conflict& conflict) {
  int out = -1;
  for (const ConflictMember& member : conflict.members) {
    if (member.record.open_opportunity()) {
      out = std::max<int>(out, group.book().stages()[member.record.stage].milestone);
    }
  }
  return out;
}

[[nodiscard]] inline Severity severity_of(const GroupView& group, const Conflict& conflict,
                                          const KindPolicy& severities, bool prospect) {
  return severities.of(
      prospect, [&] { return milestone_of(group, conflict); },
      [&] { return value_of(group, conflict); });
}

/// The conflict in a sentence.
[[nodiscard]] inline Message sentence(const GroupView& group, const Conflict& conflict) {
  std::vector<const Member*> members;
  members.reserve(conflict.members.size());
  for (const ConflictMember& member : conflict.members) {
    members.push_back(&member.record);
  }
  const ConflictFacts facts(group, std::move(members));
  Message out;
  with_kind(conflict.kind, [&]<class Kind>() { out = Kind::sentence(facts); });
  return out;
}

/// The facts that make two members related.
[[nodiscard]] inline Message evidence(const GroupView& group, const Policy& policy,
                                      std::size_t kind, const Member& a, const Member& b) {
  Message out;
  with_kind(kind, [&]<class Kind>() { out = Kind::evidence(group, policy, a, b); });
  return out;
}

}  // namespace opportune
