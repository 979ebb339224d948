// What the relations between an opportunity and an agreement, a claim, a process or a requirement
// share: which covers which, and pairs gathered into blocks around what many opportunities share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "opportune/conflict/facts.hpp"
#include "opportune/conflict/kind_relation.hpp"
#include "opportune/process/covers.hpp"

namespace opportune {

[[nodiscard]] inline Business business_of(const Member& opportunity) {
  return {opportunity.account, opportunity.market, opportunity.product_rows()};
}

/// Calls visit(agreement) for each agreement that covers the opportunity on the day, and whose
/// account is in the group now.
template <class Visit>
void each_covering(const GroupView& group, const Member& opportunity, Date day, Visit&& visit) {
  const Book& book = group.book();
  const Business business = business_of(opportunity);
  group.upwards(opportunity.account, day, [&](std::uint32_t account) {
    if (day != group.as_of().day() && !group.has(account)) {
      return;
    }
    each_covering_of(book, account, day, business, visit);
  });
}

/// Is the opportunity's account in the subtree of another, as of the view's day?
[[nodiscard]] inline bool below(const GroupView& group, std::uint32_t account,
                                std::uint32_t above) {
  bool out = false;
  group.upwards(account, group.as_of().day(), [&](std::uint32_t up) { out = out || up == above; });
  return out;
}

/// What an agreement is for, in words.
[[nodiscard]] inline Message coverage_evidence(const GroupView& group, std::uint32_t agreement) {
  const Store<Agreement>& store = group.book().get<Agreement>();
  return {"agreement.coverage",
          {{"agreement", std::string(store.id(agreement))},
           {"account", facts::id<Account>(group, store.get<"account">()[agreement])},
           facts::span("valid", store.get<"valid_from">()[agreement],
                       store.get<"valid_to">()[agreement])}};
}

[[nodiscard]] inline bool claim_in_force(const Book& book, std::uint32_t claim, Date day) {
  const Date until = book.get<Claim>().get<"until">()[claim];
  return book.get<Claim>().get<"from">()[claim] <= day && !(until.has_value() && until < day);
}
/// Its markets hold the pursuit's, and their products overlap.
[[nodiscard]] inline bool claim_is_for(const Book& book, std::uint32_t claim,
                                       const Member& pursuit) {
  const Store<Claim>& claims = book.get<Claim>();
  return holds_market(book.markets(), claims.get<"markets">().members(claim), pursuit.market) &&
         products_overlap(book.products(), claims.get<"products">().members(claim),
                          pursuit.product_rows());
}

/// Gathers pairs of members with hubs (agreements, claims, processes, requirements), each pair
/// once. Members outlive it.
class HubBlocks {
 public:
  HubBlocks(const GroupView& group, KindRelation& out) : group_(group), out_(out) {}

  void relate(const Member& member, MemberType hub, std::uint32_t row) {
    edges_.push_back({hub, row, &member, Instant{}});
  }
  /// A pair that began at an instant of its own.
  void relate(const Member& member, MemberType hub, std::uint32_t row, Instant since) {
    edges_.push_back({hub, row, &member, since});
  }
  void finish() {
    std::stable_sort(edges_.begin(), edges_.end(), [](const Edge& a, const Edge& b) {
      return std::tie(a.hub, a.row) < std::tie(b.hub, b.row);
    });
    std::vector<std::uint32_t> around;
    for (auto first = edges_.begin(); first != edges_.end();) {
      const auto last = std::find_if(first, edges_.end(), [&](const Edge& edge) {
        return edge.hub != first->hub || edge.row != first->row;
      });
      around.clear();
      const std::uint32_t hub = hub_node(*first);
      for (; first != last; ++first) {
        const std::uint32_t node = member_node(*first);
        if (first->since.has_value()) {
          out_.relate(hub, node, first->since);
        } else {
          around.push_back(node);
        }
      }
      out_.relate(Blocks::Nodes(&hub, 1), around);
    }
  }

 private:
  struct Edge {
    MemberType hub;
    std::uint32_t row;
    const Member* member;
    Instant since;
  };

  std::uint32_t hub_node(const Edge& edge) {
    const auto [at, is_new] = nodes_.try_emplace({edge.hub, edge.row}, out_.next());
    if (is_new) {
      out_.add_own(hub_member(edge));
    }
    return at->second;
  }
  std::uint32_t member_node(const Edge& edge) {
    const auto [at, is_new] =
        nodes_.try_emplace({edge.member->type, edge.member->row}, out_.next());
    if (is_new) {
      Node& node = out_.add(*edge.member);
      node.by_pairs = edge.since.has_value();
      node.begin = node.by_pairs ? edge.since : start_of_day(edge.member->opened);
    } else if (edge.since.has_value()) {
      Instant& begin = out_.node(at->second).begin;
      begin = std::min(begin, edge.since);
    }
    return at->second;
  }
  [[nodiscard]] Member hub_member(const Edge& edge) const {
    const Book& book = group_.book();
    Member out;
    switch (edge.hub) {
      case MemberType::agreement:
        return group_.agreement(edge.row);
      case MemberType::claim:
        for (const Member& claim : group_.claims()) {
          if (claim.row == edge.row) {
            return claim;
          }
        }
        break;
      case MemberType::process:
        out.id = book.get<Process>().id(edge.row);
        break;
      default:
        out.id = book.get<Requirement>().id(edge.row);
    }
    out.type = edge.hub;
    out.row = edge.row;
    return out;
  }

  const GroupView& group_;
  KindRelation& out_;
  std::vector<Edge> edges_;
  std::map<std::pair<MemberType, std::uint32_t>, std::uint32_t> nodes_;
};

}  // namespace opportune
