/* What each function does when it is used as meant. */
#include "fixture.h"

static void versions_and_names(void) {
  EXPECT(opp_abi_version() == OPP_ABI_VERSION);
  EXPECT(opp_version().size >= 5);
  EXPECT(strchr(opp_version().data, '.') != NULL);
  EXPECT_TEXT(opp_status_name(OPP_OK), "OPP_OK");
  EXPECT_TEXT(opp_status_name(OPP_INTERNAL_ERROR), "OPP_INTERNAL_ERROR");
  EXPECT_TEXT(opp_status_name(-1), "unknown status");
  EXPECT_TEXT(opp_status_name(10), "unknown status");
  EXPECT(opp_str_of(NULL).size == 0);
}

static void open_and_close(void) {
  opp_workspace *workspace = NULL;
  opp_config config = OPP_CONFIG_INIT;
  uint64_t count = 7;
  config.reporting_currency = opp_str_of("SEK");
  EXPECT_OK(opp_workspace_open(&config, &workspace, &error));
  EXPECT(workspace != NULL);
  EXPECT_OK(opp_workspace_count(workspace, opp_str_of("account"), &count, &error));
  EXPECT(count == 0);
  EXPECT(opp_workspace_close(workspace) == OPP_OK);
  EXPECT(opp_workspace_close(workspace) == OPP_INVALID_HANDLE);

  workspace = NULL;
  config.reporting_currency = opp_str_of("EURO");
  EXPECT_STATUS(opp_workspace_open(&config, &workspace, &error), OPP_INPUT_ERROR);
  EXPECT(workspace == NULL);
  config.reporting_currency = opp_str_of("EUR");
  config.policy = opp_str_of("{not json");
  EXPECT_STATUS(opp_workspace_open(&config, &workspace, &error), OPP_INPUT_ERROR);
  EXPECT(workspace == NULL);
}

typedef struct progress_seen {
  int calls;
  uint64_t done;
  uint64_t total;
} progress_seen;

static void note_progress(void *context, opp_str table, uint64_t done, uint64_t total) {
  progress_seen *seen = (progress_seen *)context;
  EXPECT(table.size == 0 || table.data != NULL);
  EXPECT(done <= total);
  ++seen->calls;
  seen->done = done;
  seen->total = total;
}

static void load_reports(void) {
  opp_workspace *workspace = NULL;
  opp_named_stream tables[FIXTURE_TABLES];
  struct ArrowArrayStream streams[FIXTURE_TABLES];
  opp_load_options options = OPP_LOAD_OPTIONS_INIT;
  opp_load_report *report = NULL;
  opp_load_info info = OPP_LOAD_INFO_INIT;
  opp_loaded_table table = OPP_LOADED_TABLE_INIT;
  opp_issue notice = OPP_ISSUE_INIT;
  struct ArrowArrayStream rows;
  rows_table found;
  progress_seen seen = {0, 0, 0};
  uint64_t count = 0;
  uint64_t sum = 0;
  size_t i;

  options.progress = note_progress;
  options.progress_context = &seen;
  EXPECT_OK(opp_workspace_open(NULL, &workspace, &error));
  fixture_tables(tables, streams);
  EXPECT_OK(opp_workspace_load(workspace, tables, FIXTURE_TABLES, &options, &report, &error));
  for (i = 0; i < FIXTURE_TABLES; ++i) {
    EXPECT(streams[i].release == NULL);
  }
  EXPECT(seen.calls > 0);
  EXPECT(seen.done == seen.total);
  EXPECT_OK(opp_load_report_get(report, &info, &error));
  EXPECT(info.table_count == FIXTURE_TABLES);
  EXPECT(info.row_count == 3 + 2 + 2 + 2 + 1);
  EXPECT(info.quarantine_count == 0);
  EXPECT(info.notice_count == 0);
  for (i = 0; i < info.table_count; ++i) {
    EXPECT_OK(opp_load_report_table(report, i, &table, &error));
    EXPECT_OK(opp_workspace_count(workspace, table.table, &count, &error));
    EXPECT(count == table.rows);
    sum += table.rows;
  }
  EXPECT(sum == info.row_count);
  EXPECT_STATUS(opp_load_report_table(report, info.table_count, &table, &error),
                OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_load_report_notice(report, 0, &notice, &error), OPP_INVALID_ARGUMENT);
  EXPECT_OK(opp_load_report_quarantine(report, &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 0);
  EXPECT(found.columns == 7);
  rows_free(&found);
  EXPECT(opp_load_report_free(report) == OPP_OK);
  EXPECT(opp_workspace_close(workspace) == OPP_OK);
}

static void quarantine(void) {
  static const char *const columns[] = {"id", "market"};
  static const char *const cells[] = {"bolt", "se", "cern", "nowhere"};
  opp_workspace *workspace = fixture_open();
  struct ArrowArrayStream stream;
  opp_named_stream table;
  opp_load_options options = OPP_LOAD_OPTIONS_INIT;
  opp_load_report *report = NULL;
  opp_load_info info = OPP_LOAD_INFO_INIT;
  struct ArrowArrayStream rows;
  rows_table found;
  uint64_t count = 0;
  options.on_error = OPP_ON_ERROR_QUARANTINE;
  fixture_table(&table, "account", &stream, columns, 2, cells, 4);
  EXPECT_OK(opp_workspace_load(workspace, &table, 1, &options, &report, &error));
  EXPECT_OK(opp_load_report_get(report, &info, &error));
  EXPECT(info.quarantine_count == 1);
  EXPECT_OK(opp_load_report_quarantine(report, &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 1);
  EXPECT(strcmp(rows_at(&found, 0, "table"), "account") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "row"), "1") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "field"), "market") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "value"), "nowhere") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "code"), "unknown_reference") == 0);
  rows_free(&found);
  opp_load_report_free(report);
  EXPECT_OK(opp_workspace_count(workspace, opp_str_of("account"), &count, &error));
  EXPECT(count == 3);
  opp_workspace_close(workspace);
}

