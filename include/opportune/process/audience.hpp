// A campaign's audience, before it is mailed: whom marketing would leave out, and by whose
// opportunity. So that a stage that suppresses too much is seen before it is switched on.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

/// What is to be sent, and to whom. Each account and kind counts once.
struct AudienceQuery {
  /// A kind of marketing activity. Needed, unless a campaign is named: then only what it has of
  /// this kind, or all of it. A kind that no stage names is only suppressed by `*`.
  std::string kind;
  /// The audience is the accounts of this campaign's marketing activities (planned, active or
  /// paused, and not ended), each for the activity's kind. Empty: the accounts that are given, or
  /// all.
  std::string campaign;
  std::vector<std::string> markets;  ///< only accounts in these markets' subtrees; empty: all
  /// A policy as JSON (docs/policy.md) to try out: its `suppression`. Empty: the workspace's.
  std::string policy;
  Instant as_of;             ///< empty: now
  bool with_cuts = false;    ///< also fill `cuts`, ...
  std::size_t limit = 1000;  ///< ... with so many opportunities for one account and kind, by id
};

struct AudienceTables {
  /// By account and kind: account, group, market, kind, allowed, opportunities (how many suppress
  /// it), opportunity (the first of them by id), stage, opportunity_account.
  std::shared_ptr<Table> accounts;
  /// By market (of the account; null: none): market, audience, cut, share.
  std::shared_ptr<Table> markets;
  /// The opportunities that cut, those that cut most first: opportunity, account, market, owner,
  /// process, stage, cut (how many it cuts), alone (those that nothing else cuts).
  std::shared_ptr<Table> opportunities;
  /// account, kind, opportunity, stage, opportunity_account; nothing unless asked for.
  std::shared_ptr<Table> cuts;
};

}  // namespace opportune
