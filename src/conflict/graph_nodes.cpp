// Who is in a group's conflict graph: what is in force in the group and what is in its conflicts,
// as many as the limit lets in.
#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "conflict/graph_parts.hpp"
#include "opportune/conflict/covered.hpp"
#include "opportune/model/member_records.hpp"

namespace opportune {
namespace {

Member account_member(const Book& book, std::uint32_t account) {
  Member out = member_of(book.get<Account>(), MemberType::account, account);
  out.account = account;
  return out;
}

class Candidates {
 public:
  Candidates(const GroupView& group, const std::vector<Reported>& conflicts) : group_(group) {
    gather();
    for (std::uint32_t number = 0; number < conflicts.size(); ++number) {
      for (const ConflictMember& member : conflicts[number].conflict.members) {
        list_[add(member.record)].conflicts.push_back(number);
      }
    }
  }
  /// Chooses up to `limit`, and counts by type what is left.
  void choose(std::size_t limit, GraphParts& parts) {
    std::vector<std::uint32_t> order(list_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return weight(list_[a]) < weight(list_[b]);
    });
    chosen_.assign(list_.size(), false);
    for (const std::uint32_t candidate : order) {
      const std::vector<std::uint32_t> together = with_owners(candidate);
      if (parts.nodes.size() + together.size() <= limit) {
        for (const std::uint32_t one : together) {
          chosen_[one] = true;
          parts.nodes.push_back(list_[one]);
        }
      }
    }
    for (std::size_t i = 0; i < list_.size(); ++i) {
      parts.left_out[static_cast<std::size_t>(list_[i].record.type)] += chosen_[i] ? 0U : 1U;
    }
  }

 private:
  std::uint32_t add(const Member& record) {
    const auto [at, is_new] = place_.try_emplace(node_key(record.type, record.row),
                                                 static_cast<std::uint32_t>(list_.size()));
    if (is_new) {
      GraphNode& node = list_.emplace_back();
      node.record = record;
      node.account = account_of_member(group_.book(), record.type, record.row);
      if (record.type == MemberType::opportunity &&
          group_.as_of().amount(record.row) != no_amount) {
        node.amount_minor = group_.amount(record);
      }
    }
    return at->second;
  }
  void gather() {
    const Book& book = group_.book();
    const Date day = group_.as_of().day();
    for (const std::uint32_t account : group_.accounts()) {
      add(account_member(book, account));
    }
    for (const Member& opportunity : group_.opportunities()) {
      add(opportunity);
      if (opportunity.agreement != no_row) {
        add(group_.agreement(opportunity.agreement));
      }
    }
    for (const Member& lead : group_.leads()) {
      add(lead);
    }
    for (const Member& agreement : group_.agreements()) {
      if (agreement_valid(book, agreement.row, day)) {
        add(agreement);
      }
    }
    for (const Member& claim : group_.claims()) {
      if (claim_in_force(book, claim.row, day)) {
        add(claim);
      }
    }
    for (const Member& activity : group_.activities()) {
      constexpr std::uint8_t active = 1;
      const Date end = facts::end_of(group_, activity);
      if (facts::status_of(group_, activity) <= active && !(end.has_value() && end < day)) {
        add(activity);
      }
    }
  }
  /// In conflict first, the gravest before the others; then by amount, then those of few before
  /// those of many.
  using Weight = std::tuple<std::uint32_t, std::int64_t, std::uint8_t, std::string_view>;
  static Weight weight(const GraphNode& node) {
    constexpr std::array<std::uint8_t, member_types.size()> rank{9, 8, 1, 2, 0, 4, 5, 3, 6, 7};
    return {node.conflicts.empty() ? no_row : node.conflicts.front(),
            -node.amount_minor.value_or(0), rank[static_cast<std::size_t>(node.record.type)],
            node.record.id};
  }
  /// A candidate and the accounts that own it, as far as they are not chosen yet.
  [[nodiscard]] std::vector<std::uint32_t> with_owners(std::uint32_t candidate) const {
    std::vector<std::uint32_t> out;
    if (!chosen_[candidate]) {
      out.push_back(candidate);
    }
    const std::uint32_t account = list_[candidate].account;
    if (account == no_row || !group_.has(account)) {
      return out;  // of no group, or of another
    }
    group_.upwards(account, group_.as_of().day(), [&](std::uint32_t up) {
      const std::uint32_t owner = place_.at(node_key(MemberType::account, up));
      if (!chosen_[owner] && owner != candidate) {
        out.push_back(owner);
      }
    });
    return out;
  }

  const GroupView& group_;
  std::vector<GraphNode> list_;
  std::unordered_map<std::uint64_t, std::uint32_t> place_;  // in list_
  std::vector<bool> chosen_;
};

}  // namespace

void choose_nodes(const GroupView& group, std::size_t limit, GraphParts& parts) {
  Candidates(group, parts.conflicts).choose(limit, parts);
  std::sort(parts.nodes.begin(), parts.nodes.end(), [](const GraphNode& a, const GraphNode& b) {
    return std::tie(a.record.type, a.record.id) < std::tie(b.record.type, b.record.id);
  });
}

std::string_view name_of(const Book& book, const Member& record) {
  return with_records(book, record.type, [&](const auto& store) {
    return std::string_view(store.template get<"name">()[record.row]);
  });
}

std::string country_of(const Book& book, const GraphNode& node) {
  const bool itself = node.record.type == MemberType::market;
  const std::uint32_t market = itself ? node.record.row
                               : node.account == no_row
                                   ? no_row
                                   : book.get<Account>().get<"market">()[node.account];
  const std::uint16_t code =
      market == no_row ? std::uint16_t{0} : book.of_market<"country">(market);
  return code == 0 ? std::string()
                   : std::string{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
}

std::string_view milestone_name(const GroupView& group, const Member& record) {
  return record.type == MemberType::opportunity
             ? std::string_view(group.book().stages().milestone_of(group.as_of().stage(record.row)))
             : std::string_view();
}

std::string_view standing_of(const GroupView& group, const GraphNode& node) {
  const auto said = [](bool customer) { return customer ? "customer" : "prospect"; };
  if (node.record.type == MemberType::group) {
    return said(!group.prospect());
  }
  if (node.record.type != MemberType::account) {
    return {};
  }
  const Date since = group.book().get<Account>().get<"customer_since">()[node.record.row];
  return said(since.has_value() && since <= group.as_of().day());
}

}  // namespace opportune