static void apply_changes(void) {
  opp_workspace *workspace = fixture_open();
  opp_text *effects = NULL;
  uint64_t count = 0;
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of(FIXTURE_CROSS_MARKET), &effects, &error));
  EXPECT(harness_has(opp_text_str(effects), "\"applied\":1"));
  EXPECT(harness_has(opp_text_str(effects), "\"groups\":[\"acme\"]"));
  EXPECT(opp_text_free(effects) == OPP_OK);
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of("[]"), NULL, &error));
  EXPECT_OK(opp_workspace_count(workspace, opp_str_of("opportunity"), &count, &error));
  EXPECT(count == 2);
  opp_workspace_close(workspace);
}

static void check_draft(void) {
  opp_workspace *workspace = fixture_open();
  opp_check check = OPP_CHECK_INIT;
  opp_decision *decision = NULL;
  opp_decision_info info = OPP_DECISION_INFO_INIT;
  opp_predicted_conflict conflict = OPP_PREDICTED_CONFLICT_INIT;
  opp_related related = OPP_RELATED_INIT;
  opp_text *json = NULL;
  uint64_t count = 0;
  check.draft = opp_str_of(FIXTURE_DUPLICATE);
  check.as_of = opp_str_of("2026-03-01");
  EXPECT_OK(opp_workspace_check(workspace, &check, &decision, &error));
  EXPECT_OK(opp_decision_get(decision, &info, &error));
  EXPECT(info.verdict == OPP_BLOCK);
  EXPECT_TEXT(info.group, "acme");
  EXPECT(info.conflict_count == 1);
  EXPECT_OK(opp_decision_conflict(decision, 0, &conflict, &error));
  EXPECT_TEXT(conflict.id, "duplicate_pursuit:acme:o1");
  EXPECT_TEXT(conflict.kind, "duplicate_pursuit");
  EXPECT(conflict.severity == OPP_SEVERITY_CRITICAL);
  EXPECT(conflict.opens == 1);
  EXPECT_TEXT(conflict.group, "acme");
  EXPECT(conflict.pairs == 1);
  EXPECT(conflict.since == INT64_C(1769904000000000)); /* 2026-02-01 */
  EXPECT(conflict.value_minor == 12050);
  EXPECT_TEXT(conflict.currency, "EUR");
  EXPECT(conflict.explanation.size > 0);
  EXPECT(conflict.related_count == 1);
  EXPECT_OK(opp_decision_related(decision, 0, 0, &related, &error));
  EXPECT_TEXT(related.type, "opportunity");
  EXPECT_TEXT(related.id, "o1");
  EXPECT_TEXT(related.market, "se");
  EXPECT_TEXT(related.owner, "ann");
  EXPECT(related.since == INT64_C(1767571200000000)); /* 2026-01-05 */
  EXPECT(related.evidence.size > 0);
  EXPECT_OK(opp_decision_json(decision, &json, &error));
  EXPECT(opp_text_str(json).data[0] == '{');
  EXPECT(harness_has(opp_text_str(json), "\"block\""));
  EXPECT(harness_has(opp_text_str(json), "duplicate_pursuit:acme:o1"));
  EXPECT_STATUS(opp_decision_conflict(decision, 1, &conflict, &error), OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_decision_related(decision, 0, 1, &related, &error), OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_decision_related(decision, 1, 0, &related, &error), OPP_INVALID_ARGUMENT);
  EXPECT_TEXT(related.id, "o1"); /* what failed did not touch it */

  EXPECT(opp_workspace_close(workspace) == OPP_OK); /* what was received outlives the workspace */
  EXPECT_TEXT(conflict.kind, "duplicate_pursuit");
  EXPECT(opp_text_free(json) == OPP_OK);
  EXPECT(opp_decision_free(decision) == OPP_OK);

  workspace = fixture_open();
  check.draft = opp_str_of(FIXTURE_CROSS_MARKET);
  EXPECT_OK(opp_workspace_check(workspace, &check, &decision, &error));
  EXPECT_OK(opp_decision_get(decision, &info, &error));
  EXPECT(info.verdict == OPP_WARN);
  opp_decision_free(decision);
  check.as_of = opp_str_of(""); /* now */
  EXPECT_OK(opp_workspace_check(workspace, &check, &decision, &error));
  opp_decision_free(decision);
  EXPECT_OK(opp_workspace_count(workspace, opp_str_of("opportunity"), &count, &error));
  EXPECT(count == 1); /* asking saved nothing */
  opp_workspace_close(workspace);
}

