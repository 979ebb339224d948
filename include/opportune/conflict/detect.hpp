// detect: the conflicts of one group, a pure function of the group's view, the policy and the kinds
// asked for. A full scan is this over all groups; a check is its difference with and without the
// draft.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "opportune/conflict/conflict.hpp"
#include "opportune/conflict/resolutions.hpp"

namespace opportune {

/// Buffers that a scan of many groups uses again.
struct DetectBuffers {
  KindRelation relation;
};

/// Of the members that these nodes are; without its number of pairs.
[[nodiscard]] inline Conflict make_conflict(const GroupView& group, std::size_t kind,
                                            const KindRelation& relation,
                                            const std::vector<std::uint32_t>& nodes,
                                            Instant since) {
  Conflict out;
  out.kind = kind;
  out.group = group.root();
  out.since = since;
  out.members.reserve(nodes.size());
  for (const std::uint32_t node : nodes) {
    out.members.push_back({relation.member(node), relation.nodes()[node].begin});
  }
  std::sort(out.members.begin(), out.members.end(),
            [](const ConflictMember& a, const ConflictMember& b) {
              return came_before(a.record, b.record);
            });
  return out;
}
[[nodiscard]] inline Conflict make_conflict(const GroupView& group, std::size_t kind,
                                            const KindRelation& relation,
                                            const Component& component) {
  Conflict out = make_conflict(group, kind, relation, component.nodes, component.since);
  out.pairs = component.pairs;
  return out;
}

/// Fills in the relation of a kind, less what resolutions take out of it.
template <class Kind>
void relate(const GroupView& group, const Policy& policy, KindRelation& out) {
  out.clear();
  Kind::relate(group, policy, out);
  if (!out.empty()) {
    apply_resolutions(group, Kind::name, out);
  }
}

/// Calls found(Conflict&&) for each conflict of the group. Kinds that cross groups are found
/// elsewhere (conflict/identity.hpp).
template <class Found>
void detect(const GroupView& group, const Policy& policy, const KindSet& kinds,
            DetectBuffers& buffers, Found&& found) {
  const bool prospect = group.prospect();
  const Forest& products = group.book().products();
  const LazyJoins joins(group.book().ownership(), group.accounts(), group.as_of().day());
  KindRelation& relation = buffers.relation;
  each_kind([&]<class Kind, std::size_t index>() {
    if (!kinds[index]) {
      return;
    }
    relation.clear();
    Kind::relate(group, policy, relation);
    if (relation.empty()) {
      return;
    }
    const KindPolicy kind_policy = severities<Kind, index>(policy);
    if (kind_policy.off(prospect)) {
      return;
    }
    std::vector<Component> components = relation.components(products, joins);
    // Few groups have conflicts, and resolutions only take pairs out: asked for where there are
    // some.
    if (!components.empty() && apply_resolutions(group, Kind::name, relation)) {
      components = relation.components(products, joins);
    }
    for (const Component& component : components) {
      Conflict conflict = make_conflict(group, index, relation, component);
      conflict.severity = severity_of(group, conflict, kind_policy, prospect);
      if (conflict.severity != Severity::off) {
        found(std::move(conflict));
      }
    }
  });
}

/// Calls pair(a, b, since) for each related pair among those members for which wanted(member), in
/// the members' order, until it returns false.
template <class Wanted, class Pair>
void each_pair(const GroupView& group, const Policy& policy, const Conflict& conflict,
               Wanted&& wanted, Pair&& pair) {
  KindRelation relation;
  with_kind(conflict.kind, [&]<class Kind>() { relate<Kind>(group, policy, relation); });
  std::vector<std::uint32_t> order;
  for (std::uint32_t node = 0; node < relation.nodes().size(); ++node) {
    if (conflict.has(relation.member(node)) && wanted(relation.member(node))) {
      order.push_back(node);
    }
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return came_before(relation.member(a), relation.member(b));
  });
  std::vector<std::uint32_t> place(relation.nodes().size(), no_row);
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
  }
  const Joins joins(group.book().ownership(), group.accounts(), group.as_of().day());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    std::vector<KindRelation::Related> others =
        relation.related_to(order[i], group.book().products());
    std::erase_if(others, [&](const KindRelation::Related& other) {
      return place[other.node] == no_row || place[other.node] < i;
    });
    std::sort(others.begin(), others.end(),
              [&](const KindRelation::Related& a, const KindRelation::Related& b) {
                return place[a.node] < place[b.node];
              });
    for (const KindRelation::Related& other : others) {
      if (!pair(relation.member(order[i]), relation.member(other.node),
                relation.since(order[i], other, joins))) {
        return;
      }
    }
  }
}
/// The same among all members.
template <class Pair>
void each_pair(const GroupView& group, const Policy& policy, const Conflict& conflict,
               Pair&& pair) {
  each_pair(
      group, policy, conflict, [](const Member&) { return true; }, pair);
}

}  // namespace opportune
