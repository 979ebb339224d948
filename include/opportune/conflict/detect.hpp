// detect: the conflicts of one group, a pure function of the group's view, the policy and the kinds
// asked for. A full scan is this over all groups; a check is its difference with and without the
// draft.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "opportune/conflict/components.hpp"
#include "opportune/conflict/kinds.hpp"

namespace opportune {

using KindSet = std::bitset<kind_count>;

/// The set of one kind.
[[nodiscard]] inline KindSet kind_set(std::string_view name) {
  KindSet out;
  each_kind([&]<class Kind, std::size_t index>() { out[index] = Kind::name == name; });
  return out;
}

/// A conflict as it is found; texts and money are for who shows it.
struct Conflict {
  std::size_t kind = 0;
  Severity severity = Severity::info;
  std::uint32_t group = no_row;
  std::uint64_t pairs = 0;
  Instant since;
  struct Member {
    Pursuit pursuit;
    Instant since;  ///< the beginning that its pairs count from
  };
  std::vector<Member> members;  ///< the one that came first, first

  /// kind:group:first
  [[nodiscard]] std::string id(const Book& book) const {
    return std::string(kind_names()[kind]) + ":" + std::string(book.get<Account>().id(group)) +
           ":" + std::string(members.front().pursuit.id);
  }
};

/// By opening instant, then type, then id.
[[nodiscard]] inline bool came_before(const Pursuit& a, const Pursuit& b) noexcept {
  return std::tie(a.opened, a.type, a.id) < std::tie(b.opened, b.type, b.id);
}

/// Buffers that a scan of many groups uses again.
struct DetectBuffers {
  NodeList nodes;
};

[[nodiscard]] inline Conflict make_conflict(const GroupView& group, std::size_t kind,
                                            Severity severity, const NodeList& list,
                                            const Component& component) {
  Conflict out;
  out.kind = kind;
  out.severity = severity;
  out.group = group.root();
  out.pairs = component.pairs;
  out.since = component.since;
  for (const std::uint32_t node : component.nodes) {
    out.members.push_back({list.pursuit(node), list.nodes()[node].begin});
  }
  std::sort(out.members.begin(), out.members.end(),
            [](const Conflict::Member& a, const Conflict::Member& b) {
              return came_before(a.pursuit, b.pursuit);
            });
  return out;
}

/// Calls found(Conflict&&) for each conflict of the group.
template <class Found>
void detect(const GroupView& group, const Policy& policy, const KindSet& kinds,
            DetectBuffers& buffers, Found&& found) {
  if (group.opportunities().size() + group.leads().size() < 2) {
    return;
  }
  const bool prospect = group.prospect();
  const Forest& products = group.book().products();
  const LazyJoins joins(group.book().ownership(), group.accounts(), group.as_of().day());
  each_kind([&]<class Kind, std::size_t index>() {
    const KindPolicy severities = Kind::policy(policy);
    const Severity severity = prospect ? severities.prospect : severities.customer;
    if (!kinds[index] || severity == Severity::off) {
      return;
    }
    buffers.nodes.clear();
    Kind::nodes(group, policy, buffers.nodes);
    std::vector<Node>& nodes = buffers.nodes.nodes();
    if (nodes.size() < 2) {
      return;
    }
    for (const Component& component : components(Kind::shape(prospect), products, nodes, joins)) {
      found(make_conflict(group, index, severity, buffers.nodes, component));
    }
  });
}

/// Calls pair(a, b, since) for each related pair among the members, in the members' order, until it
/// returns false.
template <class Pair>
void each_pair(const GroupView& group, const Policy& policy, const Conflict& conflict,
               Pair&& pair) {
  each_kind([&]<class Kind, std::size_t index>() {
    if (index != conflict.kind) {
      return;
    }
    NodeList list;
    Kind::nodes(group, policy, list);
    if (list.nodes().empty()) {
      return;
    }
    const Joins joins(group.book().ownership(), group.accounts(), group.as_of().day());
    std::vector<std::uint32_t> order;
    const auto is_member = [&](const Pursuit& pursuit) {
      const auto at = std::lower_bound(
          conflict.members.begin(), conflict.members.end(), pursuit,
          [](const Conflict::Member& a, const Pursuit& b) { return came_before(a.pursuit, b); });
      return at != conflict.members.end() && at->pursuit.id == pursuit.id &&
             at->pursuit.type == pursuit.type;
    };
    for (std::uint32_t node = 0; node < list.nodes().size(); ++node) {
      if (is_member(list.pursuit(node))) {
        order.push_back(node);
      }
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return came_before(list.pursuit(a), list.pursuit(b));
    });
    const Shape shape = Kind::shape(group.prospect());
    for (std::size_t i = 0; i < order.size(); ++i) {
      for (std::size_t k = i + 1; k < order.size(); ++k) {
        const Node& a = list.nodes()[order[i]];
        const Node& b = list.nodes()[order[k]];
        if (related(shape, group.book().products(), a, b) &&
            !pair(list.pursuit(order[i]), list.pursuit(order[k]),
                  detail::pair_since(a, b, joins))) {
          return;
        }
      }
    }
  });
}

/// The facts that make two members related.
[[nodiscard]] inline std::string evidence(const GroupView& group, std::size_t kind,
                                          const Pursuit& a, const Pursuit& b) {
  std::string out;
  each_kind([&]<class Kind, std::size_t index>() {
    if (index == kind) {
      out = Kind::evidence(group, a, b);
    }
  });
  return out;
}

/// The ids of the members' markets, each once, sorted.
[[nodiscard]] inline std::vector<std::string> markets_of(const GroupView& group,
                                                         const Conflict& conflict) {
  std::vector<std::string> out;
  for (const Conflict::Member& member : conflict.members) {
    if (member.pursuit.market != no_row) {
      out.push_back(market_name(group, member.pursuit));
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// The conflict in a sentence.
[[nodiscard]] inline std::string explanation(const GroupView& group, const Conflict& conflict) {
  std::vector<const Pursuit*> members;
  for (const Conflict::Member& member : conflict.members) {
    members.push_back(&member.pursuit);
  }
  const ConflictText text(group, std::move(members), markets_of(group, conflict).size());
  std::string out;
  each_kind([&]<class Kind, std::size_t index>() {
    if (index == conflict.kind) {
      out = Kind::sentence(group, text);
    }
  });
  return out;
}

/// The sum of the open amounts of its opportunities; `amount_of(pursuit)` in the reporting
/// currency.
template <class AmountOf>
[[nodiscard]] std::int64_t value_of(const Conflict& conflict, const AmountOf& amount_of) {
  std::int64_t out = 0;
  for (const Conflict::Member& member : conflict.members) {
    if (member.pursuit.type == MemberType::opportunity) {
      out += amount_of(member.pursuit);
    }
  }
  return out;
}

}  // namespace opportune
