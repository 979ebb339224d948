/* The layout of every structure and the value of every constant, compared with the file in the
 * tree. A difference is a break of the interface, unless it is an addition at a structure's end:
 * then write the file anew with `abi_layout --write` and say so in the change. The file is for
 * 64-bit platforms; elsewhere only the constants are compared. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "opportune/c/opportune.h"

static const char layout_file[] = "tests/abi/layout.txt";
static char layout[16384];
static size_t layout_size = 0;

static void line(const char *what, const char *name, long value) {
  const int written =
      snprintf(layout + layout_size, sizeof layout - layout_size, "%s%s %ld\n", what, name, value);
  layout_size += written > 0 ? (size_t)written : 0;
}

#define CONSTANT(name) line("", #name, (long)(name))
#define STRUCT(type) line("sizeof ", #type, (long)sizeof(type))
#define FIELD(type, field) line("  offsetof ", #field, (long)offsetof(type, field))

static void constants(void) {
  CONSTANT(OPP_ABI_VERSION);
  CONSTANT(OPP_OK);
  CONSTANT(OPP_INVALID_HANDLE);
  CONSTANT(OPP_INVALID_ARGUMENT);
  CONSTANT(OPP_INPUT_ERROR);
  CONSTANT(OPP_NOT_FOUND);
  CONSTANT(OPP_STALE);
  CONSTANT(OPP_STORE_ERROR);
  CONSTANT(OPP_ACCESS_DENIED);
  CONSTANT(OPP_OUT_OF_MEMORY);
  CONSTANT(OPP_INTERNAL_ERROR);
  CONSTANT(OPP_ALLOW);
  CONSTANT(OPP_WARN);
  CONSTANT(OPP_BLOCK);
  CONSTANT(OPP_SEVERITY_OFF);
  CONSTANT(OPP_SEVERITY_INFO);
  CONSTANT(OPP_SEVERITY_WARNING);
  CONSTANT(OPP_SEVERITY_CRITICAL);
  CONSTANT(OPP_ON_ERROR_FAIL);
  CONSTANT(OPP_ON_ERROR_QUARANTINE);
}

static void structures(void) {
  STRUCT(opp_str);
  FIELD(opp_str, data);
  FIELD(opp_str, size);
  STRUCT(opp_issue);
  FIELD(opp_issue, struct_size);
  FIELD(opp_issue, code);
  FIELD(opp_issue, table);
  FIELD(opp_issue, row);
  FIELD(opp_issue, field);
  FIELD(opp_issue, value);
  FIELD(opp_issue, reason);
  STRUCT(opp_config);
  FIELD(opp_config, struct_size);
  FIELD(opp_config, reporting_currency);
  FIELD(opp_config, policy);
  FIELD(opp_config, clock);
  FIELD(opp_config, journal);
  FIELD(opp_config, checkpoint);
  STRUCT(opp_named_stream);
  FIELD(opp_named_stream, name);
  FIELD(opp_named_stream, stream);
  STRUCT(opp_load_options);
  FIELD(opp_load_options, struct_size);
  FIELD(opp_load_options, on_error);
  FIELD(opp_load_options, issue_limit);
  FIELD(opp_load_options, progress);
  FIELD(opp_load_options, progress_context);
  STRUCT(opp_load_info);
  FIELD(opp_load_info, struct_size);
  FIELD(opp_load_info, table_count);
  FIELD(opp_load_info, notice_count);
  FIELD(opp_load_info, row_count);
  FIELD(opp_load_info, quarantine_count);
  STRUCT(opp_loaded_table);
  FIELD(opp_loaded_table, struct_size);
  FIELD(opp_loaded_table, table);
  FIELD(opp_loaded_table, rows);
  STRUCT(opp_check);
  FIELD(opp_check, struct_size);
  FIELD(opp_check, draft);
  FIELD(opp_check, as_of);
  FIELD(opp_check, language);
  STRUCT(opp_decision_info);
  FIELD(opp_decision_info, struct_size);
  FIELD(opp_decision_info, verdict);
  FIELD(opp_decision_info, group);
  FIELD(opp_decision_info, conflict_count);
  FIELD(opp_decision_info, applies);
  FIELD(opp_decision_info, runs);
  FIELD(opp_decision_info, agreement_count);
  FIELD(opp_decision_info, requirement_count);
  FIELD(opp_decision_info, participant_count);
  FIELD(opp_decision_info, paused_count);
  FIELD(opp_decision_info, suppressor_count);
  FIELD(opp_decision_info, mismatch);
  STRUCT(opp_predicted_conflict);
  FIELD(opp_predicted_conflict, struct_size);
  FIELD(opp_predicted_conflict, id);
  FIELD(opp_predicted_conflict, kind);
  FIELD(opp_predicted_conflict, severity);
  FIELD(opp_predicted_conflict, opens);
  FIELD(opp_predicted_conflict, group);
  FIELD(opp_predicted_conflict, pairs);
  FIELD(opp_predicted_conflict, since);
  FIELD(opp_predicted_conflict, value_minor);
  FIELD(opp_predicted_conflict, currency);
  FIELD(opp_predicted_conflict, explanation);
  FIELD(opp_predicted_conflict, related_count);
  STRUCT(opp_related);
  FIELD(opp_related, struct_size);
  FIELD(opp_related, type);
  FIELD(opp_related, id);
  FIELD(opp_related, market);
  FIELD(opp_related, owner);
  FIELD(opp_related, since);
  FIELD(opp_related, evidence);
  STRUCT(opp_advance);
  FIELD(opp_advance, struct_size);
  FIELD(opp_advance, opportunity);
  FIELD(opp_advance, to);
  FIELD(opp_advance, at);
  FIELD(opp_advance, by);
  FIELD(opp_advance, force);
  FIELD(opp_advance, reason);
  STRUCT(opp_transition);
  FIELD(opp_transition, struct_size);
  FIELD(opp_transition, opportunity);
  FIELD(opp_transition, process);
  FIELD(opp_transition, version);
  FIELD(opp_transition, done);
  FIELD(opp_transition, forced);
  FIELD(opp_transition, customer);
  FIELD(opp_transition, from);
  FIELD(opp_transition, to);
  FIELD(opp_transition, at);
  FIELD(opp_transition, refusal);
  FIELD(opp_transition, missing_count);
  FIELD(opp_transition, pause_count);
  FIELD(opp_transition, resume_count);
  FIELD(opp_transition, opened_count);
  FIELD(opp_transition, closed_count);
  STRUCT(opp_demand);
  FIELD(opp_demand, struct_size);
  FIELD(opp_demand, kind);
  FIELD(opp_demand, what);
  FIELD(opp_demand, needed);
  FIELD(opp_demand, present);
  FIELD(opp_demand, text);
  STRUCT(opp_activity_effect);
  FIELD(opp_activity_effect, struct_size);
  FIELD(opp_activity_effect, activity);
  FIELD(opp_activity_effect, kind);
  FIELD(opp_activity_effect, account);
  STRUCT(opp_stage_mapping);
  FIELD(opp_stage_mapping, from);
  FIELD(opp_stage_mapping, to);
  STRUCT(opp_migrate);
  FIELD(opp_migrate, struct_size);
  FIELD(opp_migrate, process);
  FIELD(opp_migrate, opportunities);
  FIELD(opp_migrate, opportunity_count);
  FIELD(opp_migrate, version);
  FIELD(opp_migrate, stages);
  FIELD(opp_migrate, stage_count);
  FIELD(opp_migrate, at);
  FIELD(opp_migrate, by);
  FIELD(opp_migrate, reason);
  STRUCT(opp_migration_info);
  FIELD(opp_migration_info, struct_size);
  FIELD(opp_migration_info, process);
  FIELD(opp_migration_info, version);
  FIELD(opp_migration_info, at);
  FIELD(opp_migration_info, moved_count);
  FIELD(opp_migration_info, unchanged);
  FIELD(opp_migration_info, pause_count);
  FIELD(opp_migration_info, resume_count);
  FIELD(opp_migration_info, opened_count);
  FIELD(opp_migration_info, closed_count);
  STRUCT(opp_migrated);
  FIELD(opp_migrated, struct_size);
  FIELD(opp_migrated, opportunity);
  FIELD(opp_migrated, from_version);
  FIELD(opp_migrated, from);
  FIELD(opp_migrated, to);
  STRUCT(opp_convert);
  FIELD(opp_convert, struct_size);
  FIELD(opp_convert, lead);
  FIELD(opp_convert, opportunity);
  FIELD(opp_convert, name);
  FIELD(opp_convert, owner);
  FIELD(opp_convert, process);
  FIELD(opp_convert, kind);
  FIELD(opp_convert, at);
  FIELD(opp_convert, by);
  FIELD(opp_convert, force);
  FIELD(opp_convert, reason);
  STRUCT(opp_conversion_info);
  FIELD(opp_conversion_info, struct_size);
  FIELD(opp_conversion_info, done);
  FIELD(opp_conversion_info, forced);
  FIELD(opp_conversion_info, lead);
  FIELD(opp_conversion_info, opportunity);
  FIELD(opp_conversion_info, process);
  FIELD(opp_conversion_info, stage);
  FIELD(opp_conversion_info, refusal);
  STRUCT(opp_checklist_info);
  FIELD(opp_checklist_info, struct_size);
  FIELD(opp_checklist_info, opportunity);
  FIELD(opp_checklist_info, process);
  FIELD(opp_checklist_info, version);
  FIELD(opp_checklist_info, overdue);
  FIELD(opp_checklist_info, applies);
  FIELD(opp_checklist_info, stage);
  FIELD(opp_checklist_info, stage_name);
  FIELD(opp_checklist_info, milestone);
  FIELD(opp_checklist_info, since);
  FIELD(opp_checklist_info, days);
  FIELD(opp_checklist_info, max_days);
  FIELD(opp_checklist_info, way_count);
  FIELD(opp_checklist_info, participant_count);
  FIELD(opp_checklist_info, agreement_count);
  FIELD(opp_checklist_info, paused_count);
  FIELD(opp_checklist_info, conflict_count);
  FIELD(opp_checklist_info, days_unit);
  STRUCT(opp_way);
  FIELD(opp_way, struct_size);
  FIELD(opp_way, to);
  FIELD(opp_way, name);
  FIELD(opp_way, milestone);
  FIELD(opp_way, forward);
  FIELD(opp_way, open);
  FIELD(opp_way, demand_count);
  STRUCT(opp_participant);
  FIELD(opp_participant, struct_size);
  FIELD(opp_participant, role);
  FIELD(opp_participant, person);
  FIELD(opp_participant, why);
  STRUCT(opp_conflict_query);
  FIELD(opp_conflict_query, struct_size);
  FIELD(opp_conflict_query, as_of);
  FIELD(opp_conflict_query, kinds);
  FIELD(opp_conflict_query, kind_count);
  FIELD(opp_conflict_query, groups);
  FIELD(opp_conflict_query, group_count);
  FIELD(opp_conflict_query, policy);
  FIELD(opp_conflict_query, pair_limit);
  FIELD(opp_conflict_query, threads);
  FIELD(opp_conflict_query, language);
  STRUCT(opp_filter);
  FIELD(opp_filter, dimension);
  FIELD(opp_filter, values);
  FIELD(opp_filter, value_count);
  STRUCT(opp_measure_query);
  FIELD(opp_measure_query, struct_size);
  FIELD(opp_measure_query, measure);
  FIELD(opp_measure_query, by);
  FIELD(opp_measure_query, by_count);
  FIELD(opp_measure_query, rollup);
  FIELD(opp_measure_query, rollup_count);
  FIELD(opp_measure_query, as_of);
  FIELD(opp_measure_query, from);
  FIELD(opp_measure_query, to);
  FIELD(opp_measure_query, where);
  FIELD(opp_measure_query, where_count);
  FIELD(opp_measure_query, threads);
  FIELD(opp_measure_query, dates);
  FIELD(opp_measure_query, date_count);
  FIELD(opp_measure_query, close_from);
  FIELD(opp_measure_query, close_to);
  FIELD(opp_measure_query, model);
  STRUCT(opp_audience_query);
  FIELD(opp_audience_query, struct_size);
  FIELD(opp_audience_query, accounts);
  FIELD(opp_audience_query, kind);
  FIELD(opp_audience_query, campaign);
  FIELD(opp_audience_query, markets);
  FIELD(opp_audience_query, market_count);
  FIELD(opp_audience_query, policy);
  FIELD(opp_audience_query, as_of);
  FIELD(opp_audience_query, limit);
  STRUCT(opp_deviation_query);
  FIELD(opp_deviation_query, struct_size);
  FIELD(opp_deviation_query, process);
  FIELD(opp_deviation_query, as_of);
  STRUCT(opp_process_graph_options);
  FIELD(opp_process_graph_options, struct_size);
  FIELD(opp_process_graph_options, version);
  FIELD(opp_process_graph_options, definition_only);
  FIELD(opp_process_graph_options, as_of);
}

int main(int argc, char **argv) {
  static char stored[sizeof layout];
  FILE *file;
  size_t compared;
  constants();
  compared = layout_size;
  structures();
  if (argc > 1 && strcmp(argv[1], "--write") == 0) {
    fputs(layout, stdout);
    return 0;
  }
  file = fopen(layout_file, "rb");
  if (file == NULL) {
    printf("%s cannot be read; 0 passed, 1 failed\n", layout_file);
    return 1;
  }
  if (fread(stored, 1, sizeof stored - 1, file) == 0) {
    stored[0] = '\0';
  }
  fclose(file);
  if (sizeof(void *) == 8) {
    compared = strlen(stored) > layout_size ? strlen(stored) : layout_size;
  }
  if (strncmp(stored, layout, compared) != 0) {
    printf("the layout differs from %s; it is now:\n%s0 passed, 1 failed\n", layout_file, layout);
    return 1;
  }
  puts("1 passed, 0 failed");
  return 0;
}
