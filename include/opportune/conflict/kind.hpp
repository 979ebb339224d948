// What every kind of conflict is made of. A kind is a struct with
//   name       its name in tables and policies
//   defaults   its severities
//   relate     fills in its members in a group, and which of them are related
//   evidence   the facts that make one pair related
//   sentence   the explanation of a whole conflict
//   reads      (optional) Reads<...>: which of agreements, claims, leads, marketing activities and
//              fulfilments relate() looks at, and whether at deals that were won lately. A clock
//              looks for a kind that does not say on every day on which one of them turns
//   members    (optional) the one type of record that its members are: no draft of another is asked
//              about
// and a line in the list of conflict/kinds.hpp. Its words are in conflict/text/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/conflict/facts.hpp"
#include "opportune/conflict/kind_relation.hpp"
#include "opportune/conflict/policy.hpp"

namespace opportune {

/// A list of record types (see `reads` above).
template <class... Record>
struct Reads {};
/// In the list: deals that were won within the policy's look-back.
struct WonLately {};

}  // namespace opportune
