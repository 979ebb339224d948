/* The hook that a CRM runs before it saves an opportunity: may this be saved, and if not, whom
 * should the seller call?
 *
 *   before_save [directory with one CSV file per table]
 *
 * A CRM opens its workspace once, at start, and keeps it in step by applying what it saves. The
 * hook itself is before_save() below. */
#include <stdio.h>
#include <stdlib.h>

#include "opportune/c/opportune.h"

/* Text of the library is followed by a NUL, so it can be printed as it is. */
static const char *print(opp_str text) { return text.size == 0 ? "" : text.data; }

static int fail(const char *doing, opp_error *error) {
  fprintf(stderr, "%s: %s\n", doing, print(opp_error_message(error)));
  opp_error_free(error);
  return -1;
}

static int print_conflict(const opp_decision *decision, size_t index) {
  static const char *const severities[] = {"off", "info", "warning", "critical"};
  opp_error *error = NULL;
  opp_predicted_conflict conflict = OPP_PREDICTED_CONFLICT_INIT;
  size_t i;
  if (opp_decision_conflict(decision, index, &conflict, &error) != OPP_OK) {
    return fail("reading the decision", error);
  }
  printf("  %s (%s): %s\n", print(conflict.kind), severities[conflict.severity],
         print(conflict.explanation));
  for (i = 0; i < conflict.related_count; ++i) {
    opp_related related = OPP_RELATED_INIT;
    if (opp_decision_related(decision, index, i, &related, &error) != OPP_OK) {
      return fail("reading the decision", error);
    }
    printf("    talk to %s about %s %s in %s: %s\n", print(related.owner), print(related.type),
           print(related.id), print(related.market), print(related.evidence));
  }
  return 0;
}

/* Returns 1 where the draft was saved, 0 where it must not be, -1 on an error. `confirmed`: the
 * seller has seen the warnings and wants to go on. */
static int before_save(opp_workspace *workspace, const char *draft, int confirmed) {
  static const char *const verdicts[] = {"allow", "warn", "block"};
  opp_error *error = NULL;
  opp_decision *decision = NULL;
  opp_decision_info info = OPP_DECISION_INFO_INIT;
  opp_check check = OPP_CHECK_INIT;
  opp_status status;
  size_t i;

  check.draft = opp_str_of(draft);
  if (opp_workspace_check(workspace, &check, &decision, &error) != OPP_OK) {
    return fail("checking the draft", error);
  }
  status = opp_decision_get(decision, &info, &error);
  if (status == OPP_OK) {
    printf("verdict: %s\n", verdicts[info.verdict]);
    for (i = 0; i < info.conflict_count; ++i) {
      print_conflict(decision, i);
    }
  }
  opp_decision_free(decision);
  if (status != OPP_OK) {
    return fail("reading the decision", error);
  }
  if (info.verdict == OPP_BLOCK || (info.verdict == OPP_WARN && !confirmed)) {
    puts("  not saved");
    return 0;
  }
  if (opp_workspace_apply(workspace, opp_str_of(draft), NULL, &error) != OPP_OK) {
    return fail("saving", error);
  }
  puts("  saved");
  return 1;
}

/* Bo in Copenhagen sells seats to Acme's Danish company while Ann negotiates in Sweden. */
static const char seats_in_denmark[] =
    "{\"table\": \"opportunity\", \"record\": {\"id\": \"O-2001\", \"name\": \"Acme seats\","
    " \"account\": \"acme-dk\", \"owner\": \"bo\", \"stage\": \"qualified\","
    " \"products\": [\"crm-seats\"], \"amount\": \"40000.00\", \"currency\": \"EUR\","
    " \"opened\": \"2025-06-01\"}}";
/* Carla enters the Swedish deal a second time. */
static const char same_deal_again[] =
    "{\"table\": \"opportunity\", \"record\": {\"id\": \"O-2002\", \"name\": \"Acme software\","
    " \"account\": \"acme-se\", \"owner\": \"carla\", \"stage\": \"qualified\","
    " \"products\": [\"software\"], \"amount\": \"10000.00\", \"currency\": \"EUR\","
    " \"opened\": \"2025-06-02\"}}";

int main(int argc, char **argv) {
  const char *directory = argc > 1 ? argv[1] : "examples/c/crm";
  opp_error *error = NULL;
  opp_workspace *workspace = NULL;
  int as_expected;
  if (opp_workspace_open(NULL, &workspace, &error) != OPP_OK) {
    fail("opening", error);
    return EXIT_FAILURE;
  }
  if (opp_workspace_load_csv(workspace, opp_str_of(directory), NULL, NULL, &error) != OPP_OK) {
    fail("loading", error);
    opp_workspace_close(workspace);
    return EXIT_FAILURE;
  }
  puts("Bo opens O-2001; he has spoken to Ann:");
  as_expected = before_save(workspace, seats_in_denmark, 1) == 1;
  puts("Carla opens O-2002:");
  as_expected = before_save(workspace, same_deal_again, 0) == 0 && as_expected;
  opp_workspace_close(workspace);
  return as_expected ? EXIT_SUCCESS : EXIT_FAILURE;
}
