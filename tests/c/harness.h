/* A harness of a few lines: each expectation is counted, failures are printed with their place. */
#ifndef TESTS_C_HARNESS_H
#define TESTS_C_HARNESS_H

#include <stdio.h>
#include <string.h>

#include "opportune/c/opportune.h"

static int harness_passed = 0;
static int harness_failed = 0;

static inline void harness_note(int holds, const char *what, const char *file, int line) {
  if (holds) {
    ++harness_passed;
  } else {
    ++harness_failed;
    printf("%s:%d: failed: %s\n", file, line, what);
  }
}

static inline int harness_same(opp_str text, const char *expected) {
  return text.size == strlen(expected) &&
         (text.size == 0 || memcmp(text.data, expected, text.size) == 0);
}

/* Whether the text has the part; borrowed texts end with a NUL. */
static inline int harness_has(opp_str text, const char *part) {
  return text.data != NULL && strstr(text.data, part) != NULL;
}

static inline void harness_status(opp_status status, opp_status expected, opp_error *error,
                                  const char *what, const char *file, int line) {
  harness_note(status == expected, what, file, line);
  if (status != expected) {
    printf("  status %s, expected %s: %s\n", opp_status_name(status).data,
           opp_status_name(expected).data, error == NULL ? "" : opp_error_message(error).data);
  }
}

#define EXPECT(condition) harness_note((condition) != 0, #condition, __FILE__, __LINE__)
#define EXPECT_TEXT(text, expected) \
  harness_note(harness_same((text), (expected)), #text " is \"" expected "\"", __FILE__, __LINE__)
/* `call` uses a variable `error`, which is freed. */
#define EXPECT_STATUS(call, expected)                                                \
  do {                                                                               \
    opp_error *error = NULL;                                                         \
    const opp_status harness_got = (call);                                           \
    harness_status(harness_got, (expected), error, #call, __FILE__, __LINE__);       \
    harness_note((harness_got == OPP_OK) == (error == NULL),                         \
                 #call " gives an error exactly when it fails", __FILE__, __LINE__); \
    opp_error_free(error);                                                           \
  } while (0)
#define EXPECT_OK(call) EXPECT_STATUS(call, OPP_OK)

static inline int harness_finish(void) {
  printf("%d passed, %d failed\n", harness_passed, harness_failed);
  return harness_failed == 0 ? 0 : 1;
}

#endif /* TESTS_C_HARNESS_H */
