/* Moving opportunities to other stages, and what is said about it before. */
#include "fixture.h"

#define OWN_STAGES                                                                                \
  "[{\"id\": \"talk\", \"name\": \"Talk\", \"milestone\": \"qualified\", \"max_days\": 30, "      \
  "\"exit\": {\"activities\": [{\"kind\": \"demo\", \"minimum\": 2}], \"fields\": [\"buyer\"]}}," \
  " {\"id\": \"offer\", \"name\": \"Offer\", \"milestone\": \"proposal\", "                       \
  "\"days\": \"business\", "                                                                      \
  "\"suppress\": [\"mailing\"], \"exit\": {\"approvals\": [\"legal\"]}},"                         \
  " {\"id\": \"won\", \"milestone\": \"won\"}, {\"id\": \"lost\", \"milestone\": \"lost\"}]"

/* The fixture with a process of its own, a deal in it, a manager, and mailings to its account. */
static opp_workspace *process_open(void) {
  static const char changes[] =
      "[{\"table\": \"process\", \"record\": {\"id\": \"own\", \"definition\": "
      "{\"stages\": " OWN_STAGES
      "}}},"
      " {\"table\": \"person\", \"record\": {\"id\": \"maud\", \"role\": \"sales_manager\", "
      "\"market\": \"se\"}},"
      " {\"table\": \"person\", \"record\": {\"id\": \"leo\", \"role\": \"legal\"}},"
      " {\"table\": \"account\", \"record\": {\"id\": \"bolt\", \"market\": \"se\"}},"
      " {\"table\": \"activity\", \"record\": {\"id\": \"m1\", \"kind\": \"mailing\", "
      "\"channel\": \"marketing\", \"account\": \"bolt\", \"status\": \"active\", "
      "\"start\": \"2026-01-01\"}},"
      " {\"table\": \"opportunity\", \"at\": \"2026-01-05\", \"record\": {\"id\": \"p1\", "
      "\"account\": \"bolt\", \"owner\": \"ann\", \"process\": \"own\", \"stage\": \"talk\", "
      "\"amount\": 10, \"opened\": \"2026-01-05\"}},"
      " {\"table\": \"opportunity\", \"at\": \"2026-01-05\", \"record\": {\"id\": \"p2\", "
      "\"account\": \"bolt\", \"owner\": \"ann\", \"process\": \"own\", \"stage\": \"offer\", "
      "\"products\": [\"laptop\"], \"opened\": \"2026-01-05\"}}]";
  opp_workspace *workspace = fixture_open();
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of(changes), NULL, &error));
  return workspace;
}

static opp_advance move_of(const char *opportunity, const char *to) {
  opp_advance advance = OPP_ADVANCE_INIT;
  advance.opportunity = opp_str_of(opportunity);
  advance.to = opp_str_of(to);
  advance.at = opp_str_of("2026-02-01T09:00:00Z");
  return advance;
}

static uint64_t moves_in_history(const opp_workspace *workspace) {
  uint64_t count = 0;
  EXPECT_OK(opp_workspace_count(workspace, opp_str_of("stage_change"), &count, &error));
  return count;
}

/* The only result of a move. */
static opp_transitions *advanced(opp_workspace *workspace, const opp_advance *advance,
                                 opp_transition *transition) {
  opp_transitions *transitions = NULL;
  EXPECT_OK(opp_workspace_advance(workspace, advance, &transitions, &error));
  EXPECT(opp_transitions_count(transitions) == 1);
  EXPECT_OK(opp_transitions_get(transitions, 0, transition, &error));
  return transitions;
}

