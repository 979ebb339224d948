/* Histories against their process: deviations, the ways that were gone, and the drawing. */
#include "fixture.h"

#define OWN_STAGES                                                                               \
  "[{\"id\": \"talk\", \"milestone\": \"qualified\"}, {\"id\": \"offer\", \"milestone\": "       \
  "\"proposal\"}, {\"id\": \"won\", \"milestone\": \"won\"}, {\"id\": \"lost\", \"milestone\": " \
  "\"lost\"}]"

/* A deal that is lost on January 10th and stands in an offer again from the 12th. */
static opp_workspace *histories_open(void) {
  static const char changes[] =
      "[{\"table\": \"process\", \"record\": {\"id\": \"own\", \"name\": \"Our \\\"own\\\"\", "
      "\"definition\": {\"stages\": " OWN_STAGES
      "}}},"
      " {\"table\": \"opportunity\", \"at\": \"2026-01-05\", \"record\": {\"id\": \"p1\", "
      "\"account\": \"acme\", \"owner\": \"ann\", \"process\": \"own\", \"stage\": \"talk\", "
      "\"opened\": \"2026-01-05\"}},"
      " {\"table\": \"stage_change\", \"record\": {\"opportunity\": \"p1\", \"from\": \"talk\", "
      "\"to\": \"lost\", \"at\": \"2026-01-10T12:00:00Z\", \"by\": \"ann\"}},"
      " {\"table\": \"stage_change\", \"record\": {\"opportunity\": \"p1\", \"from\": \"lost\", "
      "\"to\": \"offer\", \"at\": \"2026-01-12T12:00:00Z\", \"by\": \"bo\", "
      "\"reason\": \"asked to\"}}]";
  opp_workspace *workspace = fixture_open();
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of(changes), NULL, &error));
  return workspace;
}

static int column(const rows_table *table, const char *name) {
  size_t i;
  for (i = 0; i < table->columns; ++i) {
    if (strcmp(table->names[i], name) == 0) {
      return (int)i;
    }
  }
  return -1;
}

static void expect_cell(const rows_table *table, size_t row, const char *name,
                        const char *expected) {
  const int at = column(table, name);
  EXPECT(at >= 0 && row < table->rows);
  if (at >= 0 && row < table->rows) {
    const char *cell = table->cells[row * table->columns + (size_t)at];
    EXPECT(strcmp(cell, expected) == 0);
    if (strcmp(cell, expected) != 0) {
      printf("  %s is %s, expected %s\n", name, cell, expected);
    }
  }
}

static void deviations(void) {
  opp_workspace *workspace = histories_open();
  opp_deviation_query query = OPP_DEVIATION_QUERY_INIT;
  struct ArrowArrayStream rows;
  rows_table found;
  EXPECT_OK(opp_workspace_deviations(workspace, NULL, &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 1 && found.columns == 10);
  expect_cell(&found, 0, "opportunity", "p1");
  expect_cell(&found, 0, "process", "own");
  expect_cell(&found, 0, "from", "lost");
  expect_cell(&found, 0, "to", "offer");
  expect_cell(&found, 0, "by", "bo");
  expect_cell(&found, 0, "kind", "after_close");
  expect_cell(&found, 0, "forced", "true");
  rows_free(&found);

  query.process = opp_str_of("own");
  query.as_of = opp_str_of("2026-01-11");
  EXPECT_OK(opp_workspace_deviations(workspace, &query, &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  EXPECT(found.rows == 0);
  rows_free(&found);

  query.process = opp_str_of("nirvana");
  memset(&rows, 0, sizeof rows);
  EXPECT_STATUS(opp_workspace_deviations(workspace, &query, &rows, &error), OPP_NOT_FOUND);
  EXPECT(rows.release == NULL);
  opp_workspace_close(workspace);
}

static void edges(void) {
  opp_workspace *workspace = histories_open();
  struct ArrowArrayStream rows;
  rows_table found;
  EXPECT_OK(
      opp_workspace_process_edges(workspace, opp_str_of("own"), 1, opp_str_of(""), &rows, &error));
  EXPECT(rows_from_stream(&rows, &found) == 0);
  /* talk > offer, talk > lost, offer > talk, offer > won, offer > lost, lost > offer */
  EXPECT(found.rows == 6 && found.columns == 8);
  expect_cell(&found, 0, "count", "0");
  expect_cell(&found, 0, "median_days", "");
  expect_cell(&found, 1, "to", "lost");
  expect_cell(&found, 1, "count", "1");
  expect_cell(&found, 1, "median_days", "5.5");
  expect_cell(&found, 5, "from", "lost");
  expect_cell(&found, 5, "listed", "false");
  expect_cell(&found, 5, "opportunities", "1");
  expect_cell(&found, 5, "median_days", "2.0");
  rows_free(&found);
  memset(&rows, 0, sizeof rows);
  EXPECT_STATUS(
      opp_workspace_process_edges(workspace, opp_str_of("own"), 2, opp_str_of(""), &rows, &error),
      OPP_NOT_FOUND);
  EXPECT(rows.release == NULL);
  opp_workspace_close(workspace);
}

static void graph(void) {
  opp_workspace *workspace = histories_open();
  opp_process_graph_options options = OPP_PROCESS_GRAPH_OPTIONS_INIT;
  opp_text *dot = NULL;
  EXPECT_OK(opp_workspace_process_graph(workspace, opp_str_of("own"), NULL, &dot, &error));
  EXPECT(harness_has(opp_text_str(dot), "digraph process {"));
  EXPECT(harness_has(opp_text_str(dot), "Our \\\"own\\\", version 1, as of "));
  EXPECT(harness_has(opp_text_str(dot), "label=\"1, 5.5 d\""));
  EXPECT(harness_has(opp_text_str(dot), "style=dashed, color=red"));
  EXPECT(opp_text_free(dot) == OPP_OK);

  options.definition_only = 1;
  EXPECT_OK(opp_workspace_process_graph(workspace, opp_str_of("own"), &options, &dot, &error));
  EXPECT(harness_has(opp_text_str(dot), "s0 -> s3;"));
  EXPECT(!harness_has(opp_text_str(dot), "dashed"));
  EXPECT(!harness_has(opp_text_str(dot), "here"));
  EXPECT(opp_text_free(dot) == OPP_OK);

  dot = NULL;
  options.version = 7;
  EXPECT_STATUS(opp_workspace_process_graph(workspace, opp_str_of("own"), &options, &dot, &error),
                OPP_NOT_FOUND);
  EXPECT(dot == NULL);
  opp_workspace_close(workspace);
}

int main(void) {
  deviations();
  edges();
  graph();
  EXPECT(rows_live_streams == 0);
  return harness_finish();
}
