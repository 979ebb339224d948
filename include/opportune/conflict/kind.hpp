// What every kind of conflict is made of. A kind is a struct with
//   name       its name in tables and policies
//   defaults   its severities
//   relate     fills in its members in a group, and which of them are related
//   evidence   the facts that make one pair related
//   sentence   the explanation of a whole conflict
// and a line in the list of conflict/kinds.hpp. Its words are in conflict/text/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/conflict/facts.hpp"
#include "opportune/conflict/kind_relation.hpp"
#include "opportune/conflict/policy.hpp"
