// The difference that saving a draft would make to the conflicts of its group.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "opportune/admission/decision.hpp"
#include "opportune/conflict/detect.hpp"
#include "opportune/conflict/text.hpp"

namespace opportune {

namespace detail {

/// Type and id of members, sorted.
using MemberNames = std::vector<std::pair<MemberType, std::string_view>>;

[[nodiscard]] inline MemberNames names_of(const KindRelation& relation,
                                          const std::vector<KindRelation::Related>& related) {
  MemberNames out;
  for (const KindRelation::Related& other : related) {
    const Member& member = relation.member(other.node);
    out.emplace_back(member.type, member.id);
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Keeps so many, those that came first, in their order.
inline void keep_earliest(const KindRelation& relation, std::size_t count,
                          std::vector<KindRelation::Related>& related) {
  const auto end = related.begin() + static_cast<std::ptrdiff_t>(std::min(count, related.size()));
  std::partial_sort(related.begin(), end, related.end(),
                    [&](const KindRelation::Related& a, const KindRelation::Related& b) {
                      return came_before(relation.member(a.node), relation.member(b.node));
                    });
  related.erase(end, related.end());
}

[[nodiscard]] inline Verdict verdict_of(Severity severity) noexcept {
  return severity == Severity::critical  ? Verdict::block
         : severity == Severity::warning ? Verdict::warn
                                         : Verdict::allow;
}

}  // namespace detail

/// What the draft in `after` brings that before() has not: the group as it is, where a draft of a
/// record that is stored (a new one's row: no_row) is as it is stored. Few new drafts ask for it.
template <class Before>
[[nodiscard]] Decision difference(Before&& before, const GroupView& after, const Member& draft,
                                  const Policy& policy, const Catalogue& catalogue) {
  constexpr std::size_t max_related = 100;
  Decision out;
  out.group = facts::id<Account>(after, after.root());
  const bool prospect = after.prospect();
  const Forest& products = after.book().products();
  const LazyJoins joins(after.book().ownership(), after.accounts(), after.as_of().day());
  KindRelation now, then;
  each_kind([&]<class Kind, std::size_t index>() {
    if constexpr (requires { Kind::members; }) {
      if (draft.type != Kind::members) {
        return;
      }
    }
    const KindPolicy kind_policy = severities<Kind, index>(policy);
    if (kind_policy.off(prospect)) {
      return;
    }
    now.clear();
    Kind::relate(after, policy, now);
    if (now.empty()) {
      return;
    }
    std::uint32_t node = now.find(draft.type, draft.row);
    const bool is_member = node != no_row;
    constexpr bool of_group = requires { Kind::of_group; };
    if (!is_member && !of_group) {
      return;
    }
    std::vector<KindRelation::Related> related = now.related_to(is_member ? node : 0, products);
    // Most drafts are related to nothing. Resolutions only take pairs out: they come after that.
    if (!related.empty() && apply_resolutions(after, Kind::name, now)) {
      related = now.related_to(is_member ? node : 0, products);
    }
    if (related.empty()) {
      return;
    }
    detail::MemberNames stood;  // what stands already
    if ((of_group || draft.row != no_row) && before().root() == after.root()) {
      relate<Kind>(before(), policy, then);
      const std::uint32_t old = is_member ? then.find(draft.type, draft.row) : 0;
      if (!then.empty() && old != no_row) {
        stood = detail::names_of(then, then.related_to(old, products));
      }
    }
    if (!stood.empty()) {
      const detail::MemberNames stands = detail::names_of(now, related);
      if (std::includes(stood.begin(), stood.end(), stands.begin(), stands.end())) {
        return;
      }
    }
    const Reached reached = now.reached_from(is_member ? node : 0, related.size(), products, joins);
    Conflict conflict = make_conflict(after, index, now, reached.nodes, reached.since);
    conflict.severity = severity_of(after, conflict, kind_policy, prospect);
    if (conflict.severity == Severity::off) {
      return;
    }
    PredictedConflict& predicted = out.conflicts.emplace_back();
    predicted.id = conflict.id(after.book());
    predicted.kind = Kind::name;
    predicted.severity = conflict.severity;
    predicted.group = out.group;
    // It stands already where any of its pairs does without the draft.
    predicted.opens = stood.empty() && (!is_member || reached.only_own_pairs);
    predicted.pairs = is_member ? related.size() : related.size() - stood.size();
    predicted.since = conflict.since;
    predicted.value_minor = value_of(after, conflict);
    predicted.currency = after.reporting().code();
    predicted.explanation = render(sentence(after, conflict), catalogue);
    if (is_member) {
      detail::keep_earliest(now, max_related, related);
      for (const KindRelation::Related& other : related) {
        const Member& record = now.member(other.node);
        predicted.related.push_back(
            {std::string(to_string(record.type)), std::string(record.id),
             facts::id<Market>(after, record.market), facts::id<Person>(after, record.owner),
             now.nodes()[other.node].begin,
             render(Kind::evidence(after, policy, now.member(node), record), catalogue)});
      }
    }
    out.verdict = std::max(out.verdict, detail::verdict_of(conflict.severity));
  });
  std::stable_sort(out.conflicts.begin(), out.conflicts.end(),
                   [](const PredictedConflict& a, const PredictedConflict& b) {
                     return a.severity > b.severity;
                   });
  return out;
}

}  // namespace opportune
