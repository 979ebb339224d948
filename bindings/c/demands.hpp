// What a stage asks for, who has to take part, and what follows of a move, as C sees it.
#pragma once

#include "arguments.hpp"
#include "issues.hpp"
#include "opportune/process/advance.hpp"
#include "opportune/process/guard.hpp"

namespace opportune::c {

/// Writes demand `index` of a list. Borrows from it.
inline void demand_out(const std::vector<ExitItem>& demands, std::size_t index,
                       opp_demand* demand) {
  constexpr std::size_t least = offsetof(opp_demand, text) + sizeof(opp_str);
  opp_demand& place = struct_place(demand, least, "demand");
  const ExitItem& found = item(demands, index, "demand");
  struct_out(place, opp_demand{0, text_out(to_string(found.kind)), text_out(found.what),
                               found.needed, found.present, text_out(found.text)});
}

/// Writes effect `index` of a list. Borrows from it.
inline void activity_out(const std::vector<ActivityEffect>& effects, std::size_t index,
                         opp_activity_effect* activity) {
  constexpr std::size_t least = offsetof(opp_activity_effect, account) + sizeof(opp_str);
  opp_activity_effect& place = struct_place(activity, least, "activity");
  const ActivityEffect& effect = item(effects, index, "activity");
  struct_out(place, opp_activity_effect{0, text_out(effect.activity), text_out(effect.kind),
                                        text_out(effect.account)});
}

/// Writes participant `index` of a list. Borrows from it.
inline void participant_out(const std::vector<Participant>& people, std::size_t index,
                            opp_participant* participant) {
  constexpr std::size_t least = offsetof(opp_participant, why) + sizeof(opp_str);
  opp_participant& place = struct_place(participant, least, "participant");
  const Participant& found = item(people, index, "participant");
  struct_out(place,
             opp_participant{0, text_out(found.role), text_out(found.person), text_out(found.why)});
}

}  // namespace opportune::c
