// The decision on a draft: its conflicts, and what is said beside them.
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

/// What saving the draft brings. `after`: its group, with it where it stands. `before`: a view that
/// looks at the group of this root as it is, once that is asked for.
[[nodiscard]] Decision decide(GroupView& before, std::uint32_t root, const GroupView& after,
                              const Drafted& draft, const Policy& policy,
                              const Catalogue& catalogue);

}  // namespace opportune
