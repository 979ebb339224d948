/* The moves benchmark through the C interface (run.py starts it, as it does moves.cpp):
 *
 *   moves_c ENGINE FOLDER MOVES ANSWERS
 *
 * ENGINE: "table", one call with an Arrow stream; "single", a call for each move. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../tests/c/arrow_rows.h"
#include "opportune/c/opportune.h"

enum { COLUMNS = 4, MOST_BATCHES = 4096 };

static const char *const names[COLUMNS] = {"opportunity", "to", "at", "by"};

/* By the clock on the wall, and of a processor. */
typedef struct seconds {
  double wall, processor;
} seconds;

static seconds now(void) {
  struct timespec time;
  seconds out;
  clock_gettime(CLOCK_MONOTONIC, &time);
  out.wall = (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
  out.processor = (double)clock() / CLOCKS_PER_SEC;
  return out;
}

static seconds since(seconds start) {
  seconds out = now();
  out.wall -= start.wall;
  out.processor -= start.processor;
  return out;
}

static void stop(const char *what) {
  fprintf(stderr, "moves_c: %s\n", what);
  exit(1);
}

static void check(opp_status status, opp_error *error) {
  if (status != OPP_OK) {
    stop(opp_error_message(error).data);
  }
}

/* The cells of the first moves of a file without quotes, row by row: parts of one text. */
static const char **read_moves(const char *folder, size_t limit, size_t *rows) {
  char path[4096];
  char *text, *cell;
  const char **cells;
  long size;
  size_t i;
  FILE *file;
  snprintf(path, sizeof path, "%s/moves.csv", folder);
  file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
    stop("moves.csv cannot be read");
  }
  rewind(file);
  text = (char *)malloc((size_t)size + 1);
  if (fread(text, 1, (size_t)size, file) != (size_t)size) {
    stop("moves.csv cannot be read");
  }
  fclose(file);
  text[size] = '\0';
  cells = (const char **)malloc((limit * COLUMNS + 1) * sizeof *cells);
  cell = strchr(text, '\n') + 1; /* after the header */
  *rows = 0;
  while (*cell != '\0' && *rows < limit) {
    for (i = 0; i < COLUMNS; ++i) {
      char *end = cell + strcspn(cell, ",\n");
      cells[*rows * COLUMNS + i] = cell;
      *end = '\0';
      cell = end + 1;
    }
    ++*rows;
  }
  return cells;
}

static opp_workspace *open_workspace(const char *folder) {
  char path[4096];
  opp_config config = OPP_CONFIG_INIT;
  opp_workspace *workspace = NULL;
  opp_error *error = NULL;
  config.policy = opp_str_of("{\"suppression\": \"account\"}");
  check(opp_workspace_open(&config, &workspace, &error), error);
  snprintf(path, sizeof path, "%s/records", folder);
  check(opp_workspace_load_csv(workspace, opp_str_of(path), NULL, NULL, &error), error);
  return workspace;
}

/* The batches of a stream, to be released by nobody: the program ends soon. */
static size_t drain(struct ArrowArrayStream *stream, struct ArrowArray *batches) {
  size_t count = 0;
  for (;;) {
    if (count == MOST_BATCHES || stream->get_next(stream, &batches[count]) != 0) {
      stop("a stream of answers failed");
    }
    if (batches[count].release == NULL) {
      return count;
    }
    ++count;
  }
}

static int bit(const struct ArrowArray *column, int64_t row) {
  const int64_t at = row + column->offset;
  return ((const uint8_t *)column->buffers[1])[at / 8] >> (at % 8) & 1;
}

static seconds by_table(opp_workspace *workspace, const char **cells, size_t rows, char *letters) {
  enum { DONE = 1, CUSTOMER = 8 }; /* columns of the answers; of the activities: row, effect */
  static struct ArrowArray batches[2][MOST_BATCHES];
  struct ArrowArrayStream moves, transitions, missing, activities, conflicts;
  opp_error *error = NULL;
  size_t counts[2], batch, at = 0;
  int64_t row;
  seconds start, took;
  rows_to_stream(&moves, names, COLUMNS, cells, rows);
  start = now();
  check(opp_workspace_advance_table(workspace, &moves, &transitions, &missing, &activities,
                                    &conflicts, &error),
        error);
  counts[0] = drain(&transitions, batches[0]);
  counts[1] = drain(&activities, batches[1]);
  took = since(start);
  for (batch = 0; batch < counts[0]; ++batch) {
    struct ArrowArray **columns = batches[0][batch].children;
    for (row = 0; row < batches[0][batch].length; ++row) {
      letters[at++] = !bit(columns[DONE], row) ? '-' : bit(columns[CUSTOMER], row) ? 'c' : 'm';
    }
  }
  for (batch = 0; batch < counts[1]; ++batch) {
    struct ArrowArray **columns = batches[1][batch].children;
    const int64_t *of = (const int64_t *)columns[0]->buffers[1] + columns[0]->offset;
    const int64_t *ends = (const int64_t *)columns[2]->buffers[1] + columns[2]->offset;
    for (row = 0; row < batches[1][batch].length; ++row) {
      if (strncmp((const char *)columns[2]->buffers[2] + ends[row], "pause", 5) == 0) {
        letters[of[row]] = 'p';
      }
    }
  }
  return took;
}

static seconds one_by_one(opp_workspace *workspace, const char **cells, size_t rows,
                          char *letters) {
  opp_error *error = NULL;
  size_t row;
  const seconds start = now();
  for (row = 0; row < rows; ++row) {
    opp_advance advance = OPP_ADVANCE_INIT;
    opp_transition transition = OPP_TRANSITION_INIT;
    opp_transitions *transitions = NULL;
    advance.opportunity = opp_str_of(cells[row * COLUMNS]);
    advance.to = opp_str_of(cells[row * COLUMNS + 1]);
    advance.at = opp_str_of(cells[row * COLUMNS + 2]);
    advance.by = opp_str_of(cells[row * COLUMNS + 3]);
    check(opp_workspace_advance(workspace, &advance, &transitions, &error), error);
    check(opp_transitions_get(transitions, 0, &transition, &error), error);
    letters[row] = !transition.done              ? '-'
                   : transition.pause_count != 0 ? 'p'
                   : transition.customer         ? 'c'
                                                 : 'm';
    opp_transitions_free(transitions);
  }
  return since(start);
}

int main(int argc, char **argv) {
  size_t rows;
  const char **cells;
  char *letters;
  seconds took;
  opp_workspace *workspace;
  FILE *answers;
  if (argc != 5) {
    stop("table|single FOLDER MOVES ANSWERS");
  }
  cells = read_moves(argv[2], (size_t)strtoull(argv[3], NULL, 10), &rows);
  letters = (char *)malloc(rows + 1);
  workspace = open_workspace(argv[2]);
  took = (strcmp(argv[1], "single") == 0 ? one_by_one : by_table)(workspace, cells, rows, letters);
  answers = fopen(argv[4], "wb");
  if (answers == NULL || fwrite(letters, 1, rows, answers) != rows || fclose(answers) != 0) {
    stop("the answers cannot be written");
  }
  printf("{\"moves\": %zu, \"seconds\": %.9f, \"processor_seconds\": %.6f}\n", rows, took.wall,
         took.processor);
  return 0;
}
