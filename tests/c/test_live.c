/* Effects, the clock, subscriptions and what_if through C, and their misuse. */
#include "fixture.h"

#define CHANGES "[" FIXTURE_CROSS_MARKET "]"

static opp_workspace *live_open(const char *clock) {
  opp_workspace *workspace = NULL;
  opp_named_stream tables[FIXTURE_TABLES];
  struct ArrowArrayStream streams[FIXTURE_TABLES];
  opp_config config = OPP_CONFIG_INIT;
  config.clock = opp_str_of(clock);
  EXPECT_OK(opp_workspace_open(&config, &workspace, &error));
  fixture_tables(tables, streams);
  EXPECT_OK(opp_workspace_load(workspace, tables, FIXTURE_TABLES, NULL, NULL, &error));
  return workspace;
}

static void a_change_tells_what_it_did(void) {
  opp_workspace *workspace = live_open("2026-03-01T12:00:00Z");
  opp_text *effects = NULL;
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of(CHANGES), &effects, &error));
  EXPECT(harness_has(opp_text_str(effects), "\"cross_market_pursuit:acme:o1\""));
  EXPECT(harness_has(opp_text_str(effects), "\"opportunity:new\""));
  EXPECT(harness_has(opp_text_str(effects), "\"groups\":[\"acme\"]"));
  EXPECT(opp_text_free(effects) == OPP_OK);
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of("[]"), NULL, &error));
  EXPECT(opp_workspace_close(workspace) == OPP_OK);
}

static void what_if_leaves_nothing_behind(void) {
  opp_workspace *workspace = live_open("2026-03-01T12:00:00Z");
  opp_text *answer = NULL;
  uint64_t count = 0;
  struct ArrowArrayStream pipeline;
  EXPECT_OK(opp_workspace_what_if(workspace, opp_str_of(CHANGES), opp_str_of(""), &answer,
                                  &pipeline, NULL, NULL, &error));
  EXPECT(harness_has(opp_text_str(answer), "\"verdict\":\"warn\""));
  EXPECT(opp_text_free(answer) == OPP_OK);
  pipeline.release(&pipeline);
  EXPECT_OK(opp_workspace_count(workspace, opp_str_of("opportunity"), &count, &error));
  EXPECT(count == 1);
  EXPECT_STATUS(opp_workspace_what_if(workspace, opp_str_of("{"), opp_str_of(""), &answer, NULL,
                                      NULL, NULL, &error),
                OPP_INPUT_ERROR);
  EXPECT_STATUS(opp_workspace_what_if(workspace, opp_str_of(CHANGES), opp_str_of(""), NULL, NULL,
                                      NULL, NULL, &error),
                OPP_INVALID_ARGUMENT);
  EXPECT(opp_workspace_close(workspace) == OPP_OK);
}

static void the_clock_moves_forward(void) {
  opp_workspace *workspace = live_open("2026-03-01T12:00:00Z");
  const int64_t noon = opp_workspace_clock(workspace);
  opp_text *effects = NULL;
  opp_config config = OPP_CONFIG_INIT;
  opp_workspace *other = NULL;
  opp_error *wrong = NULL;
  EXPECT(noon == (int64_t)1772366400 * 1000000);
  EXPECT_OK(opp_workspace_advance_clock(workspace, opp_str_of("2026-03-02"), &effects, &error));
  EXPECT(harness_has(opp_text_str(effects), "\"opened\":[]"));
  EXPECT(opp_text_free(effects) == OPP_OK);
  EXPECT(opp_workspace_clock(workspace) > noon);
  EXPECT_STATUS(opp_workspace_advance_clock(workspace, opp_str_of("2026-03-01"), &effects, &error),
                OPP_INPUT_ERROR);
  EXPECT(opp_workspace_advance_clock(workspace, opp_str_of("soon"), NULL, &wrong) ==
         OPP_INVALID_ARGUMENT);
  EXPECT(strncmp(opp_error_message(wrong).data, "to 'soon'", 9) == 0);
  EXPECT(opp_error_free(wrong) == OPP_OK);
  EXPECT(opp_workspace_close(workspace) == OPP_OK);
  EXPECT(opp_workspace_clock(workspace) == OPP_NO_INSTANT);
  EXPECT(opp_workspace_clock(NULL) == OPP_NO_INSTANT);
  config.clock = opp_str_of("noon");
  EXPECT_STATUS(opp_workspace_open(&config, &other, &error), OPP_INVALID_ARGUMENT);
}

typedef struct told {
  opp_workspace *workspace;
  uint64_t subscription;
  int calls;
  int leaves;
} told;

static void tell(void *user, opp_str effects) {
  told *self = user;
  ++self->calls;
  EXPECT(harness_has(effects, "\"opened\""));
  if (self->leaves) {
    uint64_t count = 0;
    EXPECT_OK(opp_workspace_unsubscribe(self->workspace, self->subscription, &error));
    EXPECT_OK(opp_workspace_count(self->workspace, opp_str_of("opportunity"), &count, &error));
    EXPECT(count == 2);
  }
}

static void subscribers_are_told_and_may_leave(void) {
  opp_workspace *workspace = live_open("2026-03-01T12:00:00Z");
  told stays = {NULL, 0, 0, 0};
  told leaves = {NULL, 0, 0, 1};
  leaves.workspace = workspace;
  EXPECT_OK(opp_workspace_subscribe(workspace, tell, &stays, &stays.subscription, &error));
  EXPECT_OK(opp_workspace_subscribe(workspace, tell, &leaves, &leaves.subscription, &error));
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of(CHANGES), NULL, &error));
  EXPECT_OK(opp_workspace_apply(workspace, opp_str_of("[" FIXTURE_DUPLICATE "]"), NULL, &error));
  EXPECT(stays.calls == 2);
  EXPECT(leaves.calls == 1);
  EXPECT_STATUS(opp_workspace_unsubscribe(workspace, leaves.subscription, &error), OPP_NOT_FOUND);
  EXPECT_STATUS(opp_workspace_unsubscribe(workspace, 0, &error), OPP_NOT_FOUND);
  EXPECT_STATUS(opp_workspace_subscribe(workspace, NULL, NULL, &stays.subscription, &error),
                OPP_INVALID_ARGUMENT);
  EXPECT_STATUS(opp_workspace_subscribe(workspace, tell, NULL, NULL, &error), OPP_INVALID_ARGUMENT);
  EXPECT(opp_workspace_close(workspace) == OPP_OK);
  EXPECT_STATUS(opp_workspace_unsubscribe(workspace, stays.subscription, &error),
                OPP_INVALID_HANDLE);
  EXPECT_STATUS(opp_workspace_subscribe(NULL, tell, NULL, &stays.subscription, &error),
                OPP_INVALID_HANDLE);
}

int main(void) {
  a_change_tells_what_it_did();
  what_if_leaves_nothing_behind();
  the_clock_moves_forward();
  subscribers_are_told_and_may_leave();
  return harness_finish();
}
