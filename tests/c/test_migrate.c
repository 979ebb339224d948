/* Opportunities that are moved to another version of their process. */
#include "fixture.h"

#define PROCESS(stages)                                                                          \
  "{\"table\": \"process\", \"record\": {\"id\": \"own\", \"definition\": {\"stages\": [" stages \
  "]}}}"
#define STAGE(id, milestone, rest) "{\"id\": \"" id "\", \"milestone\": \"" milestone "\"" rest "}"

/* Two deals in a process that has been put again since: m1 is mailed to their account. */
static opp_workspace *versions_open(void) {
  static const char changes[] =
      "[" PROCESS(STAGE("talk", "qualified", "") "," STAGE("offer", "proposal", "") "," STAGE(
          "won", "won", "") "," STAGE("lost", "lost", "")) ","
      " {\"table\": \"account\", \"record\": {\"id\": \"bolt\", \"market\": \"se\"}},"
      " {\"table\": \"activity\", \"record\": {\"id\": \"m1\", \"kind\": \"mailing\", "
      "\"channel\": \"marketing\", \"account\": \"bolt\", \"status\": \"active\", "
      "\"start\": \"2026-01-01\"}},"
      " {\"table\": \"opportunity\", \"at\": \"2026-01-05\", \"record\": {\"id\": \"p1\", "
      "\"account\": \"bolt\", \"owner\": \"ann\", \"process\": \"own\", \"stage\": \"talk\", "
      "\"opened\": \"2026-01-05\"}},"
      " {\"table\": \"opportunity\", \"at\": \"2026-01-05\", \"record\": {\"id\": \"p2\", "
      "\"account\": \"bolt\", \"owner\": \"ann\", \"process\": \"own\", \"stage\": \"offer\", "
      "\"products\": [\"laptop\"], \"opened\": \"2026-01-05\"}},"
      PROCESS(STAGE("talk", "qualified", "") "," STAGE(
          "bid", "proposal", ", \"suppress\": [\"mailing\"]") "," STAGE("won", "won", "") "," STAGE(
          "lost", "lost", "")) "]";
  opp_workspace *workspace = fixture_open();
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of(changes), NULL, &error));
  return workspace;
}

static opp_migrate request_of(const opp_stage_mapping *stages, size_t count) {
  opp_migrate request = OPP_MIGRATE_INIT;
  request.process = opp_str_of("own");
  request.stages = stages;
  request.stage_count = count;
  request.at = opp_str_of("2026-02-01T09:00:00Z");
  request.by = opp_str_of("ann");
  request.reason = opp_str_of("the new process");
  return request;
}

static void all_that_are_open(void) {
  opp_workspace *workspace = versions_open();
  const opp_stage_mapping stages[] = {{opp_str_of("offer"), opp_str_of("bid")}};
  const opp_migrate request = request_of(stages, 1);
  opp_migration *migration = NULL;
  opp_migration_info info = OPP_MIGRATION_INFO_INIT;
  opp_migrated moved = OPP_MIGRATED_INIT;
  opp_activity_effect activity = OPP_ACTIVITY_EFFECT_INIT;
  opp_text *json = NULL;
  EXPECT_OK(opp_workspace_migrate(workspace, &request, &migration, &error));
  EXPECT_OK(opp_migration_get(migration, &info, &error));
  EXPECT_TEXT(info.process, "own");
  EXPECT(info.version == 2 && info.moved_count == 2 && info.unchanged == 0);
  EXPECT(info.at == INT64_C(1769936400000000));
  EXPECT(info.pause_count == 1 && info.resume_count == 0);
  EXPECT(info.opened_count == 1 && info.closed_count == 0); /* the mailing beside the bid */
  EXPECT_OK(opp_migration_moved(migration, 1, &moved, &error));
  EXPECT_TEXT(moved.opportunity, "p2");
  EXPECT(moved.from_version == 1);
  EXPECT_TEXT(moved.from, "offer");
  EXPECT_TEXT(moved.to, "bid");
  EXPECT_STATUS(opp_migration_moved(migration, 2, &moved, &error), OPP_INVALID_ARGUMENT);
  EXPECT_OK(opp_migration_pause(migration, 0, &activity, &error));
  EXPECT_TEXT(activity.activity, "m1");
  EXPECT_STATUS(opp_migration_resume(migration, 0, &activity, &error), OPP_INVALID_ARGUMENT);
  EXPECT_OK(opp_migration_json(migration, &json, &error));
  EXPECT(harness_has(opp_text_str(json), "\"version\":2"));
  EXPECT(harness_has(opp_text_str(json), "\"marketing_collision:bolt:m1\""));
  EXPECT(opp_text_free(json) == OPP_OK);
  EXPECT(opp_migration_free(migration) == OPP_OK);
  EXPECT_STATUS(opp_migration_get(migration, &info, &error), OPP_INVALID_HANDLE);

  /* Once more: all run it already. */
  EXPECT_OK(opp_workspace_migrate(workspace, &request, &migration, &error));
  EXPECT_OK(opp_migration_get(migration, &info, &error));
  EXPECT(info.moved_count == 0 && info.unchanged == 2);
  EXPECT(opp_migration_free(migration) == OPP_OK);
  opp_workspace_close(workspace);
}