static void refused_with_all_that_is_missing(void) {
  opp_workspace *workspace = process_open();
  const opp_advance advance = move_of("p1", "offer");
  opp_transition transition = OPP_TRANSITION_INIT;
  opp_demand demand = OPP_DEMAND_INIT;
  opp_text *json = NULL;
  opp_transitions *transitions = advanced(workspace, &advance, &transition);
  EXPECT(transition.done == 0 && transition.forced == 0 && transition.customer == 0);
  EXPECT_TEXT(transition.opportunity, "p1");
  EXPECT_TEXT(transition.process, "own");
  EXPECT(transition.version == 1);
  EXPECT_TEXT(transition.from, "talk");
  EXPECT_TEXT(transition.to, "offer");
  EXPECT(transition.at == INT64_C(1769936400000000));
  EXPECT(transition.refusal.size == 0);
  EXPECT(transition.missing_count == 2);
  EXPECT(transition.pause_count == 0 && transition.resume_count == 0);
  EXPECT_OK(opp_transitions_missing(transitions, 0, 0, &demand, &error));
  EXPECT_TEXT(demand.kind, "activity");
  EXPECT_TEXT(demand.what, "demo");
  EXPECT(demand.needed == 2 && demand.present == 0);
  EXPECT(harness_has(demand.text, "demo"));
  EXPECT_OK(opp_transitions_missing(transitions, 0, 1, &demand, &error));
  EXPECT_TEXT(demand.kind, "field");
  EXPECT_TEXT(demand.what, "buyer");
  EXPECT_STATUS(opp_transitions_missing(transitions, 0, 2, &demand, &error), OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_transitions_missing(transitions, 1, 0, &demand, &error), OPP_INVALID_ARGUMENT);
  EXPECT_TEXT(demand.what, "buyer"); /* what failed did not touch it */
  EXPECT_OK(opp_transitions_json(transitions, &json, &error));
  EXPECT(opp_text_str(json).data[0] == '[');
  EXPECT(harness_has(opp_text_str(json), "\"done\":false"));
  EXPECT(opp_text_free(json) == OPP_OK);
  EXPECT(moves_in_history(workspace) == 0);
  EXPECT(opp_workspace_close(workspace) == OPP_OK); /* what was received outlives the workspace */
  EXPECT_TEXT(transition.from, "talk");
  EXPECT(opp_transitions_free(transitions) == OPP_OK);
}

static void forced_by_whom_the_policy_lets(void) {
  opp_workspace *workspace = process_open();
  opp_advance advance = move_of("p1", "offer");
  opp_transition transition = OPP_TRANSITION_INIT;
  opp_activity_effect activity = OPP_ACTIVITY_EFFECT_INIT;
  opp_transitions *transitions = NULL;
  struct ArrowArrayStream rows;
  rows_table found;
  advance.force = 1;
  advance.by = opp_str_of("ann");
  EXPECT_STATUS(opp_workspace_advance(workspace, &advance, &transitions, &error), OPP_INPUT_ERROR);
  advance.reason = opp_str_of("the fair is on Monday");
  transitions = advanced(workspace, &advance, &transition);
  EXPECT(transition.done == 0 && transition.missing_count == 2);
  EXPECT(harness_has(transition.refusal, "sales_manager"));
  EXPECT(opp_transitions_free(transitions) == OPP_OK);
  EXPECT(moves_in_history(workspace) == 0);

  advance.by = opp_str_of("maud");
  transitions = advanced(workspace, &advance, &transition);
  EXPECT(transition.done == 1 && transition.forced == 1);
  EXPECT(transition.refusal.size == 0);
  EXPECT(transition.missing_count == 2); /* over what it was forced */
  EXPECT(transition.pause_count == 1);
  EXPECT_OK(opp_transitions_pause(transitions, 0, 0, &activity, &error));
  EXPECT_TEXT(activity.activity, "m1");
  EXPECT_TEXT(activity.kind, "mailing");
  EXPECT_TEXT(activity.account, "bolt");
  EXPECT_STATUS(opp_transitions_pause(transitions, 0, 1, &activity, &error), OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_transitions_resume(transitions, 0, 0, &activity, &error), OPP_INVALID_ARGUMENT);
  EXPECT(opp_transitions_free(transitions) == OPP_OK);
  EXPECT_OK(opp_workspace_export(workspace, opp_str_of("stage_change"), &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 1);
  EXPECT(strcmp(rows_at(&found, 0, "to"), "offer") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "by"), "maud") == 0);
  EXPECT(strcmp(rows_at(&found, 0, "reason"), "the fair is on Monday") == 0);
  rows_free(&found);
  opp_workspace_close(workspace);
}

