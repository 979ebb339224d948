// The difference that saving a draft would make to the conflicts of its group.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "opportune/admission/decision.hpp"
#include "opportune/conflict/detect.hpp"

namespace opportune {

namespace detail {

/// The members of a list that are related to one pursuit, by node.
template <class Kind>
std::vector<std::uint32_t> related_to(const GroupView& group, const NodeList& list,
                                      std::uint32_t node) {
  std::vector<std::uint32_t> out;
  const Shape shape = Kind::shape(group.prospect());
  for (std::uint32_t other = 0; other < list.nodes().size(); ++other) {
    if (other != node &&
        related(shape, group.book().products(), list.nodes()[node], list.nodes()[other])) {
      out.push_back(other);
    }
  }
  return out;
}

[[nodiscard]] inline std::uint32_t node_of(const NodeList& list, MemberType type,
                                           std::uint32_t row) {
  for (std::uint32_t node = 0; node < list.nodes().size(); ++node) {
    if (list.pursuit(node).row == row && list.pursuit(node).type == type) {
      return node;
    }
  }
  return no_row;
}

/// Type and id of nodes, sorted.
[[nodiscard]] inline std::vector<std::pair<MemberType, std::string_view>> names_of(
    const NodeList& list, const std::vector<std::uint32_t>& nodes) {
  std::vector<std::pair<MemberType, std::string_view>> out;
  for (const std::uint32_t node : nodes) {
    out.emplace_back(list.pursuit(node).type, list.pursuit(node).id);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace detail

/// What the draft (row: no_row) in `after` brings that `before` has not. `before` is the group as
/// it is, with the draft's stored version `stored` (no_row: it is new); `amount_of(pursuit)` is in
/// `currency`, the reporting currency.
template <class AmountOf>
[[nodiscard]] Decision difference(const GroupView& before, const GroupView& after, MemberType type,
                                  std::uint32_t stored, const Policy& policy,
                                  const AmountOf& amount_of, Currency currency) {
  constexpr std::size_t max_related = 100;
  Decision out;
  out.group = std::string(after.book().get<Account>().id(after.root()));
  const bool prospect = after.prospect();
  NodeList now, then;
  each_kind([&]<class Kind, std::size_t index>() {
    const KindPolicy severities = Kind::policy(policy);
    const Severity severity = prospect ? severities.prospect : severities.customer;
    if (severity == Severity::off) {
      return;
    }
    now.clear();
    Kind::nodes(after, policy, now);
    const std::uint32_t draft = detail::node_of(now, type, no_row);
    if (draft == no_row) {
      return;
    }
    const std::vector<std::uint32_t> related = detail::related_to<Kind>(after, now, draft);
    if (related.empty()) {
      return;
    }
    then.clear();
    Kind::nodes(before, policy, then);
    const std::uint32_t old = stored == no_row ? no_row : detail::node_of(then, type, stored);
    const bool unchanged = old != no_row && before.root() == after.root() &&
                           detail::names_of(then, detail::related_to<Kind>(before, then, old)) ==
                               detail::names_of(now, related);
    if (unchanged) {
      return;
    }
    const Joins joins(after.book().ownership(), after.accounts(), after.as_of().day());
    place_accounts(after, now.nodes());
    const Forest& products = after.book().products();
    for (const Component& component :
         components(Kind::shape(prospect), products, now.nodes(), joins)) {
      if (!std::binary_search(component.nodes.begin(), component.nodes.end(), draft)) {
        continue;
      }
      const Conflict conflict = make_conflict(after, index, severity, now, component);
      PredictedConflict& predicted = out.conflicts.emplace_back();
      predicted.id = conflict.id(after.book());
      predicted.kind = Kind::name;
      predicted.severity = severity;
      predicted.group = out.group;
      predicted.pairs = related.size();
      predicted.since = conflict.since;
      predicted.value_minor = value_of(conflict, amount_of);
      predicted.currency = currency.code();
      predicted.explanation = explanation(after, conflict);
      const Joins joins_before(before.book().ownership(), before.accounts(), before.as_of().day());
      if (!joins_before.levels().empty()) {
        place_accounts(before, then.nodes());
      }
      const auto ours = detail::names_of(now, component.nodes);
      for (const Component& stood :
           components(Kind::shape(before.prospect()), products, then.nodes(), joins_before)) {
        for (const auto& name : detail::names_of(then, stood.nodes)) {
          predicted.opens = predicted.opens && !std::binary_search(ours.begin(), ours.end(), name);
        }
      }
      for (const Conflict::Member& member : conflict.members) {
        const auto is_related = [&](std::uint32_t node) {
          return now.pursuit(node).id == member.pursuit.id &&
                 now.pursuit(node).type == member.pursuit.type;
        };
        if (predicted.related.size() < max_related &&
            std::any_of(related.begin(), related.end(), is_related)) {
          const Pursuit& pursuit = member.pursuit;
          predicted.related.push_back(
              {std::string(to_string(pursuit.type)), std::string(pursuit.id),
               pursuit.market == no_row ? std::string() : market_name(after, pursuit),
               pursuit.owner == no_row ? std::string() : owner_name(after, pursuit), member.since,
               Kind::evidence(after, now.pursuit(draft), pursuit)});
        }
      }
      const Verdict verdict = severity == Severity::critical  ? Verdict::block
                              : severity == Severity::warning ? Verdict::warn
                                                              : Verdict::allow;
      out.verdict = std::max(out.verdict, verdict);
    }
  });
  std::stable_sort(out.conflicts.begin(), out.conflicts.end(),
                   [](const PredictedConflict& a, const PredictedConflict& b) {
                     return a.severity > b.severity;
                   });
  return out;
}

}  // namespace opportune