/* What a decision says beside its conflicts, in another language, and of an activity. */
static void check_answers(void) {
  opp_workspace *workspace = fixture_open();
  opp_check check = OPP_CHECK_INIT;
  opp_decision *decision = NULL;
  opp_decision_info info = OPP_DECISION_INFO_INIT;
  opp_participant participant = OPP_PARTICIPANT_INIT;
  opp_activity_effect paused = OPP_ACTIVITY_EFFECT_INIT;
  opp_text *json = NULL;
  EXPECT_OK(opp_workspace_apply(
      workspace,
      opp_str_of(
          "[{\"table\": \"process\", \"record\": {\"id\": \"own\", \"definition\": {\"stages\": ["
          "{\"id\": \"sign\", \"milestone\": \"negotiation\", \"suppress\": [\"mailing\"]}, "
          "{\"id\": \"won\", \"milestone\": \"won\"}]}}},"
          "{\"table\": \"agreement\", \"record\": {\"id\": \"frame\", \"account\": \"acme\", "
          "\"discount\": 12.5}},"
          "{\"table\": \"activity\", \"record\": {\"id\": \"m1\", \"account\": \"acme\", "
          "\"kind\": \"mailing\", \"channel\": \"marketing\", \"status\": \"active\"}}]"),
      NULL, &error));
  check.draft = opp_str_of(
      "{\"table\": \"opportunity\", \"record\": {\"id\": \"new\", \"account\": \"acme\", "
      "\"owner\": \"ann\", \"process\": \"own\", \"stage\": \"sign\", \"products\": [\"laptop\"], "
      "\"opened\": \"2026-02-01\", \"agreement\": \"frame\"}}");
  check.as_of = opp_str_of("2026-03-01");
  check.language = opp_str_of("sv");
  EXPECT_OK(opp_workspace_check(workspace, &check, &decision, &error));
  EXPECT_OK(opp_decision_get(decision, &info, &error));
  EXPECT_TEXT(info.applies, "own");
  EXPECT_TEXT(info.runs, "own");
  EXPECT(info.mismatch == 0);
  EXPECT(info.agreement_count == 1);
  EXPECT(info.requirement_count == 0);
  EXPECT(info.participant_count == 2);
  EXPECT(info.paused_count == 1);
  EXPECT(info.suppressor_count == 0);
  EXPECT_OK(opp_decision_participant(decision, 0, &participant, &error));
  EXPECT_TEXT(participant.role, "global_account_manager");
  EXPECT_TEXT(participant.person, "");
  EXPECT_TEXT(participant.why, "koncernen \xC3\xA4r global");
  EXPECT_OK(opp_decision_paused(decision, 0, &paused, &error));
  EXPECT_TEXT(paused.activity, "m1");
  EXPECT_TEXT(paused.kind, "mailing");
  EXPECT_TEXT(paused.account, "acme");
  EXPECT_STATUS(opp_decision_participant(decision, 2, &participant, &error), OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_decision_paused(decision, 1, &paused, &error), OPP_INVALID_ARGUMENT);
  EXPECT_OK(opp_decision_json(decision, &json, &error));
  EXPECT(harness_has(opp_text_str(json), "\"discount\":12.5"));
  EXPECT(opp_text_free(json) == OPP_OK);
  EXPECT(opp_decision_free(decision) == OPP_OK);

  check.language = opp_str_of("xx");
  EXPECT_STATUS(opp_workspace_check(workspace, &check, &decision, &error), OPP_NOT_FOUND);
  check.language = opp_str_of("");
  EXPECT_OK(opp_workspace_apply(
      workspace,
      opp_str_of("{\"table\": \"opportunity\", \"record\": {\"id\": \"o2\", \"account\": \"acme\", "
                 "\"owner\": \"ann\", \"process\": \"own\", \"stage\": \"sign\", "
                 "\"products\": [\"laptop\"], \"opened\": \"2026-02-01\"}}"),
      NULL, &error));
  check.draft = opp_str_of(
      "{\"table\": \"activity\", \"record\": {\"id\": \"m2\", \"account\": \"acme-dk\", "
      "\"kind\": \"mailing\", \"channel\": \"marketing\", \"status\": \"planned\"}}");
  EXPECT_OK(opp_workspace_check(workspace, &check, &decision, &error));
  EXPECT_OK(opp_decision_get(decision, &info, &error));
  EXPECT(info.suppressor_count == 1);
  EXPECT(info.paused_count == 0);
  EXPECT_TEXT(info.applies, "");
  opp_decision_free(decision);
  opp_workspace_close(workspace);
}

