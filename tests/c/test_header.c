/* The header in C99, twice, beside another copy of the Arrow structures. */
#include "opportune/io/arrow_abi.hpp"
/* The header itself, after that copy. */
#include "harness.h"
#include "opportune/c/opportune.h"

int main(void) {
  const opp_config config = OPP_CONFIG_INIT;
  const opp_issue issue = OPP_ISSUE_INIT;
  const opp_load_options load_options = OPP_LOAD_OPTIONS_INIT;
  const opp_load_info load_info = OPP_LOAD_INFO_INIT;
  const opp_loaded_table loaded_table = OPP_LOADED_TABLE_INIT;
  const opp_check check = OPP_CHECK_INIT;
  const opp_decision_info decision_info = OPP_DECISION_INFO_INIT;
  const opp_predicted_conflict conflict = OPP_PREDICTED_CONFLICT_INIT;
  const opp_related related = OPP_RELATED_INIT;
  const opp_advance advance = OPP_ADVANCE_INIT;
  const opp_transition transition = OPP_TRANSITION_INIT;
  const opp_demand demand = OPP_DEMAND_INIT;
  const opp_activity_effect activity_effect = OPP_ACTIVITY_EFFECT_INIT;
  const opp_checklist_info checklist_info = OPP_CHECKLIST_INFO_INIT;
  const opp_way way = OPP_WAY_INIT;
  const opp_participant participant = OPP_PARTICIPANT_INIT;
  const opp_conflict_query conflict_query = OPP_CONFLICT_QUERY_INIT;
  const opp_measure_query measure_query = OPP_MEASURE_QUERY_INIT;
  EXPECT(config.struct_size == sizeof config);
  EXPECT(issue.struct_size == sizeof issue);
  EXPECT(load_options.struct_size == sizeof load_options);
  EXPECT(load_info.struct_size == sizeof load_info);
  EXPECT(loaded_table.struct_size == sizeof loaded_table);
  EXPECT(check.struct_size == sizeof check);
  EXPECT(decision_info.struct_size == sizeof decision_info);
  EXPECT(conflict.struct_size == sizeof conflict);
  EXPECT(related.struct_size == sizeof related);
  EXPECT(advance.struct_size == sizeof advance);
  EXPECT(transition.struct_size == sizeof transition);
  EXPECT(demand.struct_size == sizeof demand);
  EXPECT(activity_effect.struct_size == sizeof activity_effect);
  EXPECT(checklist_info.struct_size == sizeof checklist_info);
  EXPECT(way.struct_size == sizeof way);
  EXPECT(participant.struct_size == sizeof participant);
  EXPECT(conflict_query.struct_size == sizeof conflict_query);
  EXPECT(measure_query.struct_size == sizeof measure_query);
  return harness_finish();
}