static void many_at_once(void) {
  opp_workspace *workspace = process_open();
  opp_transitions *transitions = NULL;
  opp_transition transition = OPP_TRANSITION_INIT;
  opp_advance advance = move_of("p2", "won");
  static const char requests[] =
      "[{\"opportunity\": \"p1\", \"to\": \"offer\", \"at\": \"2026-02-01T09:00:00Z\"},"
      " {\"opportunity\": \"p2\", \"to\": \"talk\", \"at\": \"2026-02-01T09:00:00Z\"},"
      " {\"opportunity\": \"p2\", \"to\": \"lost\", \"at\": \"2026-02-01T10:00:00Z\"}]";
  EXPECT_OK(opp_workspace_advance_json(workspace, opp_str_of(requests), &transitions, &error));
  EXPECT(opp_transitions_count(transitions) == 3);
  EXPECT_OK(opp_transitions_get(transitions, 0, &transition, &error));
  EXPECT(transition.done == 0);
  EXPECT_OK(opp_transitions_get(transitions, 2, &transition, &error));
  EXPECT(transition.done == 1);
  EXPECT_TEXT(transition.from, "talk");
  EXPECT_TEXT(transition.to, "lost");
  EXPECT_STATUS(opp_transitions_get(transitions, 3, &transition, &error), OPP_INVALID_ARGUMENT);
  EXPECT(opp_transitions_free(transitions) == OPP_OK);
  EXPECT(moves_in_history(workspace) == 2);

  EXPECT_OK(opp_workspace_advance_json(workspace, opp_str_of("[]"), &transitions, &error));
  EXPECT(opp_transitions_count(transitions) == 0);
  EXPECT(opp_transitions_free(transitions) == OPP_OK);
  opp_workspace_close(workspace);

  workspace = process_open(); /* an approval, and the deal is won */
  EXPECT_OK(opp_workspace_apply(
      workspace,
      opp_str_of("{\"table\": \"approval\", \"record\": {\"opportunity\": \"p2\", \"role\": "
                 "\"legal\", \"by\": \"leo\", \"at\": \"2026-01-20T08:00:00Z\"}}"),
      NULL, &error));
  transitions = advanced(workspace, &advance, &transition);
  EXPECT(transition.done == 1 && transition.customer == 1 && transition.missing_count == 0);
  EXPECT(opp_transitions_free(transitions) == OPP_OK);
  opp_workspace_close(workspace);
}

static void moves_that_make_no_sense(void) {
  opp_workspace *workspace = process_open();
  opp_transitions *transitions = NULL;
  opp_advance advance = move_of("nobody", "offer");
#define ADVANCE opp_workspace_advance(workspace, &advance, &transitions, &error)
  EXPECT_STATUS(ADVANCE, OPP_NOT_FOUND);
  advance = move_of("p1", "nirvana");
  EXPECT_STATUS(ADVANCE, OPP_INPUT_ERROR);
  advance = move_of("p1", "lost");
  advance.by = opp_str_of("nobody");
  EXPECT_STATUS(ADVANCE, OPP_INPUT_ERROR);
  advance.by = opp_str_of("");
  advance.at = opp_str_of("2026-01-04"); /* before it was opened */
  EXPECT_STATUS(ADVANCE, OPP_INPUT_ERROR);
  advance.at = opp_str_of("soon");
  EXPECT_STATUS(ADVANCE, OPP_INVALID_ARGUMENT);
  /* One that makes no sense, and none has moved. */
  EXPECT_STATUS(
      opp_workspace_advance_json(workspace,
                                 opp_str_of("[{\"opportunity\": \"p1\", \"to\": \"lost\"}, "
                                            "{\"opportunity\": \"p2\", \"to\": \"nirvana\"}]"),
                                 &transitions, &error),
      OPP_INPUT_ERROR);
  EXPECT_STATUS(opp_workspace_advance_json(workspace, opp_str_of("{"), &transitions, &error),
                OPP_INPUT_ERROR);
  EXPECT_STATUS(
      opp_workspace_advance_json(workspace, opp_str_of("[{\"to\": 3}]"), &transitions, &error),
      OPP_INPUT_ERROR);
  EXPECT(transitions == NULL);
  EXPECT(moves_in_history(workspace) == 0);
  opp_workspace_close(workspace);
}