static void ask_conflicts(void) {
  opp_workspace *workspace = fixture_open();
  opp_conflict_query query = OPP_CONFLICT_QUERY_INIT;
  opp_str kinds[1];
  opp_str groups[1];
  struct ArrowArrayStream conflicts;
  struct ArrowArrayStream members;
  struct ArrowArrayStream pairs;
  rows_table found;
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of(FIXTURE_CROSS_MARKET), NULL, &error));
  kinds[0] = opp_str_of("cross_market_pursuit");
  groups[0] = opp_str_of("acme-dk"); /* any account of the group */
  query.as_of = opp_str_of("2026-03-01T12:00:00Z");
  query.kinds = kinds;
  query.kind_count = 1;
  query.groups = groups;
  query.group_count = 1;
  query.threads = 1;
  EXPECT_OK(opp_workspace_conflicts(workspace, &query, &conflicts, &members, &pairs, &error));
  EXPECT(opp_workspace_close(workspace) == OPP_OK); /* results outlive the workspace */
  EXPECT(rows_from_stream(&conflicts, &found) == 0);
  EXPECT(found.rows == 1);
  EXPECT(strcmp(rows_at(&found, 0, "id"), "cross_market_pursuit:acme:o1") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "severity"), "warning") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "value_minor"), "12050") == 0);
  rows_free(&found);
  EXPECT(rows_from_stream(&members, &found) == 0);
  EXPECT(found.rows == 2);
  rows_free(&found);
  EXPECT(rows_from_stream(&pairs, &found) == 0);
  EXPECT(found.rows == 1);
  EXPECT(strcmp(rows_at(&found, 0, "b_id"), "new") == 0);
  rows_free(&found);

  workspace = fixture_open();
  EXPECT_OK(opp_workspace_conflicts(workspace, NULL, &conflicts, NULL, NULL, &error));
  EXPECT(rows_from_stream(&conflicts, &found) == 0);
  EXPECT(found.rows == 0);
  EXPECT(found.columns == 14);
  rows_free(&found);
  kinds[0] = opp_str_of("quarrel");
  memset(&conflicts, 0, sizeof conflicts);
  EXPECT_STATUS(opp_workspace_conflicts(workspace, &query, &conflicts, NULL, NULL, &error),
                OPP_NOT_FOUND);
  EXPECT(conflicts.release == NULL);
  opp_workspace_close(workspace);
}

