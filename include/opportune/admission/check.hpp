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

using Names = std::vector<std::pair<MemberType, std::string_view>>;

/// Type and id of nodes, sorted.
[[nodiscard]] inline Names names_of(const NodeList& list, const std::vector<std::uint32_t>& nodes) {
  Names out;
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
    detail::Names stood_with;  // what the stored version is related to already
    if (stored != no_row && before.root() == after.root()) {
      then.clear();
      Kind::nodes(before, policy, then);
      const std::uint32_t old = detail::node_of(then, type, stored);
      if (old != no_row) {
        stood_with = detail::names_of(then, detail::related_to<Kind>(before, then, old));
      }
    }
    if (stood_with == detail::names_of(now, related)) {
      return;
    }
    const LazyJoins joins(after.book().ownership(), after.accounts(), after.as_of().day());
    const Forest& products = after.book().products();
    const Shape shape = Kind::shape(prospect);
    const Component component = component_of(draft, shape, products, now.nodes(), joins);
    const Conflict conflict = make_conflict(after, index, severity, now, component);
    PredictedConflict& predicted = out.conflicts.emplace_back();
    predicted.id = conflict.id(after.book());
    predicted.kind = Kind::name;
    predicted.severity = severity;
    predicted.group = out.group;
    // It stands already where any of its pairs does without the draft.
    predicted.opens = component.pairs == related.size() && stood_with.empty();
    predicted.pairs = related.size();
    predicted.since = conflict.since;
    predicted.value_minor = value_of(conflict, amount_of);
    predicted.currency = currency.code();
    predicted.explanation = explanation(after, conflict);
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
  });
  std::stable_sort(out.conflicts.begin(), out.conflicts.end(),
                   [](const PredictedConflict& a, const PredictedConflict& b) {
                     return a.severity > b.severity;
                   });
  return out;
}

}  // namespace opportune
