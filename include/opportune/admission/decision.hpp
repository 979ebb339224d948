// Drafts (what is about to be saved) and the decision on them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "opportune/conflict/severity.hpp"
#include "opportune/core/calendar.hpp"
#include "opportune/process/advance.hpp"

namespace opportune {

enum class Verdict : std::uint8_t { allow, warn, block };

[[nodiscard]] constexpr const char* to_string(Verdict verdict) noexcept {
  constexpr const char* names[] = {"allow", "warn", "block"};
  return names[static_cast<unsigned>(verdict)];
}

/// A conflict that saving the draft would open, or join and so change.
struct PredictedConflict {
  std::string id;  ///< as it would be after saving
  std::string kind;
  Severity severity = Severity::info;
  std::string group;
  bool opens = true;        ///< false: it stands already, and the draft would join it
  std::uint64_t pairs = 0;  ///< related pairs that the draft adds
  Instant since;
  std::int64_t value_minor = 0;
  std::string currency;
  /// Members that the draft itself would be related to (at most 100, first come first).
  struct Member {
    std::string type;
    std::string id;
    std::string market;
    std::string owner;
    Instant since;
    std::string evidence;
  };
  std::vector<Member> related;
  std::string explanation;
};

/// Which process a draft should run, and which it does.
struct DraftProcess {
  /// The process that applies to it: its id, or `standard`. A lead's: what it would run as an
  /// opportunity of no kind. Empty: an activity runs none.
  std::string applies;
  std::string runs;       ///< what it runs, likewise; empty: it is no opportunity
  bool mismatch = false;  ///< it runs another than the one of the organisation's that applies
};

/// An open opportunity whose stage suppresses a draft activity.
struct Suppressor {
  std::string opportunity;
  std::string stage;
  std::string account;  ///< the opportunity's
};

/// The answer to check(): a value, never an exception.
///
/// What is said beside the conflicts is as of the same instant, and does not alter the verdict. Of
/// what is closed (won, lost, qualified, done, ...) nothing is ahead: no requirements, nobody to
/// take part, nothing that pauses.
struct Decision {
  Verdict verdict = Verdict::allow;
  std::string group;  ///< id of the root account of the draft's group
  std::vector<PredictedConflict> conflicts;

  /// Of an opportunity or a lead.
  DraftProcess process;
  /// Those that cover it, by id; of an opportunity or a lead.
  std::vector<AgreementTerms> agreements;
  /// All that the law asks of it before it is won, by milestone, then id; of an opportunity or a
  /// lead. Those of a stored opportunity may be fulfilled.
  std::vector<LegalRequirement> requirements;
  /// As a checklist names them; at a global group also of a lead or an activity.
  std::vector<Participant> people;
  /// The planned and running marketing that saving an opportunity would pause: its stage suppresses
  /// it, and that in which it is stored (if it is) does not already. By id.
  std::vector<ActivityEffect> paused;
  /// Of a marketing activity that is planned, runs or is paused: what holds it back, by id.
  std::vector<Suppressor> suppressed_by;
};

}  // namespace opportune
