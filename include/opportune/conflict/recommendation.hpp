// Who should lead: rules of engagement in the policy's order; the first that singles out one person
// wins.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "opportune/conflict/conflict.hpp"
#include "opportune/conflict/covered.hpp"
#include "opportune/model/member_records.hpp"
#include "opportune/process/team.hpp"

namespace opportune {

struct Recommendation {
  std::uint32_t person = no_row;
  std::string_view rule;  ///< that singled the person out; empty where none did
  MessageList told;       ///< who should lead by which rule, and what tied on the way
};

namespace detail {

using People = std::set<std::uint32_t>;

inline void add_person(People& people, std::uint32_t person) {
  if (person != no_row) {
    people.insert(person);
  }
}

/// The holders of claims in force that cover one of the pursuits.
inline People claim_holders(const GroupView& group, const Conflict& conflict) {
  People out;
  const Book& book = group.book();
  for (const ConflictMember& member : conflict.members) {
    const Member& pursuit = member.record;
    if (pursuit.type != MemberType::opportunity && pursuit.type != MemberType::lead) {
      continue;
    }
    group.upwards(pursuit.account, group.as_of().day(), [&](std::uint32_t account) {
      book.links().claims_of_account.each(account, [&](std::uint32_t claim) {
        if (claim_in_force(book, claim, group.as_of().day()) &&
            claim_is_for(book, claim, pursuit)) {
          add_person(out, book.get<Claim>().get<"person">()[claim]);
        }
      });
    });
  }
  return out;
}

/// The owners of the agreements that are members, or that members name.
inline People agreement_owners(const GroupView& group, const Conflict& conflict) {
  People out;
  for (const ConflictMember& member : conflict.members) {
    const std::uint32_t agreement =
        member.record.type == MemberType::agreement ? member.record.row : member.record.agreement;
    if (agreement != no_row) {
      add_person(out, group.book().get<Agreement>().get<"owner">()[agreement]);
    }
  }
  return out;
}

/// The owners of the members' accounts; of an agreement that of the account for which it is signed.
inline People account_owners(const GroupView& group, const Conflict& conflict) {
  People out;
  for (const ConflictMember& member : conflict.members) {
    const Member& record = member.record;
    const std::uint32_t account = record.row == no_row
                                      ? record.account
                                      : account_of_member(group.book(), record.type, record.row);
    if (account != no_row) {
      add_person(out, group.book().get<Account>().get<"owner">()[account]);
    }
  }
  return out;
}

/// The people with this role on the global account team, for one of the members' markets or for
/// all.
inline People team_people(const GroupView& group, const Conflict& conflict, std::string_view role) {
  std::set<std::uint32_t> markets;
  for (const ConflictMember& member : conflict.members) {
    markets.insert(member.record.market);
  }
  People out;
  for (const std::uint32_t market : markets) {
    each_with_role(group.book(), group.root(), group.as_of().day(), role, market,
                   [&](std::uint32_t person) { add_person(out, person); });
  }
  return out;
}

/// The owners of the open opportunities for which key(opportunity) is the largest.
template <class Key>
People owners_of_largest(const Conflict& conflict, const Key& key) {
  People out;
  bool any = false;
  std::int64_t largest = 0;
  for (const ConflictMember& member : conflict.members) {
    if (!member.record.open_opportunity() || member.record.owner == no_row) {
      continue;
    }
    const std::int64_t value = key(member.record);
    if (!any || value > largest) {
      out.clear();
      largest = value;
      any = true;
    }
    if (value == largest) {
      out.insert(member.record.owner);
    }
  }
  return out;
}

struct EngagementRule {
  std::string_view name;
  std::string_view message;  ///< whom it singles out, in words
  People (*people)(const GroupView&, const Conflict&);
};

}  // namespace detail

/// All rules, in the order of the default policy. Adding one: its line here.
inline constexpr std::array<detail::EngagementRule, 8> engagement_rules{{
    {"claim", "rule.claim", detail::claim_holders},
    {"agreement_owner", "rule.agreement_owner", detail::agreement_owners},
    {"global_account_manager", "rule.global_account_manager",
     [](const GroupView& group, const Conflict& conflict) {
       return detail::team_people(group, conflict, "global_account_manager");
     }},
    {"account_owner", "rule.account_owner", detail::account_owners},
    {"key_account_manager", "rule.key_account_manager",
     [](const GroupView& group, const Conflict& conflict) {
       return detail::team_people(group, conflict, "key_account_manager");
     }},
    {"most_advanced", "rule.most_advanced",
     [](const GroupView& group, const Conflict& conflict) {
       return detail::owners_of_largest(conflict, [&](const Member& opportunity) {
         return std::int64_t{group.book().stages()[opportunity.stage].milestone};
       });
     }},
    {"first_opened", "rule.first_opened",
     [](const GroupView&, const Conflict& conflict) {
       return detail::owners_of_largest(conflict, [](const Member& opportunity) {
         return -std::int64_t{opportunity.opened.days};
       });
     }},
    {"largest_amount", "rule.largest_amount",
     [](const GroupView& group, const Conflict& conflict) {
       return detail::owners_of_largest(
           conflict, [&](const Member& opportunity) { return group.amount(opportunity); });
     }},
}};

[[nodiscard]] inline Recommendation recommend(const GroupView& group, const Policy& policy,
                                              const Conflict& conflict) {
  constexpr std::size_t shown = 5;
  Recommendation out;
  MessageList ties;
  const auto told = [](const detail::EngagementRule& rule) {
    return Argument{"rule", MessageList{{rule.message, {}}}};
  };
  for (const std::string& name : policy.recommendation) {
    const auto rule = std::find_if(engagement_rules.begin(), engagement_rules.end(),
                                   [&](const auto& known) { return known.name == name; });
    if (rule == engagement_rules.end()) {
      continue;  // a policy names none other
    }
    const detail::People people = rule->people(group, conflict);
    if (people.size() == 1) {
      out.person = *people.begin();
      out.rule = rule->name;
      out.told.push_back(
          {"recommendation", {{"person", facts::id<Person>(group, out.person)}, told(*rule)}});
      break;
    }
    if (people.size() > 1) {
      std::set<std::string> ids;
      for (const std::uint32_t person : people) {
        ids.insert(facts::id<Person>(group, person));
      }
      MessageList named;
      for (const std::string& id : ids) {
        if (named.size() < shown) {
          named.push_back({"person", {{"id", id}}});
        }
      }
      if (ids.size() > shown) {
        named.push_back({"list.more", {{"count", static_cast<std::int64_t>(ids.size() - shown)}}});
      }
      ties.push_back({"recommendation.tied", {told(*rule), {"people", std::move(named)}}});
    }
  }
  if (out.person == no_row && !ties.empty()) {
    out.told.push_back({"recommendation.none", {}});
  }
  out.told.insert(out.told.end(), ties.begin(), ties.end());
  return out;
}

}  // namespace opportune
