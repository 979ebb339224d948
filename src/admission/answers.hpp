// What a decision says beside its conflicts.
#pragma once

#include "opportune/admission/decision.hpp"
#include "opportune/conflict/group_view.hpp"
#include "opportune/conflict/policy.hpp"
#include "opportune/core/message.hpp"

namespace opportune {

/// A draft, and when it counts.
struct Drafted {
  const Member& member;  ///< a new one (row: no_row) has its terms
  /// It can be in a conflict at the instant: opened by then, active, marketing, ...
  bool stands = false;
  /// Something is ahead of it: it is not closed, nor done.
  bool live = false;
  /// Of a draft of what is stored: the Book as it is.
  const AsOf* before = nullptr;
};

/// Fills in all but the verdict and the conflicts. `group`: the draft's, with it or without.
void add_answers(const GroupView& group, const Drafted& draft, const Policy& policy,
                 const Catalogue& catalogue, Decision& out);

}  // namespace opportune
