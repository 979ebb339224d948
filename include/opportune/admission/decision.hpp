// Drafts (what is about to be saved) and the decision on them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "opportune/conflict/severity.hpp"
#include "opportune/core/calendar.hpp"

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

/// The answer to check(): a value, never an exception.
struct Decision {
  Verdict verdict = Verdict::allow;
  std::string group;  ///< id of the root account of the draft's group
  std::vector<PredictedConflict> conflicts;
};

}  // namespace opportune