static void those_that_are_named(void) {
  opp_workspace *workspace = versions_open();
  const opp_str named[] = {opp_str_of("p1")};
  opp_migrate request = request_of(NULL, 0);
  opp_migration *migration = NULL;
  opp_migration_info info = OPP_MIGRATION_INFO_INIT;
  request.opportunities = named;
  request.opportunity_count = 1;
  EXPECT_OK(opp_workspace_migrate(workspace, &request, &migration, &error));
  EXPECT_OK(opp_migration_get(migration, &info, &error));
  EXPECT(info.moved_count == 1);
  EXPECT(opp_migration_free(migration) == OPP_OK);

  request.opportunity_count = 0; /* a list of none is none, not all */
  request.version = 1;
  EXPECT_OK(opp_workspace_migrate(workspace, &request, &migration, &error));
  EXPECT_OK(opp_migration_get(migration, &info, &error));
  EXPECT(info.version == 1 && info.moved_count == 0 && info.unchanged == 0);
  EXPECT(opp_migration_free(migration) == OPP_OK);

  EXPECT_OK(opp_workspace_migrate_json(
      workspace, opp_str_of("{\"process\": \"own\", \"version\": 1, \"opportunities\": [\"p1\"]}"),
      &migration, &error));
  EXPECT_OK(opp_migration_get(migration, &info, &error));
  EXPECT(info.version == 1 && info.moved_count == 1);
  EXPECT(opp_migration_free(migration) == OPP_OK);
  opp_workspace_close(workspace);
}

static void what_makes_no_sense(void) {
  opp_workspace *workspace = versions_open();
  opp_migrate request = request_of(NULL, 0);
  opp_migration *migration = NULL;
  opp_error *failure = NULL;
  opp_issue issue = OPP_ISSUE_INIT;
  uint64_t changes = 7;
  EXPECT(opp_workspace_migrate(workspace, &request, &migration, &failure) == OPP_INPUT_ERROR);
  EXPECT(opp_error_issue_count(failure) == 1);
  EXPECT(opp_error_issue(failure, 0, &issue) == OPP_OK);
  EXPECT_TEXT(issue.code, "stage_removed");
  EXPECT_TEXT(issue.value, "p2");
  EXPECT(opp_error_free(failure) == OPP_OK);
  EXPECT(migration == NULL);
  EXPECT_OK(opp_workspace_count(workspace, opp_str_of("stage_change"), &changes, &error));
  EXPECT(changes == 0);

  request.version = 3;
  EXPECT_STATUS(opp_workspace_migrate(workspace, &request, &migration, &error), OPP_NOT_FOUND);
  request.version = 0;
  request.stage_count = 1; /* of no stages */
  EXPECT_STATUS(opp_workspace_migrate(workspace, &request, &migration, &error),
                OPP_INVALID_ARGUMENT);
  request = request_of(NULL, 0);
  request.struct_size = sizeof(size_t);
  EXPECT_STATUS(opp_workspace_migrate(workspace, &request, &migration, &error),
                OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_workspace_migrate(workspace, NULL, &migration, &error), OPP_INVALID_ARGUMENT);
  request = request_of(NULL, 0);
  EXPECT_STATUS(opp_workspace_migrate(workspace, &request, NULL, &error), OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_workspace_migrate(NULL, &request, &migration, &error), OPP_INVALID_HANDLE);
  {
    static const char *const wrong[] = {"[]",
                                        "{}",
                                        "{\"process\": 5}",
                                        "{\"process\": \"own\", \"version\": 0}",
                                        "{\"process\": \"own\", \"version\": 1.5}",
                                        "{\"process\": \"own\", \"version\": -1}",
                                        "{\"process\": \"own\", \"opportunities\": \"p1\"}",
                                        "{\"process\": \"own\", \"opportunities\": [1]}",
                                        "{\"process\": \"own\", \"stages\": [\"offer\"]}",
                                        "{\"process\": \"own\", \"stages\": {\"offer\": 1}}",
                                        "{\"process\": \"own\", \"at\": \"soon\"}",
                                        "{\"process\": \"own\", \"to\": \"bid\"}"};
    size_t i;
    for (i = 0; i < sizeof wrong / sizeof wrong[0]; ++i) {
      EXPECT_STATUS(opp_workspace_migrate_json(workspace, opp_str_of(wrong[i]), &migration, &error),
                    OPP_INPUT_ERROR);
    }
  }
  EXPECT(migration == NULL);
  EXPECT(opp_migration_free(NULL) == OPP_OK);
  opp_workspace_close(workspace);
}

int main(void) {
  all_that_are_open();
  those_that_are_named();
  what_makes_no_sense();
  return harness_finish();
}
