/* Conflicts over a period, and leakage. */
#include "fixture.h"

/* From February 1st to the 9th o1 is doubled by o2, which is won then beside an agreement. */
static opp_workspace *deals_open(void) {
  static const char changes[] =
      "[{\"table\": \"agreement\", \"record\": {\"id\": \"frame\", \"account\": \"acme\", "
      "\"valid_from\": \"2026-02-10\", \"discount\": 20}},"
      " {\"table\": \"opportunity\", \"at\": \"2026-02-01\", \"record\": {\"id\": \"o2\", "
      "\"account\": \"acme\", \"owner\": \"bo\", \"stage\": \"won\", \"products\": [\"crm\"], "
      "\"amount\": 20, \"opened\": \"2026-02-01\", \"closed\": \"2026-02-10\"}}]";
  opp_workspace *workspace = fixture_open();
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of(changes), NULL, &error));
  return workspace;
}

static const char *cell(const rows_table *table, size_t row, const char *name) {
  size_t i;
  for (i = 0; i < table->columns && row < table->rows; ++i) {
    if (strcmp(table->names[i], name) == 0) {
      return table->cells[row * table->columns + i];
    }
  }
  return "(no such cell)";
}

static void history(void) {
  opp_workspace *workspace = deals_open();
  struct ArrowArrayStream rows;
  rows_table found;
  EXPECT_OK(opp_workspace_conflict_history(
      workspace,
      opp_str_of("{\"from\": \"2026-01-01\", \"to\": \"2026-02-28\", \"groups\": [\"acme-dk\"], "
                 "\"kinds\": [\"duplicate_pursuit\"], \"language\": \"sv\", \"threads\": 1}"),
      &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 1 && found.columns == 13);
  EXPECT(strcmp(cell(&found, 0, "id"), "duplicate_pursuit:acme:o1") == 0);
  EXPECT(strcmp(cell(&found, 0, "from"), "2026-02-01") == 0);
  EXPECT(strcmp(cell(&found, 0, "to"), "2026-02-09") == 0);
  EXPECT(strcmp(cell(&found, 0, "days"), "9") == 0);
  EXPECT(strcmp(cell(&found, 0, "value_max_minor"), "12050") == 0);
  rows_free(&found);

  EXPECT_OK(opp_workspace_conflict_history(
      workspace,
      opp_str_of("{\"from\": \"2026-02-01\", \"to\": \"2026-02-28\", "
                 "\"kinds\": [\"duplicate_pursuit\", \"agreement_bypass\"], \"policy\": "
                 "{\"severity\": {\"duplicate_pursuit\": \"off\"}}}"),
      &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 1); /* the bypass */
  EXPECT(strcmp(cell(&found, 0, "kind"), "agreement_bypass") == 0);
  rows_free(&found);
  opp_workspace_close(workspace);
}

static void leakage(void) {
  opp_workspace *workspace = deals_open();
  struct ArrowArrayStream rows;
  rows_table found;
  EXPECT_OK(opp_workspace_leakage(
      workspace,
      opp_str_of("{\"from\": \"2026-02-01\", \"to\": \"2026-02-28\", \"as_of\": \"2026-02-10\"}"),
      &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 1 && found.columns == 15);
  EXPECT(strcmp(cell(&found, 0, "opportunity"), "o2") == 0);
  EXPECT(strcmp(cell(&found, 0, "reason"), "bypass") == 0);
  EXPECT(strcmp(cell(&found, 0, "difference_minor"), "400") == 0);
  rows_free(&found);
  EXPECT_OK(opp_workspace_leakage(workspace, opp_str_of(""), &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 1);
  rows_free(&found);
  opp_workspace_close(workspace);
}

static void refused(void) {
  static const struct {
    const char *query;
    opp_status status;
  } histories[] = {
      {"", OPP_INPUT_ERROR},
      {"{", OPP_INPUT_ERROR},
      {"[]", OPP_INPUT_ERROR},
      {"{}", OPP_INPUT_ERROR},
      {"{\"from\": \"soon\"}", OPP_INPUT_ERROR},
      {"{\"from\": 20260101}", OPP_INPUT_ERROR},
      {"{\"from\": \"2026-02-01\", \"to\": \"2026-01-01\"}", OPP_INPUT_ERROR},
      {"{\"from\": \"2026-02-01\", \"mood\": 1}", OPP_INPUT_ERROR},
      {"{\"from\": \"2026-02-01\", \"policy\": 1}", OPP_INPUT_ERROR},
      {"{\"from\": \"2026-02-01\", \"policy\": {\"mood\": 1}}", OPP_INPUT_ERROR},
      {"{\"from\": \"2026-02-01\", \"kinds\": \"all\"}", OPP_INPUT_ERROR},
      {"{\"from\": \"2026-02-01\", \"kinds\": [\"quarrel\"]}", OPP_NOT_FOUND},
      {"{\"from\": \"2026-02-01\", \"groups\": [\"nobody\"]}", OPP_NOT_FOUND},
      {"{\"from\": \"2026-02-01\", \"language\": \"xx\"}", OPP_NOT_FOUND},
      {"\xff", OPP_INVALID_ARGUMENT},
  };
  opp_workspace *workspace = deals_open();
  struct ArrowArrayStream rows;
  size_t i;
  memset(&rows, 0, sizeof rows);
  for (i = 0; i < COUNT_OF(histories); ++i) {
    EXPECT_STATUS(
        opp_workspace_conflict_history(workspace, opp_str_of(histories[i].query), &rows, &error),
        histories[i].status);
  }
  EXPECT_STATUS(
      opp_workspace_leakage(workspace, opp_str_of("{\"as_of\": \"soon\"}"), &rows, &error),
      OPP_INPUT_ERROR);
  EXPECT_STATUS(
      opp_workspace_leakage(workspace, opp_str_of("{\"groups\": [\"nobody\"]}"), &rows, &error),
      OPP_NOT_FOUND);
  EXPECT(rows.release == NULL);
  EXPECT_STATUS(opp_workspace_leakage(workspace, opp_str_of(""), NULL, &error),
                OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_workspace_conflict_history(workspace, opp_str_of("{\"from\": \"2026-02-01\"}"),
                                               NULL, &error),
                OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_workspace_leakage(NULL, opp_str_of(""), &rows, &error), OPP_INVALID_HANDLE);
  EXPECT_STATUS(opp_workspace_conflict_history(NULL, opp_str_of(""), &rows, &error),
                OPP_INVALID_HANDLE);
  opp_workspace_close(workspace);
}

int main(void) {
  history();
  leakage();
  refused();
  EXPECT(rows_live_streams == 0);
  return harness_finish();
}