static void explain_in_swedish(void) {
  size_t last;
  opp_workspace *workspace = fixture_open();
  opp_conflict_query query = OPP_CONFLICT_QUERY_INIT;
  struct ArrowArrayStream conflicts;
  struct ArrowArrayStream texts;
  rows_table found;
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of(FIXTURE_CROSS_MARKET), NULL, &error));
  query.as_of = opp_str_of("2026-03-01");
  query.language = opp_str_of("sv");
  EXPECT_OK(opp_workspace_conflicts(workspace, &query, &conflicts, NULL, NULL, &error));
  EXPECT(rows_from_stream(&conflicts, &found) == 0);
  EXPECT(found.rows == 1);
  EXPECT(strncmp(rows_at(&found, 0, "explanation"), "o1 (ann, se) och new (bo, dk) bearbetar acme",
                 44) == 0);
  rows_free(&found);
  /* A caller that knows no language yet gets English, whatever lies behind its structure. */
  query.struct_size = offsetof(opp_conflict_query, language);
  EXPECT_OK(opp_workspace_conflicts(workspace, &query, &conflicts, NULL, NULL, &error));
  EXPECT(rows_from_stream(&conflicts, &found) == 0);
  EXPECT(strncmp(rows_at(&found, 0, "explanation"), "o1 (ann, se) and new (bo, dk) pursue acme",
                 41) == 0);
  rows_free(&found);
  query.struct_size = sizeof query;
  query.language = opp_str_of("tlh");
  memset(&conflicts, 0, sizeof conflicts);
  EXPECT_STATUS(opp_workspace_conflicts(workspace, &query, &conflicts, NULL, NULL, &error),
                OPP_NOT_FOUND);
  opp_workspace_close(workspace);

  EXPECT_OK(opp_messages(opp_str_of("sv"), &texts, &error));
  EXPECT(rows_from_stream(&texts, &found) == 0);
  EXPECT(found.rows > 100);
  last = 0; /* rows come by id */
  while (last + 1 < found.rows && strcmp(rows_at(&found, last, "id"), "list.last") < 0) {
    ++last;
  }
  EXPECT(strcmp(rows_at(&found, last, "id"), "list.last") == 0);
  EXPECT(strcmp(rows_at(&found, last, "text"), " och ") == 0);
  rows_free(&found);
  memset(&texts, 0, sizeof texts);
  EXPECT_STATUS(opp_messages(opp_str_of("tlh"), &texts, &error), OPP_NOT_FOUND);
  EXPECT(texts.release == NULL);
}

static void draw_conflicts(void) {
  opp_workspace *workspace = fixture_open();
  opp_conflict_query query = OPP_CONFLICT_QUERY_INIT;
  struct ArrowArrayStream nodes;
  struct ArrowArrayStream edges;
  opp_text *dot = NULL;
  rows_table found;
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of(FIXTURE_CROSS_MARKET), NULL, &error));
  query.as_of = opp_str_of("2026-03-01");
  EXPECT_OK(opp_workspace_conflict_graph(workspace, opp_str_of("acme-dk"), &query, 0, &nodes,
                                         &edges, &dot, &error));
  EXPECT(rows_from_stream(&nodes, &found) == 0);
  EXPECT(found.rows == 4); /* two accounts, two opportunities */
  rows_free(&found);
  EXPECT(rows_from_stream(&edges, &found) == 0);
  EXPECT(found.rows == 4);
  EXPECT(strcmp(rows_at(&found, 3, "relation"), "cross_market_pursuit") == 0);
  rows_free(&found);
  EXPECT(harness_has(opp_text_str(dot), "digraph conflicts {"));
  EXPECT(opp_text_free(dot) == OPP_OK);

  /* Any of the three may be left out; the limit counts accounts, too. */
  EXPECT_OK(opp_workspace_conflict_graph(workspace, opp_str_of("acme"), &query, 2, &nodes, NULL,
                                         NULL, &error));
  EXPECT(rows_from_stream(&nodes, &found) == 0);
  EXPECT(found.rows == 2);
  rows_free(&found);
  EXPECT_OK(opp_workspace_conflict_graph(workspace, opp_str_of("acme"), NULL, 0, NULL, NULL, NULL,
                                         &error));
  EXPECT_STATUS(opp_workspace_conflict_graph(workspace, opp_str_of("birch"), NULL, 0, &nodes, NULL,
                                             NULL, &error),
                OPP_NOT_FOUND);
  EXPECT_STATUS(
      opp_workspace_conflict_graph(workspace, opp_str_of(""), NULL, 0, NULL, NULL, NULL, &error),
      OPP_NOT_FOUND);
  opp_workspace_close(workspace);
}

