/* What must never crash: NULL, freed and foreign handles, wrong sizes, bytes that are no text,
 * streams that fail, records that break the rules. */
#include "fixture.h"

/* A handle of the right number but the wrong type. */
#define AS(type, handle) ((type *)(void *)(handle))

static void every_function(opp_workspace *workspace, opp_error *bad_error, opp_text *text,
                           opp_load_report *report, opp_decision *decision,
                           opp_transitions *transitions, opp_checklist *checklist) {
  opp_named_stream tables[FIXTURE_TABLES];
  struct ArrowArrayStream streams[FIXTURE_TABLES];
  struct ArrowArrayStream rows;
  opp_check check = OPP_CHECK_INIT;
  opp_measure_query measure = OPP_MEASURE_QUERY_INIT;
  opp_audience_query audience = OPP_AUDIENCE_QUERY_INIT;
  opp_decision_info decision_info = OPP_DECISION_INFO_INIT;
  opp_predicted_conflict conflict = OPP_PREDICTED_CONFLICT_INIT;
  opp_related related = OPP_RELATED_INIT;
  opp_advance advance = OPP_ADVANCE_INIT;
  opp_transition transition = OPP_TRANSITION_INIT;
  opp_demand demand = OPP_DEMAND_INIT;
  opp_activity_effect activity = OPP_ACTIVITY_EFFECT_INIT;
  opp_checklist_info checklist_info = OPP_CHECKLIST_INFO_INIT;
  opp_way way = OPP_WAY_INIT;
  opp_participant participant = OPP_PARTICIPANT_INIT;
  opp_load_info load_info = OPP_LOAD_INFO_INIT;
  opp_loaded_table table = OPP_LOADED_TABLE_INIT;
  opp_issue issue = OPP_ISSUE_INIT;
  opp_load_report *new_report = NULL;
  opp_decision *new_decision = NULL;
  opp_transitions *new_transitions = NULL;
  opp_checklist *new_checklist = NULL;
  opp_text *new_text = NULL;
  uint64_t count = 99;
  size_t i;
  memset(&rows, 0, sizeof rows);
  check.draft = opp_str_of(FIXTURE_DUPLICATE);
  measure.measure = opp_str_of("pipeline");
  fixture_tables(tables, streams);

#define INVALID(call) EXPECT_STATUS(call, OPP_INVALID_HANDLE)
  INVALID(opp_workspace_load(workspace, tables, FIXTURE_TABLES, NULL, &new_report, &error));
  for (i = 0; i < FIXTURE_TABLES; ++i) {
    EXPECT(streams[i].release == NULL); /* consumed all the same */
  }
  INVALID(opp_workspace_load_csv(workspace, opp_str_of("."), NULL, &new_report, &error));
  INVALID(opp_workspace_apply(workspace, opp_str_of("[]"), &new_text, &error));
  INVALID(opp_workspace_check(workspace, &check, &new_decision, &error));
  INVALID(opp_workspace_advance(workspace, &advance, &new_transitions, &error));
  INVALID(opp_workspace_advance_json(workspace, opp_str_of("[]"), &new_transitions, &error));
  INVALID(
      opp_workspace_checklist(workspace, opp_str_of("o1"), opp_str_of(""), &new_checklist, &error));
  INVALID(opp_workspace_conflicts(workspace, NULL, &rows, NULL, NULL, &error));
  INVALID(opp_workspace_conflict_graph(workspace, opp_str_of("acme"), NULL, 0, &rows, NULL,
                                       &new_text, &error));
  INVALID(opp_workspace_query(workspace, &measure, &rows, &error));
  INVALID(opp_workspace_export(workspace, opp_str_of("account"), &rows, &error));
  INVALID(opp_workspace_count(workspace, opp_str_of("account"), &count, &error));
  INVALID(opp_workspace_groups(workspace, opp_str_of(""), &rows, &error));
  INVALID(opp_workspace_process_choice(workspace, opp_str_of("o1"), opp_str_of(""), &rows, &error));
  INVALID(opp_workspace_activities(workspace, opp_str_of("acme"), opp_str_of(""), &rows, &error));
  INVALID(opp_workspace_audience(workspace, &audience, &rows, NULL, NULL, NULL, &error));
  INVALID(opp_workspace_memory(workspace, &rows, &error));
  INVALID(opp_workspace_deviations(workspace, NULL, &rows, &error));
  INVALID(opp_workspace_process_edges(workspace, opp_str_of("standard"), 0, opp_str_of(""), &rows,
                                      &error));
  INVALID(opp_workspace_process_graph(workspace, opp_str_of("standard"), NULL, &new_text, &error));
  INVALID(opp_load_report_get(report, &load_info, &error));
  INVALID(opp_load_report_table(report, 0, &table, &error));
  INVALID(opp_load_report_notice(report, 0, &issue, &error));
  INVALID(opp_load_report_quarantine(report, &rows, &error));
  INVALID(opp_decision_get(decision, &decision_info, &error));
  INVALID(opp_decision_conflict(decision, 0, &conflict, &error));
  INVALID(opp_decision_related(decision, 0, 0, &related, &error));
  INVALID(opp_decision_participant(decision, 0, &participant, &error));
  INVALID(opp_decision_paused(decision, 0, &activity, &error));
  INVALID(opp_decision_json(decision, &new_text, &error));
  INVALID(opp_transitions_get(transitions, 0, &transition, &error));
  INVALID(opp_transitions_missing(transitions, 0, 0, &demand, &error));
  INVALID(opp_transitions_pause(transitions, 0, 0, &activity, &error));
  INVALID(opp_transitions_resume(transitions, 0, 0, &activity, &error));
  INVALID(opp_transitions_json(transitions, &new_text, &error));
  EXPECT(opp_transitions_count(transitions) == 0);
  INVALID(opp_checklist_get(checklist, &checklist_info, &error));
  INVALID(opp_checklist_way(checklist, 0, &way, &error));
  INVALID(opp_checklist_demand(checklist, 0, 0, &demand, &error));
  INVALID(opp_checklist_participant(checklist, 0, &participant, &error));
  INVALID(opp_checklist_json(checklist, &new_text, &error));
  EXPECT(opp_workspace_close(workspace) == OPP_INVALID_HANDLE);
  EXPECT(opp_error_issue(bad_error, 0, &issue) == OPP_INVALID_HANDLE);
  EXPECT(opp_error_status(bad_error) == OPP_INVALID_HANDLE);
  EXPECT(opp_error_code(bad_error).size == 0);
  EXPECT(opp_error_message(bad_error).size == 0);
  EXPECT(opp_error_issue_count(bad_error) == 0);
  EXPECT(opp_error_issue_total(bad_error) == 0);
  EXPECT(opp_text_str(text).size == 0);

  EXPECT(rows.release == NULL && count == 99);
  EXPECT(new_report == NULL && new_decision == NULL && new_text == NULL);
  EXPECT(new_transitions == NULL && new_checklist == NULL);
}

