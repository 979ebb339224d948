// A group's conflict graph: who is in it, what relates them, and what conflicts
// (docs/conflict-graph.md).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

struct ConflictGraphQuery {
  /// The id of any account of the group.
  std::string group;
  /// The instant that is asked about; empty: now. For a date use end_of_day(date).
  Instant as_of;
  /// Names of kinds; empty: all that the policy has not switched off.
  std::vector<std::string> kinds;
  /// A policy as JSON (docs/policy.md) for this question; empty: the workspace's.
  std::string policy;
  /// Of evidence and drawing, ISO 639-1: en, sv; empty: en.
  std::string language;
  /// At most so many nodes, 1 or more: those in conflict first, the gravest before the others, then
  /// those of the largest amounts; each with the accounts that own it.
  std::size_t node_limit = 60;
  /// At most so many related pairs of one conflict among the edges.
  std::size_t pair_limit = 10'000;
};

struct ConflictGraph {
  /// By type and id: type (account, activity, agreement, claim, group, lead, market, opportunity,
  /// process, requirement), id, label (its name, else its id), account (that it belongs to; an
  /// account's: itself), country (of that account, ISO 3166-1; of a market: its own), market,
  /// owner, amount_minor (of opportunities), currency (the reporting one), milestone (of
  /// opportunities), conflicts (list of ids, the gravest first), standing (of accounts and the
  /// group: prospect or customer). There are the group's accounts, its open opportunities and
  /// active leads, its agreements and claims in force, its marketing that is planned or active, and
  /// whatever else is in one of its conflicts.
  std::shared_ptr<Table> nodes;
  /// from_type, from_id, to_type, to_id, relation (belongs_to, owned_by, names, covers, or a kind
  /// of conflict), conflict (its id), severity, since (instant; of owned_by: the day from which,
  /// where ownership is dated), evidence. Those of conflicts come last, the gravest first; their
  /// `from` came first.
  std::shared_ptr<Table> edges;
  /// The same drawn, as text in Graphviz's language DOT. What the limit left out is said in it.
  std::string dot;
};

}  // namespace opportune