static void ask_measures(void) {
  opp_workspace *workspace = fixture_open();
  opp_measure_query query = OPP_MEASURE_QUERY_INIT;
  opp_str by[1];
  opp_str values[1];
  opp_filter where[1];
  opp_str dates[2];
  struct ArrowArrayStream result;
  rows_table found;
  by[0] = opp_str_of("market");
  values[0] = opp_str_of("global");
  where[0].dimension = opp_str_of("market");
  where[0].values = values;
  where[0].value_count = 1;
  query.measure = opp_str_of("pipeline");
  query.by = by;
  query.by_count = 1;
  query.rollup = by;
  query.rollup_count = 1;
  query.as_of = opp_str_of("2026-03-01");
  query.where = where;
  query.where_count = 1;
  EXPECT_OK(opp_workspace_query(workspace, &query, &result, &error));
  EXPECT(rows_from_stream(&result, &found) == 0);
  EXPECT(found.rows == 2); /* global and se */
  EXPECT(strcmp(rows_at(&found, 0, "amount_minor"), "10050") == 0);
  rows_free(&found);

  query.measure = opp_str_of("funnel");
  query.by_count = 0;
  query.rollup_count = 0;
  query.from = opp_str_of("2026-01-01");
  query.to = opp_str_of("2026-01-31");
  EXPECT_OK(opp_workspace_query(workspace, &query, &result, &error));
  EXPECT(rows_from_stream(&result, &found) == 0);
  EXPECT(strcmp(rows_at(&found, 0, "milestone"), "qualified") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "reached"), "1") == 0);
  rows_free(&found);

  query.measure = opp_str_of("mood");
  EXPECT_STATUS(opp_workspace_query(workspace, &query, &result, &error), OPP_NOT_FOUND);
  query.measure = opp_str_of("pipeline");
  EXPECT_STATUS(opp_workspace_query(workspace, &query, &result, &error), OPP_INPUT_ERROR);
  query.from = opp_str_of("");
  query.to = opp_str_of("");
  dates[0] = opp_str_of("2026-01-31");
  dates[1] = opp_str_of("2026-02-28");
  query.dates = dates;
  query.date_count = 2;
  EXPECT_OK(opp_workspace_query(workspace, &query, &result, &error));
  EXPECT(rows_from_stream(&result, &found) == 0);
  EXPECT(found.rows == 2);
  EXPECT(strcmp(rows_at(&found, 1, "date"), "2026-02-28") == 0);
  rows_free(&found);
  dates[1] = opp_str_of("2026-01-31");
  EXPECT_STATUS(opp_workspace_query(workspace, &query, &result, &error), OPP_INPUT_ERROR);
  dates[1] = opp_str_of("soon");
  EXPECT_STATUS(opp_workspace_query(workspace, &query, &result, &error), OPP_INVALID_ARGUMENT);
  query.date_count = 0;
  query.close_to = opp_str_of("2026-02-28");
  EXPECT_STATUS(opp_workspace_query(workspace, &query, &result, &error), OPP_INPUT_ERROR);
  query.close_to = opp_str_of("");
  by[0] = opp_str_of("shoe_size");
  query.by_count = 1;
  EXPECT_STATUS(opp_workspace_query(workspace, &query, &result, &error), OPP_NOT_FOUND);
  opp_workspace_close(workspace);
}

static void ask_records(void) {
  opp_workspace *workspace = fixture_open();
  struct ArrowArrayStream rows;
  rows_table found;
  uint64_t count = 99;
  EXPECT_OK(opp_workspace_export(workspace, opp_str_of("opportunity"), &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 1);
  EXPECT(strcmp(rows_at(&found, 0, "id"), "o1") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "products"), "crm") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "amount_minor"), "10050") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "opened"), "2026-01-05") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "closed"), "") == 0);
  rows_free(&found);
  EXPECT_OK(opp_workspace_groups(workspace, opp_str_of("2026-03-01"), &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 2);
  EXPECT(strcmp(rows_at(&found, 1, "group"), "acme") == 0);
  rows_free(&found);
  EXPECT_OK(opp_workspace_memory(workspace, &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows > 0);
  rows_free(&found);
  EXPECT_STATUS(opp_workspace_export(workspace, opp_str_of("acounts"), &rows, &error),
                OPP_NOT_FOUND);
  EXPECT_STATUS(opp_workspace_count(workspace, opp_str_of("acounts"), &count, &error),
                OPP_NOT_FOUND);
  EXPECT(count == 99);
  opp_workspace_close(workspace);
}

int main(void) {
  versions_and_names();
  open_and_close();
  load_reports();
  quarantine();
  apply_changes();
  check_draft();
  check_answers();
  ask_conflicts();
  explain_in_swedish();
  draw_conflicts();
  ask_measures();
  ask_records();
  EXPECT(rows_live_streams == 0);
  return harness_finish();
}
