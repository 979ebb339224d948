// coverage_gap: a global group is pursued without a global account manager, or in a market without
// a key account manager there.
#pragma once

#include <map>
#include <optional>

#include "opportune/conflict/kind.hpp"
#include "opportune/process/team.hpp"

namespace opportune {

struct CoverageGap {
  static constexpr std::string_view name = "coverage_gap";
  using reads = Reads<>;
  /// Its members are the group, which comes first, and its parts; not what is pursued there.
  static constexpr bool of_group = true;

  /// Somebody has to be named; the deal can go on meanwhile.
  static KindPolicy defaults(const Milestones&) { return {Severity::warning, Severity::warning}; }
  static void relate(const GroupView& group, const Policy&, KindRelation& out) {
    if (group.opportunities().empty() || !group.global()) {
      return;
    }
    const Book& book = group.book();
    std::map<std::uint32_t, Date> markets;  // since the first that is open there
    Date first = group.opportunities().front().opened;
    for (const Member& opportunity : group.opportunities()) {
      first = std::min(first, opportunity.opened);
      if (opportunity.market != no_row) {
        Date& since = markets.try_emplace(opportunity.market, opportunity.opened).first->second;
        since = std::min(since, opportunity.opened);
      }
    }
    std::erase_if(markets, [&](const auto& entry) {
      return has_role(group, "key_account_manager", entry.first);
    });
    const bool is_managed = managed(group);
    if (is_managed && markets.empty()) {
      return;
    }
    const std::uint32_t whole = out.next();
    out.add_own(group_member(group)).begin = start_of_day(first);
    if (!is_managed) {
      out.relate(whole, whole);
    }
    for (const auto& [market, since] : markets) {
      Member member = member_of(book.get<Market>(), MemberType::market, market);
      member.market = market;
      const std::uint32_t node = out.next();
      out.add_own(member).begin = start_of_day(since);
      out.relate(whole, node);
    }
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    const Member& market = a.type == MemberType::market ? a : b;
    return market.type == MemberType::market
               ? Message{"coverage_gap.evidence.market",
                         {facts::group_name(group), {"market", std::string(market.id)}}}
               : Message{"coverage_gap.evidence.group", {facts::group_name(group)}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    const bool manager = managed(conflict.group());
    const bool markets = conflict.count(MemberType::market) > 0;
    return {manager   ? "coverage_gap.markets"
            : markets ? "coverage_gap.both"
                      : "coverage_gap.group",
            {facts::group_name(conflict.group()), conflict.of("markets", MemberType::market)}};
  }

 private:
  /// Does somebody on the global account team have the role, for the market where one is asked?
  static bool has_role(const GroupView& group, std::string_view role,
                       std::optional<std::uint32_t> market = {}) {
    bool out = false;
    each_with_role(group.book(), group.root(), group.as_of().day(), role, market,
                   [&](std::uint32_t) { out = true; });
    return out;
  }
  static bool managed(const GroupView& group) { return has_role(group, "global_account_manager"); }
  static Member group_member(const GroupView& group) {
    Member out = member_of(group.book().get<Account>(), MemberType::group, group.root());
    out.account = group.root();
    return out;
  }
};

}  // namespace opportune