static void invalid_handles(void) {
  opp_workspace *workspace = fixture_open();
  opp_error *bad_error = NULL;
  opp_text *text = NULL;
  opp_load_report *report = NULL;
  opp_decision *decision = NULL;
  opp_transitions *transitions = NULL;
  opp_checklist *checklist = NULL;
  opp_check check = OPP_CHECK_INIT;
  int on_the_stack = 0;

  every_function(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  EXPECT(opp_error_free(NULL) == OPP_OK);
  EXPECT(opp_text_free(NULL) == OPP_OK);
  EXPECT(opp_load_report_free(NULL) == OPP_OK);
  EXPECT(opp_decision_free(NULL) == OPP_OK);
  EXPECT(opp_transitions_free(NULL) == OPP_OK);
  EXPECT(opp_checklist_free(NULL) == OPP_OK);

  check.draft = opp_str_of(FIXTURE_DUPLICATE);
  EXPECT_OK(opp_workspace_check(workspace, &check, &decision, &error));
  EXPECT_OK(opp_decision_json(decision, &text, &error));
  EXPECT_OK(opp_workspace_load(workspace, NULL, 0, NULL, &report, &error));
  EXPECT_OK(opp_workspace_advance_json(workspace, opp_str_of("[]"), &transitions, &error));
  EXPECT_OK(
      opp_workspace_checklist(workspace, opp_str_of("o1"), opp_str_of(""), &checklist, &error));
  EXPECT(opp_workspace_count(workspace, opp_str_of("?"), NULL, &bad_error) == OPP_INVALID_ARGUMENT);
  every_function(AS(opp_workspace, decision), AS(opp_error, text), AS(opp_text, bad_error),
                 AS(opp_load_report, workspace), AS(opp_decision, report),
                 AS(opp_transitions, checklist), AS(opp_checklist, transitions));
  every_function(AS(opp_workspace, &on_the_stack), AS(opp_error, &on_the_stack),
                 AS(opp_text, &on_the_stack), AS(opp_load_report, &on_the_stack),
                 AS(opp_decision, &on_the_stack), AS(opp_transitions, &on_the_stack),
                 AS(opp_checklist, &on_the_stack));

  EXPECT(opp_text_free(AS(opp_text, decision)) == OPP_INVALID_HANDLE);
  EXPECT(opp_workspace_close(workspace) == OPP_OK);
  EXPECT(opp_error_free(bad_error) == OPP_OK);
  EXPECT(opp_text_free(text) == OPP_OK);
  EXPECT(opp_load_report_free(report) == OPP_OK);
  EXPECT(opp_decision_free(decision) == OPP_OK);
  EXPECT(opp_transitions_free(transitions) == OPP_OK);
  EXPECT(opp_checklist_free(checklist) == OPP_OK);
  every_function(workspace, bad_error, text, report, decision, transitions, checklist);
  EXPECT(opp_error_free(bad_error) == OPP_INVALID_HANDLE);
  EXPECT(opp_text_free(text) == OPP_INVALID_HANDLE);
  EXPECT(opp_load_report_free(report) == OPP_INVALID_HANDLE);
  EXPECT(opp_decision_free(decision) == OPP_INVALID_HANDLE);
  EXPECT(opp_transitions_free(transitions) == OPP_INVALID_HANDLE);
  EXPECT(opp_checklist_free(checklist) == OPP_INVALID_HANDLE);
}

static void null_arguments(void) {
  opp_workspace *workspace = fixture_open();
  opp_check check = OPP_CHECK_INIT;
  opp_decision *decision = NULL;
  opp_load_report *report = NULL;
  opp_measure_query measure = OPP_MEASURE_QUERY_INIT;
  opp_conflict_query conflicts = OPP_CONFLICT_QUERY_INIT;
  opp_audience_query audience = OPP_AUDIENCE_QUERY_INIT;
  opp_deviation_query deviations = OPP_DEVIATION_QUERY_INIT;
  opp_process_graph_options graph = OPP_PROCESS_GRAPH_OPTIONS_INIT;
  opp_text *dot = NULL;
  opp_named_stream table = {{NULL, 0}, NULL};
  opp_advance advance = OPP_ADVANCE_INIT;
  opp_transitions *transitions = NULL;
  opp_checklist *checklist = NULL;
  opp_error *failure = NULL;
  opp_str nowhere;
  opp_str acme = opp_str_of("acme");
  struct ArrowArrayStream rows;
  memset(&rows, 0, sizeof rows);
  nowhere.data = NULL;
  nowhere.size = 3;
  check.draft = opp_str_of(FIXTURE_DUPLICATE);

#define BAD(call) EXPECT_STATUS(call, OPP_INVALID_ARGUMENT)
  BAD(opp_workspace_open(NULL, NULL, &error));
  BAD(opp_workspace_load(workspace, NULL, 1, NULL, NULL, &error));
  table.name = opp_str_of("account");
  BAD(opp_workspace_load(workspace, &table, 1, NULL, NULL, &error));
  table.stream = &rows; /* released */
  BAD(opp_workspace_load(workspace, &table, 1, NULL, NULL, &error));
  BAD(opp_workspace_apply(workspace, nowhere, NULL, &error));
  BAD(opp_workspace_check(workspace, NULL, &decision, &error));
  BAD(opp_workspace_check(workspace, &check, NULL, &error));
  BAD(opp_workspace_conflicts(workspace, NULL, NULL, NULL, NULL, &error));
  conflicts.kind_count = 1;
  BAD(opp_workspace_conflicts(workspace, &conflicts, &rows, NULL, NULL, &error));
  BAD(opp_workspace_conflict_graph(workspace, opp_str_of("acme"), &conflicts, 0, &rows, NULL, &dot,
                                   &error));
  BAD(opp_workspace_conflict_graph(workspace, nowhere, NULL, 0, &rows, NULL, &dot, &error));
  conflicts.kind_count = 0;
  conflicts.groups = &acme; /* the group is an argument */
  conflicts.group_count = 1;
  BAD(opp_workspace_conflict_graph(workspace, opp_str_of("acme"), &conflicts, 0, &rows, NULL, &dot,
                                   &error));
  EXPECT(rows.release == NULL && dot == NULL);
  BAD(opp_messages(nowhere, &rows, &error));
  BAD(opp_messages(opp_str_of("en"), NULL, &error));
  BAD(opp_workspace_query(workspace, NULL, &rows, &error));
  BAD(opp_workspace_query(workspace, &measure, NULL, &error));
  measure.where_count = 2;
  BAD(opp_workspace_query(workspace, &measure, &rows, &error));
  BAD(opp_workspace_export(workspace, opp_str_of("account"), NULL, &error));
  BAD(opp_workspace_count(workspace, opp_str_of("account"), NULL, &error));
  BAD(opp_workspace_groups(workspace, opp_str_of(""), NULL, &error));
  BAD(opp_workspace_process_choice(workspace, opp_str_of("o1"), opp_str_of(""), NULL, &error));
  BAD(opp_workspace_process_choice(workspace, nowhere, opp_str_of(""), &rows, &error));
  BAD(opp_workspace_activities(workspace, opp_str_of("acme"), opp_str_of(""), NULL, &error));
  BAD(opp_workspace_activities(workspace, opp_str_of("acme"), opp_str_of("soon"), &rows, &error));
  BAD(opp_workspace_audience(workspace, NULL, &rows, NULL, NULL, NULL, &error));
  audience.struct_size = 8;
  BAD(opp_workspace_audience(workspace, &audience, &rows, NULL, NULL, NULL, &error));
  BAD(opp_workspace_memory(workspace, NULL, &error));
  BAD(opp_workspace_deviations(workspace, NULL, NULL, &error));
  deviations.struct_size = 8;
  BAD(opp_workspace_deviations(workspace, &deviations, &rows, &error));
  BAD(opp_workspace_process_edges(workspace, opp_str_of("standard"), 0, opp_str_of(""), NULL,
                                  &error));
  BAD(opp_workspace_process_edges(workspace, nowhere, 0, opp_str_of(""), &rows, &error));
  BAD(opp_workspace_process_graph(workspace, opp_str_of("standard"), NULL, NULL, &error));
  graph.struct_size = 8;
  BAD(opp_workspace_process_graph(workspace, opp_str_of("standard"), &graph, &dot, &error));
  EXPECT_OK(opp_workspace_load(workspace, NULL, 0, NULL, &report, &error));
  BAD(opp_load_report_get(report, NULL, &error));
  BAD(opp_load_report_quarantine(report, NULL, &error));
  EXPECT_OK(opp_workspace_check(workspace, &check, &decision, &error));
  BAD(opp_decision_get(decision, NULL, &error));
  BAD(opp_decision_conflict(decision, 0, NULL, &error));
  BAD(opp_decision_related(decision, 0, 0, NULL, &error));
  BAD(opp_decision_participant(decision, 0, NULL, &error));
  BAD(opp_decision_paused(decision, 0, NULL, &error));
  BAD(opp_decision_json(decision, NULL, &error));
  advance.opportunity = opp_str_of("o1");
  advance.to = opp_str_of("won");
  BAD(opp_workspace_advance(workspace, NULL, &transitions, &error));
  BAD(opp_workspace_advance(workspace, &advance, NULL, &error)); /* and it has not moved */
  BAD(opp_workspace_advance_json(workspace, nowhere, &transitions, &error));
  BAD(opp_workspace_advance_json(
      workspace, opp_str_of("{\"opportunity\": \"o1\", \"to\": \"won\"}"), NULL, &error));
  BAD(opp_workspace_checklist(workspace, nowhere, opp_str_of(""), &checklist, &error));
  BAD(opp_workspace_checklist(workspace, opp_str_of("o1"), opp_str_of(""), NULL, &error));
  EXPECT_OK(opp_workspace_advance(workspace, &advance, &transitions, &error));
  BAD(opp_transitions_get(transitions, 0, NULL, &error));
  BAD(opp_transitions_missing(transitions, 0, 0, NULL, &error));
  BAD(opp_transitions_pause(transitions, 0, 0, NULL, &error));
  BAD(opp_transitions_resume(transitions, 0, 0, NULL, &error));
  BAD(opp_transitions_json(transitions, NULL, &error));
  EXPECT_OK(
      opp_workspace_checklist(workspace, opp_str_of("o1"), opp_str_of(""), &checklist, &error));
  BAD(opp_checklist_get(checklist, NULL, &error));
  BAD(opp_checklist_way(checklist, 0, NULL, &error));
  BAD(opp_checklist_demand(checklist, 0, 0, NULL, &error));
  BAD(opp_checklist_participant(checklist, 0, NULL, &error));
  BAD(opp_checklist_json(checklist, NULL, &error));
  opp_transitions_free(transitions);
  opp_checklist_free(checklist);
  EXPECT(opp_workspace_check(workspace, NULL, &decision, NULL) == OPP_INVALID_ARGUMENT);
  EXPECT(opp_workspace_check(workspace, NULL, &decision, &failure) == OPP_INVALID_ARGUMENT);
  EXPECT_TEXT(opp_error_code(failure), "invalid_argument");
  EXPECT_TEXT(opp_error_message(failure), "check is NULL");
  EXPECT(opp_error_status(failure) == OPP_INVALID_ARGUMENT);
  EXPECT(opp_error_issue(failure, 0, NULL) == OPP_INVALID_ARGUMENT);
  opp_error_free(failure);
  opp_load_report_free(report);
  opp_decision_free(decision);
  opp_workspace_close(workspace);
}

/* A caller of a later version, with one more field. */
typedef struct later_config {
  opp_config config;
  opp_str later;
} later_config;
typedef struct later_info {
  opp_decision_info info;
  uint64_t later;
} later_info;
typedef struct later_advance {
  opp_advance advance;
  int64_t later;
} later_advance;
typedef struct later_way {
  opp_way way;
  uint64_t later;
} later_way;

static void struct_sizes(void) {
  opp_workspace *workspace = NULL;
  opp_config config = OPP_CONFIG_INIT;
  later_config later;
  later_info info;
  opp_check check = OPP_CHECK_INIT;
  opp_decision *decision = NULL;

  config.struct_size = 0;
  BAD(opp_workspace_open(&config, &workspace, &error));
  config.struct_size = sizeof config - 1;
  BAD(opp_workspace_open(&config, &workspace, &error));
  config.struct_size = (size_t)-1;
  BAD(opp_workspace_open(&config, &workspace, &error));
  memset(&later, 0, sizeof later);
  later.config.struct_size = sizeof later;
  later.later = opp_str_of("x");
  BAD(opp_workspace_open(&later.config, &workspace, &error));
  EXPECT(workspace == NULL);
  later.later.data = NULL;
  later.later.size = 0;
  EXPECT_OK(opp_workspace_open(&later.config, &workspace, &error));
  EXPECT(opp_workspace_close(workspace) == OPP_OK);

  workspace = fixture_open();
  check.draft = opp_str_of(FIXTURE_DUPLICATE);
  check.as_of = opp_str_of("2026-03-01");
  EXPECT_OK(opp_workspace_check(workspace, &check, &decision, &error));
  memset(&info, 0xAA, sizeof info);
  info.info.struct_size = sizeof info;
  EXPECT_OK(opp_decision_get(decision, &info.info, &error));
  EXPECT(info.info.struct_size == sizeof info);
  EXPECT(info.info.verdict == OPP_BLOCK);
  EXPECT(info.later == 0); /* what this version does not know is zero */
  memset(&info, 0xAA, sizeof info);
  info.info.struct_size = sizeof info.info;
  EXPECT_OK(opp_decision_get(decision, &info.info, &error));
  EXPECT(info.later == UINT64_C(0xAAAAAAAAAAAAAAAA)); /* not the caller's structure: not touched */
  info.info.struct_size = 8;
  BAD(opp_decision_get(decision, &info.info, &error));
  opp_decision_free(decision);
  opp_workspace_close(workspace);
}

static void struct_sizes_of_moves(void) {
  opp_workspace *workspace = fixture_open();
  later_advance later;
  later_way way;
  opp_transition transition = OPP_TRANSITION_INIT;
  opp_demand demand = OPP_DEMAND_INIT;
  opp_transitions *transitions = NULL;
  opp_checklist *checklist = NULL;
  opp_checklist_info info = OPP_CHECKLIST_INFO_INIT;
  memset(&later, 0, sizeof later);
  later.advance.opportunity = opp_str_of("o1");
  later.advance.to = opp_str_of("lost");
  BAD(opp_workspace_advance(workspace, &later.advance, &transitions, &error));
  later.advance.struct_size = sizeof later.advance - 1;
  BAD(opp_workspace_advance(workspace, &later.advance, &transitions, &error));
  later.advance.struct_size = sizeof later;
  later.later = 1;
  BAD(opp_workspace_advance(workspace, &later.advance, &transitions, &error));
  EXPECT(transitions == NULL);
  EXPECT_OK(opp_workspace_checklist(workspace, opp_str_of("o1"), opp_str_of("2026-03-01"),
                                    &checklist, &error));
  EXPECT_OK(opp_checklist_get(checklist, &info, &error));
  EXPECT_TEXT(info.stage, "negotiation"); /* it has not moved */
  later.later = 0;
  EXPECT_OK(opp_workspace_advance(workspace, &later.advance, &transitions, &error));
  EXPECT_OK(opp_transitions_get(transitions, 0, &transition, &error));
  EXPECT(transition.done == 1);
  transition.struct_size = 16;
  BAD(opp_transitions_get(transitions, 0, &transition, &error));
  demand.struct_size = 0;
  BAD(opp_checklist_demand(checklist, 0, 0, &demand, &error));
  info.struct_size = 8;
  BAD(opp_checklist_get(checklist, &info, &error));
  memset(&info, 0xAA, sizeof info); /* a caller that was built before `days_unit` was added */
  info.struct_size = offsetof(opp_checklist_info, days_unit);
  EXPECT_OK(opp_checklist_get(checklist, &info, &error));
  EXPECT_TEXT(info.stage, "negotiation");
  EXPECT(info.days_unit.size == (size_t)UINT64_C(0xAAAAAAAAAAAAAAAA)); /* is not written to */
  memset(&way, 0xAA, sizeof way);
  way.way.struct_size = sizeof way;
  EXPECT_OK(opp_checklist_way(checklist, 0, &way.way, &error));
  EXPECT(way.way.struct_size == sizeof way && way.later == 0);
  opp_transitions_free(transitions);
  opp_checklist_free(checklist);
  opp_workspace_close(workspace);
}

static void bytes_that_are_no_text(void) {
  opp_workspace *workspace = fixture_open();
  opp_check check = OPP_CHECK_INIT;
  opp_decision *decision = NULL;
  opp_advance advance = OPP_ADVANCE_INIT;
  opp_transitions *transitions = NULL;
  opp_checklist *checklist = NULL;
  opp_load_options options = OPP_LOAD_OPTIONS_INIT;
  struct ArrowArrayStream rows;
  BAD(opp_workspace_export(workspace, opp_str_of("acc\xFFount"), &rows, &error));
  BAD(opp_workspace_export(workspace, opp_str_of("\xC0\x80"), &rows, &error));
  BAD(opp_workspace_export(workspace, opp_str_of("\xED\xA0\x80"), &rows, &error));
  BAD(opp_workspace_apply(workspace, opp_str_of("{\"table\": \"\xE2\x82\"}"), NULL, &error));
  BAD(opp_workspace_groups(workspace, opp_str_of("yesterday"), &rows, &error));
  BAD(opp_workspace_groups(workspace, opp_str_of("2026-02-30"), &rows, &error));
  check.draft = opp_str_of(FIXTURE_DUPLICATE);
  check.as_of = opp_str_of("2026-13-01");
  BAD(opp_workspace_check(workspace, &check, &decision, &error));
  BAD(opp_workspace_checklist(workspace, opp_str_of("o\xFF"), opp_str_of(""), &checklist, &error));
  BAD(opp_workspace_checklist(workspace, opp_str_of("o1"), opp_str_of("?"), &checklist, &error));
  advance.opportunity = opp_str_of("o1");
  advance.to = opp_str_of("\xC0\x80");
  BAD(opp_workspace_advance(workspace, &advance, &transitions, &error));
  BAD(opp_workspace_advance_json(workspace, opp_str_of("[\"\xE2\x82\"]"), &transitions, &error));
  options.on_error = 7;
  BAD(opp_workspace_load(workspace, NULL, 0, &options, NULL, &error));
  opp_workspace_close(workspace);
}

static void bad_records(void) {
  static const char *const columns[] = {"id", "account", "market", "stage", "opened"};
  static const char *const cells[] = {"o8", "nobody", "se", "qualified", "2026-01-05",
                                      "o9", "acme",   "se", "qualified", "2026-02-30"};
  opp_workspace *workspace = fixture_open();
  struct ArrowArrayStream stream;
  opp_named_stream table;
  opp_load_options options = OPP_LOAD_OPTIONS_INIT;
  opp_issue issue = OPP_ISSUE_INIT;
  opp_error *failure = NULL;
  opp_text *effects = NULL;
  uint64_t count = 0;
  fixture_table(&table, "opportunity", &stream, columns, 5, cells, 10);
  EXPECT(opp_workspace_load(workspace, &table, 1, NULL, NULL, &failure) == OPP_INPUT_ERROR);
  EXPECT(stream.release == NULL);
  EXPECT(opp_error_status(failure) == OPP_INPUT_ERROR);
  EXPECT(opp_error_issue_count(failure) == 2);
  EXPECT(opp_error_issue_total(failure) == 2);
  EXPECT(opp_error_issue(failure, 0, &issue) == OPP_OK);
  EXPECT_TEXT(issue.code, "unknown_reference");
  EXPECT_TEXT(issue.table, "opportunity");
  EXPECT(issue.row == 0);
  EXPECT_TEXT(issue.field, "account");
  EXPECT_TEXT(issue.value, "nobody");
  EXPECT(issue.reason.size > 0);
  EXPECT(opp_error_issue(failure, 1, &issue) == OPP_OK);
  EXPECT_TEXT(issue.field, "opened");
  EXPECT(opp_error_issue(failure, 2, &issue) == OPP_INVALID_ARGUMENT);
  EXPECT(harness_has(opp_error_message(failure), "nobody"));
  EXPECT(opp_error_free(failure) == OPP_OK);

  options.issue_limit = 1;
  failure = NULL;
  fixture_table(&table, "opportunity", &stream, columns, 5, cells, 10);
  EXPECT(opp_workspace_load(workspace, &table, 1, &options, NULL, &failure) == OPP_INPUT_ERROR);
  EXPECT(opp_error_issue_count(failure) == 1);
  EXPECT(opp_error_issue_total(failure) == 2);
  opp_error_free(failure);

#define REFUSED(call) EXPECT_STATUS(call, OPP_INPUT_ERROR)
  REFUSED(opp_workspace_apply(workspace, opp_str_of("{"), &effects, &error));
  REFUSED(opp_workspace_apply(workspace, opp_str_of(""), &effects, &error));
  REFUSED(opp_workspace_apply(workspace, opp_str_of("{\"table\": \"account\"}"), &effects, &error));
  REFUSED(opp_workspace_apply(
      workspace, opp_str_of("{\"table\": \"account\", \"record\": {\"market\": \"se\"}}"), &effects,
      &error));
  EXPECT(effects == NULL);
  EXPECT_OK(opp_workspace_count(workspace, opp_str_of("opportunity"), &count, &error));
  EXPECT(count == 1);
  opp_workspace_close(workspace);
}

/* To read them takes no more stack than to read others. */
static void documents_of_many_levels(void) {
  static char lists[200001]; /* 100,000 levels */
  static char document[250000];
  opp_workspace *workspace = fixture_open();
  opp_workspace *other = NULL;
  opp_config config = OPP_CONFIG_INIT;
  opp_check check = OPP_CHECK_INIT;
  opp_decision *decision = NULL;
  opp_transitions *transitions = NULL;
  memset(lists, '[', 100000);
  memset(lists + 100000, ']', 100000);
  REFUSED(opp_workspace_apply(workspace, opp_str_of(lists), NULL, &error));
  REFUSED(opp_workspace_advance_json(workspace, opp_str_of(lists), &transitions, &error));
  snprintf(document, sizeof document, "{\"severity\": %s}", lists);
  config.policy = opp_str_of(document);
  REFUSED(opp_workspace_open(&config, &other, &error));
  snprintf(document, sizeof document,
           "{\"table\": \"lead\", \"record\": {\"id\": \"l1\", \"source\": %s}}", lists);
  check.draft = opp_str_of(document);
  REFUSED(opp_workspace_check(workspace, &check, &decision, &error));
  snprintf(
      document, sizeof document,
      "{\"table\": \"process\", \"record\": {\"id\": \"p\", \"definition\": {\"stages\": %s}}}",
      lists);
  REFUSED(opp_workspace_apply(workspace, opp_str_of(document), NULL, &error));
  opp_workspace_close(workspace);
}

static void bad_streams(void) {
  static const char *const columns[] = {"id", "market"};
  static const char *const cells[] = {"bolt", "se"};
  static const char *const twice[] = {"id", "id"};
  opp_workspace *workspace = fixture_open();
  struct ArrowArrayStream streams[2];
  opp_named_stream tables[2];
  uint64_t count = 0;
  fixture_table(&tables[0], "account", &streams[0], columns, 2, cells, 2);
  fixture_table(&tables[1], "person", &streams[1], columns, 2, cells, 2);
  ((rows_source *)streams[1].private_data)->fails = 1;
  {
    opp_error *failure = NULL;
    EXPECT(opp_workspace_load(workspace, tables, 2, NULL, NULL, &failure) == OPP_STORE_ERROR);
    EXPECT(harness_has(opp_error_message(failure), "the line went dead"));
    opp_error_free(failure);
  }
  EXPECT(streams[0].release == NULL && streams[1].release == NULL);

  fixture_table(&tables[0], "account", &streams[0], twice, 2, cells, 2);
  REFUSED(opp_workspace_load(workspace, tables, 1, NULL, NULL, &error));
  EXPECT(streams[0].release == NULL);

  fixture_table(&tables[0], "account", &streams[0], columns, 2, cells, 2);
  tables[1] = tables[0]; /* the same stream twice: it is consumed by the first */
  BAD(opp_workspace_load(workspace, tables, 2, NULL, NULL, &error));
  EXPECT(streams[0].release == NULL);

  EXPECT_STATUS(
      opp_workspace_load_csv(workspace, opp_str_of("no/such/directory"), NULL, NULL, &error),
      OPP_STORE_ERROR);
  EXPECT_OK(opp_workspace_count(workspace, opp_str_of("account"), &count, &error));
  EXPECT(count == 2);
  opp_workspace_close(workspace);
}

int main(void) {
  invalid_handles();
  null_arguments();
  struct_sizes();
  struct_sizes_of_moves();
  bytes_that_are_no_text();
  bad_records();
  documents_of_many_levels();
  bad_streams();
  EXPECT(rows_live_streams == 0);
  return harness_finish();
}
