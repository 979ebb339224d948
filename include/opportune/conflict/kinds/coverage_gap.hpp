// coverage_gap: a global group is pursued without a global account manager, or in a market without
// a key account manager there.
#pragma once

#include <map>

#include "opportune/conflict/kind.hpp"

namespace opportune {

struct CoverageGap {
  static constexpr std::string_view name = "coverage_gap";
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
    const Team team(group);
    std::erase_if(markets, [&](const auto& entry) { return team.keeps(book, entry.first); });
    if (team.global_manager && markets.empty()) {
      return;
    }
    const std::uint32_t whole = out.next();
    out.add_own(group_member(group)).begin = start_of_day(first);
    if (!team.global_manager) {
      out.relate(whole, whole);
    }
    for (const auto& [market, since] : markets) {
      Member member;
      member.type = MemberType::market;
      member.row = member.market = market;
      member.id = book.get<Market>().id(market);
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
    const bool manager = Team(conflict.group()).global_manager;
    const bool markets = conflict.count(MemberType::market) > 0;
    return {manager   ? "coverage_gap.markets"
            : markets ? "coverage_gap.both"
                      : "coverage_gap.group",
            {facts::group_name(conflict.group()), conflict.of("markets", MemberType::market)}};
  }

 private:
  /// What the global account team has.
  struct Team {
    explicit Team(const GroupView& group) {
      const Store<TeamMember>& store = group.book().get<TeamMember>();
      const std::uint32_t global = group.book().symbols().find("global_account_manager");
      const std::uint32_t key = group.book().symbols().find("key_account_manager");
      group.book().links().team_of_account.each(group.root(), [&](std::uint32_t row) {
        const std::uint32_t role = store.get<"role">()[row];
        global_manager = global_manager || (role != no_row && role == global);
        if (role != no_row && role == key) {
          key_markets.push_back(store.get<"market">()[row]);
        }
      });
    }
    [[nodiscard]] bool keeps(const Book& book, std::uint32_t market) const {
      return std::any_of(key_markets.begin(), key_markets.end(), [&](std::uint32_t covers) {
        return covers == no_row || book.markets().covers(covers, market);
      });
    }
    bool global_manager = false;
    std::vector<std::uint32_t> key_markets;
  };
  static Member group_member(const GroupView& group) {
    const Store<Account>& accounts = group.book().get<Account>();
    Member out;
    out.type = MemberType::group;
    out.row = out.account = group.root();
    out.id = accounts.id(group.root());
    out.market = accounts.get<"market">()[group.root()];
    out.owner = accounts.get<"owner">()[group.root()];
    return out;
  }
};

}  // namespace opportune
