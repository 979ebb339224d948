// Moving an opportunity to another stage, and what is said about it before.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/core/table.hpp"
#include "opportune/process/guard.hpp"
#include "opportune/process/people.hpp"

namespace opportune {

/// Who may force a move although something is missing, and what may be missing then.
struct ForcePolicy {
  std::vector<std::string> roles = {"sales_manager", "global_account_manager"};
  /// The law is not forced, nor a way that the process does not have.
  std::vector<DemandKind> demands = {DemandKind::activity, DemandKind::field, DemandKind::role,
                                     DemandKind::approval};
};

/// A move that is asked for.
struct AdvanceRequest {
  std::string opportunity;
  std::string to;      ///< id of a stage of the version that the opportunity stands in
  Instant at;          ///< empty: now. Not before the opportunity's latest stage change
  std::string by;      ///< a person; may be empty, unless the move is forced
  bool force = false;  ///< move although something is missing, as far as the policy allows
  std::string reason;  ///< needed where forced; kept in the history
};

/// A marketing activity that has to pause, or may go on.
struct ActivityEffect {
  std::string activity;
  std::string kind;
  std::string account;
};

/// A conflict that came or went by a move.
struct ConflictEffect {
  std::string id;
  std::string kind;
  std::string severity;
  std::string explanation;
};

/// What came of it: a value, also where the answer is no.
struct TransitionResult {
  bool done = false;
  std::string opportunity;
  std::string process;  ///< id, or `standard`
  std::uint32_t version = 1;
  std::string from, to;
  Instant at;
  /// What was missing: why it was refused; where it was forced, over what.
  std::vector<ExitItem> missing;
  std::string refusal;  ///< why a force did not help; else empty
  bool forced = false;
  bool customer = false;  ///< the account became a customer by it
  std::vector<ActivityEffect> pause, resume;
  std::vector<ConflictEffect> opened, closed;
};

/// What came of a table of moves.
struct TransitionTables {
  /// A row for each move: opportunity, done, process, version, from, to, at, forced, customer,
  /// refusal.
  std::shared_ptr<Table> transitions;
  /// row (of the move, from 0), opportunity, kind, what, needed, present, text.
  std::shared_ptr<Table> missing;
  /// row, opportunity, effect (pause or resume), activity, kind, account.
  std::shared_ptr<Table> activities;
  /// row, opportunity, effect (opened or closed), id, kind, severity, explanation.
  std::shared_ptr<Table> conflicts;
};

/// The answer to checklist(): what is done and missing on the way to each next stage.
struct Checklist {
  std::string opportunity;
  std::string process;
  std::uint32_t version = 1;
  std::string applies;  ///< the process that applies; differs where another should have been run
  std::string stage, stage_name, milestone;
  Instant since;               ///< when it entered the stage; its opening where no history says
  std::int32_t days = 0;       ///< in the stage, as max_days counts them
  std::int32_t max_days = -1;  ///< -1: no limit
  bool overdue = false;
  DaysUnit days_unit = DaysUnit::calendar;  ///< of days and max_days
  struct Way {
    std::string to, name, milestone;
    bool forward = false;
    std::vector<ExitItem> demands;  ///< met and not
    bool open = true;               ///< nothing is missing
  };
  std::vector<Way> ways;                   ///< in the order of the stages
  std::vector<Participant> people;         ///< who must take part; of a closed one nobody
  std::vector<AgreementTerms> agreements;  ///< that cover it, by id
  std::vector<ActivityEffect> paused;      ///< marketing that its present stage suppresses
  std::vector<ConflictEffect> conflicts;
};

}  // namespace opportune