/* Moves as an Arrow stream, answered with four. */
static void a_table_of_moves(void) {
  static const char *const columns[] = {"opportunity", "to", "at", "by"};
  static const char *const cells[] = {"p1", "offer", "2026-02-01T09:00:00Z", "ann",
                                      "p2", "talk",  "2026-02-01T10:00:00Z", "",
                                      "p2", "lost",  "2026-02-02",           "ann"};
  static const char *const senseless[] = {"p1", "lost", "", "", "p2", "nirvana", "", ""};
  opp_workspace *workspace = process_open();
  struct ArrowArrayStream moves, transitions, missing, activities, conflicts;
  rows_table rows;
  const int streams = rows_live_streams;

  rows_to_stream(&moves, columns, COUNT_OF(columns), cells, 3);
  EXPECT_OK(opp_workspace_advance_table(workspace, &moves, &transitions, &missing, &activities,
                                        &conflicts, &error));
  EXPECT(rows_from_stream(&transitions, &rows) == 0);
  EXPECT(rows.rows == 3);
  EXPECT(strcmp(rows_at(&rows, 0, "done"), "false") == 0);
  EXPECT(strcmp(rows_at(&rows, 0, "from"), "talk") == 0);
  EXPECT(strcmp(rows_at(&rows, 1, "done"), "true") == 0);
  EXPECT(strcmp(rows_at(&rows, 2, "to"), "lost") == 0);
  EXPECT(strcmp(rows_at(&rows, 2, "at"), "2026-02-02T00:00:00Z") == 0);
  rows_free(&rows);
  EXPECT(rows_from_stream(&missing, &rows) == 0);
  EXPECT(rows.rows == 2);
  EXPECT(strcmp(rows_at(&rows, 0, "row"), "0") == 0);
  EXPECT(strcmp(rows_at(&rows, 0, "what"), "demo") == 0);
  EXPECT(strcmp(rows_at(&rows, 1, "what"), "buyer") == 0);
  rows_free(&rows);
  activities.release(&activities);
  conflicts.release(&conflicts);
  EXPECT(moves_in_history(workspace) == 2);

  /* Only what is asked for; and where one makes no sense none has moved. */
  rows_to_stream(&moves, columns, COUNT_OF(columns), cells, 1);
  EXPECT_OK(opp_workspace_advance_table(workspace, &moves, &transitions, NULL, NULL, NULL, &error));
  transitions.release(&transitions);
  memset(&transitions, 0, sizeof transitions);
  rows_to_stream(&moves, columns, COUNT_OF(columns), senseless, 2);
  EXPECT_STATUS(
      opp_workspace_advance_table(workspace, &moves, &transitions, NULL, NULL, NULL, &error),
      OPP_INPUT_ERROR);
  EXPECT(transitions.release == NULL);
  rows_to_stream(&moves, columns, COUNT_OF(columns), cells, 1);
  EXPECT_STATUS(opp_workspace_advance_table(workspace, &moves, NULL, NULL, NULL, NULL, &error),
                OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(
      opp_workspace_advance_table(workspace, &moves, &transitions, NULL, NULL, NULL, &error),
      OPP_INVALID_ARGUMENT); /* the stream was consumed */
  EXPECT(moves_in_history(workspace) == 2);
  EXPECT(rows_live_streams == streams);
  opp_workspace_close(workspace);
}

/* Which process applies, and who of an audience is cut. */
static void choice_and_audience(void) {
  static const char *const columns[] = {"account"};
  static const char *const accounts[] = {"bolt", "acme"};
  static const char *const unknown[] = {"nobody"};
  opp_workspace *workspace = process_open();
  opp_audience_query query = OPP_AUDIENCE_QUERY_INIT;
  struct ArrowArrayStream stream, audience, cuts;
  rows_table rows;
  const int streams = rows_live_streams;

  EXPECT_OK(opp_workspace_process_choice(workspace, opp_str_of("p1"), opp_str_of("2026-02-01"),
                                         &stream, &error));
  EXPECT(rows_from_stream(&stream, &rows) == 0);
  EXPECT(rows.rows == 2);
  EXPECT(strcmp(rows_at(&rows, 0, "process"), "own") == 0);
  EXPECT(strcmp(rows_at(&rows, 0, "applies"), "true") == 0);
  EXPECT(strcmp(rows_at(&rows, 1, "process"), "standard") == 0);
  rows_free(&rows);
  memset(&stream, 0, sizeof stream);
  EXPECT_STATUS(opp_workspace_process_choice(workspace, opp_str_of("nobody"), opp_str_of(""),
                                             &stream, &error),
                OPP_NOT_FOUND);
  EXPECT(stream.release == NULL);

  query.kind = opp_str_of("mailing");
  query.as_of = opp_str_of("2026-02-01");
  rows_to_stream(&stream, columns, 1, accounts, 2);
  query.accounts = &stream;
  EXPECT_OK(opp_workspace_audience(workspace, &query, &audience, NULL, NULL, &cuts, &error));
  EXPECT(rows_from_stream(&audience, &rows) == 0);
  EXPECT(rows.rows == 2);
  EXPECT(strcmp(rows_at(&rows, 0, "account"), "acme") == 0);
  EXPECT(strcmp(rows_at(&rows, 0, "allowed"), "true") == 0);
  EXPECT(strcmp(rows_at(&rows, 1, "opportunity"), "p2") == 0);
  rows_free(&rows);
  EXPECT(rows_from_stream(&cuts, &rows) == 0);
  EXPECT(rows.rows == 1);
  rows_free(&rows);

  memset(&audience, 0, sizeof audience);
  rows_to_stream(&stream, columns, 1, unknown, 1);
  EXPECT_STATUS(opp_workspace_audience(workspace, &query, &audience, NULL, NULL, NULL, &error),
                OPP_INPUT_ERROR);
  rows_to_stream(&stream, columns, 1, accounts, 2);
  EXPECT_STATUS(opp_workspace_audience(workspace, &query, NULL, NULL, NULL, NULL, &error),
                OPP_INVALID_ARGUMENT);
  query.accounts = NULL;
  query.campaign = opp_str_of("none");
  EXPECT_STATUS(opp_workspace_audience(workspace, &query, &audience, NULL, NULL, NULL, &error),
                OPP_NOT_FOUND);
  EXPECT(audience.release == NULL);
  EXPECT(rows_live_streams == streams);
  opp_workspace_close(workspace);
}

static void the_checklist(void) {
  opp_workspace *workspace = process_open();
  opp_checklist *checklist = NULL;
  opp_checklist_info info = OPP_CHECKLIST_INFO_INIT;
  opp_way way = OPP_WAY_INIT;
  opp_demand demand = OPP_DEMAND_INIT;
  opp_participant participant = OPP_PARTICIPANT_INIT;
  opp_text *json = NULL;
  EXPECT_OK(opp_workspace_checklist(workspace, opp_str_of("p1"), opp_str_of("2026-02-05"),
                                    &checklist, &error));
  EXPECT_OK(opp_checklist_get(checklist, &info, &error));
  EXPECT_TEXT(info.opportunity, "p1");
  EXPECT_TEXT(info.process, "own");
  EXPECT_TEXT(info.stage, "talk");
  EXPECT_TEXT(info.stage_name, "Talk");
  EXPECT_TEXT(info.milestone, "qualified");
  EXPECT(info.version == 1);
  EXPECT(info.since == INT64_C(1767571200000000)); /* 2026-01-05 */
  EXPECT(info.days == 31 && info.max_days == 30 && info.overdue == 1);
  EXPECT_TEXT(info.days_unit, "calendar");
  EXPECT(info.way_count == 2);
  EXPECT_OK(opp_checklist_way(checklist, 0, &way, &error));
  EXPECT_TEXT(way.to, "offer");
  EXPECT_TEXT(way.name, "Offer");
  EXPECT_TEXT(way.milestone, "proposal");
  EXPECT(way.forward == 1 && way.open == 0 && way.demand_count == 2);
  EXPECT_OK(opp_checklist_demand(checklist, 0, 0, &demand, &error));
  EXPECT_TEXT(demand.kind, "activity");
  EXPECT(demand.needed == 2 && demand.present == 0);
  EXPECT_STATUS(opp_checklist_demand(checklist, 0, 2, &demand, &error), OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_checklist_demand(checklist, 2, 0, &demand, &error), OPP_INVALID_ARGUMENT);
  EXPECT_OK(opp_checklist_way(checklist, 1, &way, &error));
  EXPECT_TEXT(way.to, "lost");
  EXPECT(way.forward == 0 && way.open == 1);
  EXPECT_STATUS(opp_checklist_way(checklist, 2, &way, &error), OPP_INVALID_ARGUMENT);
  EXPECT_OK(opp_checklist_json(checklist, &json, &error));
  EXPECT(opp_text_str(json).data[0] == '{');
  EXPECT(harness_has(opp_text_str(json), "\"stage\":\"talk\""));
  EXPECT(opp_text_free(json) == OPP_OK);
  EXPECT(opp_checklist_free(checklist) == OPP_OK);

  EXPECT_OK(opp_workspace_checklist(workspace, opp_str_of("p2"), opp_str_of(""), &checklist,
                                    &error)); /* now */
  EXPECT_OK(opp_checklist_get(checklist, &info, &error));
  EXPECT(info.max_days == -1 && info.overdue == 0);
  EXPECT_TEXT(info.days_unit, "business");
  EXPECT(info.paused_count == 1 && info.participant_count == 1);
  EXPECT_OK(opp_checklist_participant(checklist, 0, &participant, &error));
  EXPECT_TEXT(participant.role, "legal");
  EXPECT_TEXT(participant.person, "");
  EXPECT(participant.why.size > 0);
  EXPECT_STATUS(opp_checklist_participant(checklist, 1, &participant, &error),
                OPP_INVALID_ARGUMENT);
  EXPECT(opp_workspace_close(workspace) == OPP_OK);
  EXPECT_TEXT(info.stage, "offer");
  EXPECT(opp_checklist_free(checklist) == OPP_OK);

  workspace = process_open();
  checklist = NULL;
  EXPECT_STATUS(
      opp_workspace_checklist(workspace, opp_str_of("nobody"), opp_str_of(""), &checklist, &error),
      OPP_NOT_FOUND);
  EXPECT(checklist == NULL);
  opp_workspace_close(workspace);
}

int main(void) {
  refused_with_all_that_is_missing();
  forced_by_whom_the_policy_lets();
  many_at_once();
  moves_that_make_no_sense();
  a_table_of_moves();
  choice_and_audience();
  the_checklist();
  EXPECT(rows_live_streams == 0);
  return harness_finish();
}
