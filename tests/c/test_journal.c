/* The journal: opened again, decided on an old view, what was known, who changed what, a copy. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include <stdlib.h>

#include "fixture.h"

static char folder[256], place[300], copy[300];

static void find_places(void) {
  const char *temporary = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/opportune_c_XXXXXX", temporary ? temporary : "/tmp");
  EXPECT(mkdtemp(folder) != NULL);
  snprintf(place, sizeof place, "%s/deals.db", folder);
  snprintf(copy, sizeof copy, "%s/copy.db", folder);
}

static opp_workspace *journal_open(const char *location, const char *clock) {
  opp_workspace *workspace = NULL;
  opp_config config = OPP_CONFIG_INIT;
  config.journal = opp_str_of(location);
  config.clock = opp_str_of(clock);
  EXPECT_OK(opp_workspace_open(&config, &workspace, &error));
  return workspace;
}

static uint64_t people(const opp_workspace *workspace) {
  uint64_t count = 0;
  EXPECT_OK(opp_workspace_count(workspace, opp_str_of("person"), &count, &error));
  return count;
}

static opp_str person(const char *name) {
  static char text[200];
  snprintf(text, sizeof text,
           "{\"table\": \"person\", \"record\": {\"id\": \"ann\", \"name\": \"%s\"}}", name);
  return opp_str_of(text);
}

static void opened_again(void) {
  opp_workspace *workspace = journal_open(place, "2026-01-01");
  opp_workspace *again = NULL;
  EXPECT_OK(opp_workspace_apply(workspace, person("Ann"), NULL, &error));
  EXPECT(opp_workspace_position(workspace) == 1);
  again = journal_open(place, "2026-01-01");
  EXPECT(people(again) == 1);
  EXPECT(opp_workspace_close(again) == OPP_OK);
  EXPECT(opp_workspace_close(workspace) == OPP_OK);
  EXPECT(opp_workspace_position(workspace) == 0);
}

static void decided_on_an_old_view(void) {
  opp_workspace *workspace = journal_open(place, "2026-01-03");
  opp_workspace *other = journal_open(place, "2026-01-03");
  const uint64_t position = opp_workspace_position(workspace);
  opp_text *effects = NULL;
  EXPECT_OK(opp_workspace_apply_at(other, position, person("Anna"), &effects, &error));
  EXPECT(harness_has(opp_text_str(effects), "\"applied\""));
  EXPECT(opp_text_free(effects) == OPP_OK);
  EXPECT_STATUS(opp_workspace_apply_at(workspace, position, person("Anne"), NULL, &error),
                OPP_STALE);
  EXPECT(opp_workspace_position(workspace) == position + 1);
  opp_workspace_close(other);
  opp_workspace_close(workspace);
}

static void looked_back(void) {
  opp_workspace *workspace = journal_open(place, "2026-01-05");
  opp_workspace *then = NULL;
  struct ArrowArrayStream rows;
  rows_table found;
  EXPECT_OK(opp_workspace_known_at(workspace, opp_str_of("2026-01-02"), &then, &error));
  EXPECT(people(then) == 1);
  EXPECT_STATUS(opp_workspace_apply(then, person("Late"), NULL, &error), OPP_STORE_ERROR);
  EXPECT(opp_workspace_close(then) == OPP_OK);
  then = NULL;
  EXPECT_STATUS(opp_workspace_known_at(workspace, opp_str_of("soon"), &then, &error),
                OPP_INVALID_ARGUMENT);
  EXPECT(then == NULL);
  EXPECT_OK(opp_workspace_audit(workspace, opp_str_of("person"), opp_str_of("ann"), &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 2 && found.columns == 7);
  EXPECT(strcmp(found.cells[6], "Ann") == 0);
  EXPECT(strcmp(found.cells[13], "Anna") == 0);
  rows_free(&found);
  EXPECT_STATUS(
      opp_workspace_audit(workspace, opp_str_of("person"), opp_str_of("bo"), &rows, &error),
      OPP_NOT_FOUND);
  opp_workspace_close(workspace);
}

static void copied(void) {
  opp_workspace *workspace = journal_open(place, "2026-01-05"), *again = NULL;
  EXPECT_OK(opp_workspace_backup(workspace, opp_str_of(copy), &error));
  EXPECT_STATUS(opp_workspace_backup(workspace, opp_str_of(copy), &error), OPP_STORE_ERROR);
  again = journal_open(copy, "2026-01-05");
  EXPECT(people(again) == 1);
  EXPECT(opp_workspace_position(again) == opp_workspace_position(workspace));
  opp_workspace_close(again);
  opp_workspace_close(workspace);
}

static void checkpoint(void) {
  opp_config config = OPP_CONFIG_INIT;
  opp_workspace *workspace = journal_open(place, "2026-01-05"), *again = NULL;
  char file[400];
  EXPECT_OK(opp_workspace_checkpoint(workspace, &error));
  snprintf(file, sizeof file, "%s-checkpoint", place);
  EXPECT(remove(file) == 0);
  config.journal = opp_str_of(place);
  config.checkpoint = opp_str_of("off");
  EXPECT_OK(opp_workspace_open(&config, &again, &error));
  EXPECT(people(again) == people(workspace));
  EXPECT_STATUS(opp_workspace_checkpoint(again, &error), OPP_STORE_ERROR);
  EXPECT_STATUS(opp_workspace_checkpoint(NULL, &error), OPP_INVALID_HANDLE);
  opp_workspace_close(again);
  opp_workspace_close(workspace);
}

static void places_that_cannot_be(void) {
  opp_workspace *workspace = NULL, *view = NULL;
  opp_config config = OPP_CONFIG_INIT;
  config.journal = opp_str_of(folder);
  EXPECT_STATUS(opp_workspace_open(&config, &workspace, &error), OPP_STORE_ERROR);
  config.journal = opp_str_of(place);
  config.reporting_currency = opp_str_of("SEK");
  EXPECT_STATUS(opp_workspace_open(&config, &workspace, &error), OPP_STORE_ERROR);
  EXPECT(workspace == NULL);
  EXPECT_OK(opp_workspace_open(NULL, &workspace, &error));
  EXPECT_STATUS(opp_workspace_known_at(workspace, opp_str_of("2026-01-01"), &view, &error),
                OPP_STORE_ERROR);
  EXPECT_STATUS(opp_workspace_backup(workspace, opp_str_of(copy), &error), OPP_STORE_ERROR);
  opp_workspace_close(workspace);
}

int main(void) {
  char command[300];
  find_places();
  opened_again();
  decided_on_an_old_view();
  looked_back();
  copied();
  checkpoint();
  places_that_cannot_be();
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  EXPECT(system(command) == 0);
  return harness_finish();
}
