// What relates the nodes of a group's conflict graph.
#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "conflict/graph_parts.hpp"
#include "opportune/conflict/covered.hpp"
#include "opportune/conflict/identity.hpp"

namespace opportune {
namespace {

class Relating {
 public:
  Relating(const GroupView& group, const Policy& policy, std::size_t pair_limit, GraphParts& parts)
      : group_(group), policy_(policy), pair_limit_(pair_limit), parts_(parts) {
    for (std::uint32_t node = 0; node < parts.nodes.size(); ++node) {
      const Member& record = parts.nodes[node].record;
      place_.emplace(node_key(record.type, record.row), node);
    }
  }
  void relate() {
    for (std::uint32_t node = 0; node < parts_.nodes.size(); ++node) {
      relate_records(node);
    }
    std::sort(parts_.edges.begin(), parts_.edges.end(), [](const GraphEdge& a, const GraphEdge& b) {
      return std::tie(a.relation, a.from, a.to) < std::tie(b.relation, b.from, b.to);
    });
    for (std::uint32_t number = 0; number < parts_.conflicts.size(); ++number) {
      relate_members(number);
    }
  }

 private:
  /// no_row: it is none.
  [[nodiscard]] std::uint32_t find(MemberType type, std::uint32_t row) const {
    const auto at = place_.find(node_key(type, row));
    return at == place_.end() ? no_row : at->second;
  }
  [[nodiscard]] std::uint32_t find(const Member& record) const {
    return find(record.type, record.row);
  }
  void add(GraphRelation relation, std::uint32_t from, std::uint32_t to, Instant since = {}) {
    if (from != no_row && to != no_row) {
      parts_.edges.push_back({relation, from, to, no_row, since, {}});
    }
  }

  void relate_records(std::uint32_t node) {
    const GraphNode& is = parts_.nodes[node];
    const std::uint32_t account = find(MemberType::account, is.account);
    switch (is.record.type) {
      case MemberType::account:
        add(GraphRelation::owned_by, node,
            find(MemberType::account, group_.book().ownership().parent(is.account, day())),
            owned_since(is.account));
        break;
      case MemberType::group:
        add(GraphRelation::belongs_to, account, node);
        break;
      case MemberType::opportunity:
        add(GraphRelation::names, node, find(MemberType::agreement, is.record.agreement));
        if (is.record.open_opportunity()) {
          each_covering(group_, is.record, day(), [&](std::uint32_t agreement) {
            add(GraphRelation::covers, find(MemberType::agreement, agreement), node);
          });
        }
        [[fallthrough]];
      default:
        add(GraphRelation::belongs_to, node, account);
    }
  }
  /// The day from which an account's present owner has owned it; empty: since ever.
  [[nodiscard]] Instant owned_since(std::uint32_t account) const {
    Date out;
    if (const Ownership::Links* links = group_.book().ownership().links(account)) {
      for (const Ownership::Link& link : *links) {
        out = link.from <= day() ? link.from : out;
      }
    }
    return start_of_day(out);
  }
  /// The pairs of a conflict among the nodes.
  void relate_members(std::uint32_t number) {
    const Conflict& conflict = parts_.conflicts[number].conflict;
    const auto drawn = [&](const Member& record) { return find(record) != no_row; };
    if (std::none_of(conflict.members.begin(), conflict.members.end(),
                     [&](const ConflictMember& member) { return drawn(member.record); })) {
      return;
    }
    std::size_t count = 0;
    const auto pair = [&](const Member& a, const Member& b, Instant since) {
      parts_.edges.push_back({GraphRelation::conflict, find(a), find(b), number, since,
                              evidence(group_, policy_, conflict.kind, a, b)});
      return ++count < pair_limit_;
    };
    if (conflict_kinds[conflict.kind] == SharedIdentity::name) {
      each_identity_pair(conflict, drawn, pair);
    } else {
      each_pair(group_, policy_, conflict, drawn, pair);
    }
  }
  /// Accounts of different groups, which no one group's relation has.
  template <class Drawn, class Pair>
  void each_identity_pair(const Conflict& conflict, const Drawn& drawn, const Pair& pair) const {
    std::vector<std::uint32_t> accounts;
    for (const ConflictMember& member : conflict.members) {
      if (drawn(member.record)) {
        accounts.push_back(member.record.row);
      }
    }
    KindRelation relation;
    relate_identities(group_, accounts, relation);
    apply_resolutions(group_, SharedIdentity::name, relation);
    for (std::uint32_t node = 0; node < accounts.size(); ++node) {
      for (const KindRelation::Related& other : relation.related_to(node, Forest())) {
        if (other.node > node && !pair(relation.member(node), relation.member(other.node), {})) {
          return;
        }
      }
    }
  }
  [[nodiscard]] Date day() const noexcept { return group_.as_of().day(); }

  const GroupView& group_;
  const Policy& policy_;
  std::size_t pair_limit_;
  GraphParts& parts_;
  std::unordered_map<std::uint64_t, std::uint32_t> place_;  // in the nodes
};

}  // namespace

void relate_nodes(const GroupView& group, const Policy& policy, std::size_t pair_limit,
                  GraphParts& parts) {
  Relating(group, policy, pair_limit, parts).relate();
}

}  // namespace opportune
