/* Tables of C strings as Arrow streams and back: what the tests of the C interface load, and how
 * they read what they get. Independent of the library. C99 and C++. */
#ifndef TESTS_C_ARROW_ROWS_H
#define TESTS_C_ARROW_ROWS_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "opportune/c/opportune.h"

/* ---- Out: a table of strings as a stream of one batch of utf8 columns --------------------------
 */

typedef struct rows_source {
  char **names;
  int32_t **offsets;
  char **bytes;
  uint8_t **valid;
  int64_t columns;
  int64_t rows;
  int64_t batches_left;
  int fails; /* the stream fails instead of giving its batch */
} rows_source;

static int rows_live_streams = 0; /* made and not released; single-threaded tests look at it */

static inline char *rows_copy(const char *text) {
  const size_t size = strlen(text) + 1;
  char *out = (char *)malloc(size);
  memcpy(out, text, size);
  return out;
}

static inline void rows_release_schema(struct ArrowSchema *schema) {
  int64_t i;
  for (i = 0; i < schema->n_children; ++i) {
    if (schema->children[i]->release != NULL) {
      schema->children[i]->release(schema->children[i]);
    }
    free(schema->children[i]);
  }
  free(schema->children);
  free(schema->private_data);
  schema->release = NULL;
}

static inline void rows_make_schema(struct ArrowSchema *out, const char *format, const char *name) {
  memset(out, 0, sizeof *out);
  out->format = format;
  out->private_data = rows_copy(name);
  out->name = (const char *)out->private_data;
  out->flags = ARROW_FLAG_NULLABLE;
  out->release = rows_release_schema;
}

static inline int rows_get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  const rows_source *source = (const rows_source *)stream->private_data;
  int64_t i;
  rows_make_schema(out, "+s", "");
  out->flags = 0;
  out->n_children = source->columns;
  out->children =
      (struct ArrowSchema **)calloc((size_t)source->columns + 1, sizeof(struct ArrowSchema *));
  for (i = 0; i < source->columns; ++i) {
    out->children[i] = (struct ArrowSchema *)malloc(sizeof(struct ArrowSchema));
    rows_make_schema(out->children[i], "u", source->names[i]);
  }
  return 0;
}

static inline void rows_release_array(struct ArrowArray *array) {
  int64_t i;
  for (i = 0; i < array->n_children; ++i) {
    if (array->children[i]->release != NULL) {
      array->children[i]->release(array->children[i]);
    }
    free(array->children[i]);
  }
  free(array->children);
  for (i = 0; i < array->n_buffers; ++i) {
    free((void *)array->buffers[i]);
  }
  free((void *)array->buffers);
  array->release = NULL;
}

static inline void rows_make_array(struct ArrowArray *out, int64_t length, int64_t buffers) {
  memset(out, 0, sizeof *out);
  out->length = length;
  out->null_count = buffers > 1 ? -1 : 0;
  out->n_buffers = buffers;
  out->buffers = (const void **)calloc((size_t)buffers, sizeof(void *));
  out->release = rows_release_array;
}

static inline int rows_get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  rows_source *source = (rows_source *)stream->private_data;
  int64_t i;
  if (source->fails) {
    return 5;
  }
  if (source->batches_left == 0) {
    memset(out, 0, sizeof *out);
    return 0;
  }
  source->batches_left = 0;
  rows_make_array(out, source->rows, 1);
  out->n_children = source->columns;
  out->children =
      (struct ArrowArray **)calloc((size_t)source->columns + 1, sizeof(struct ArrowArray *));
  for (i = 0; i < source->columns; ++i) {
    out->children[i] = (struct ArrowArray *)malloc(sizeof(struct ArrowArray));
    rows_make_array(out->children[i], source->rows, 3);
    out->children[i]->buffers[0] = source->valid[i]; /* the array owns them from here on */
    out->children[i]->buffers[1] = source->offsets[i];
    out->children[i]->buffers[2] = source->bytes[i];
    source->valid[i] = NULL;
    source->offsets[i] = NULL;
    source->bytes[i] = NULL;
  }
  return 0;
}

static inline const char *rows_last_error(struct ArrowArrayStream *stream) {
  (void)stream;
  return "the line went dead";
}

static inline void rows_release_stream(struct ArrowArrayStream *stream) {
  rows_source *source = (rows_source *)stream->private_data;
  int64_t i;
  for (i = 0; i < source->columns; ++i) {
    free(source->names[i]);
    free(source->offsets[i]);
    free(source->bytes[i]);
    free(source->valid[i]);
  }
  free(source->names);
  free(source->offsets);
  free(source->bytes);
  free(source->valid);
  free(source);
  stream->release = NULL;
  --rows_live_streams;
}

/* `cells` are row by row; NULL or "" is null. */
static inline void rows_to_stream(struct ArrowArrayStream *out, const char *const *names,
                                  size_t columns, const char *const *cells, size_t rows) {
  rows_source *source = (rows_source *)calloc(1, sizeof(rows_source));
  size_t i;
  size_t row;
  source->columns = (int64_t)columns;
  source->rows = (int64_t)rows;
  source->batches_left = 1;
  source->names = (char **)calloc(columns + 1, sizeof(char *));
  source->offsets = (int32_t **)calloc(columns + 1, sizeof(int32_t *));
  source->bytes = (char **)calloc(columns + 1, sizeof(char *));
  source->valid = (uint8_t **)calloc(columns + 1, sizeof(uint8_t *));
  for (i = 0; i < columns; ++i) {
    size_t size = 0;
    source->names[i] = rows_copy(names[i]);
    source->offsets[i] = (int32_t *)calloc(rows + 1, sizeof(int32_t));
    source->valid[i] = (uint8_t *)calloc(rows / 8 + 1, 1);
    for (row = 0; row < rows; ++row) {
      const char *cell = cells[row * columns + i];
      size += cell == NULL ? 0 : strlen(cell);
    }
    source->bytes[i] = (char *)malloc(size + 1);
    size = 0;
    for (row = 0; row < rows; ++row) {
      const char *cell = cells[row * columns + i];
      const size_t length = cell == NULL ? 0 : strlen(cell);
      if (length > 0) {
        memcpy(source->bytes[i] + size, cell, length);
        source->valid[i][row / 8] = (uint8_t)(source->valid[i][row / 8] | 1U << (row % 8));
      }
      size += length;
      source->offsets[i][row + 1] = (int32_t)size;
    }
  }
  memset(out, 0, sizeof *out);
  out->get_schema = rows_get_schema;
  out->get_next = rows_get_next;
  out->get_last_error = rows_last_error;
  out->release = rows_release_stream;
  out->private_data = source;
  ++rows_live_streams;
}

/* ---- In: a stream as a table of strings --------------------------------------------------------
 */

/* Cells row by row; null is "". Lists are a;b, instants ISO 8601. */
typedef struct rows_table {
  size_t columns;
  size_t rows;
  char **names;
  char **cells;
} rows_table;

static inline void rows_free(rows_table *table) {
  size_t i;
  for (i = 0; i < table->columns; ++i) {
    free(table->names[i]);
  }
  for (i = 0; i < table->columns * table->rows; ++i) {
    free(table->cells[i]);
  }
  free(table->names);
  free(table->cells);
  memset(table, 0, sizeof *table);
}

static inline char *rows_text(const struct ArrowArray *array, int64_t at) {
  const int64_t *offsets = (const int64_t *)array->buffers[1];
  const size_t size = (size_t)(offsets[at + 1] - offsets[at]);
  char *out = (char *)malloc(size + 1);
  if (size > 0) {
    memcpy(out, (const char *)array->buffers[2] + offsets[at], size);
  }
  out[size] = '\0';
  return out;
}

/* Days since 1970-01-01 as a civil date (H. Hinnant, chrono-compatible date algorithms). */
static inline void rows_civil(int64_t days, char *out, size_t size) {
  const int64_t z = days + 719468;
  const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const int64_t doe = z - era * 146097;
  const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int64_t mp = (5 * doy + 2) / 153;
  const int64_t month = mp < 10 ? mp + 3 : mp - 9;
  const int64_t year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  snprintf(out, size, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, year, month,
           doy - (153 * mp + 2) / 5 + 1);
}

static inline void rows_instant(int64_t micros, char *out, size_t size) {
  const int64_t day = 86400000000LL;
  const int64_t days = (micros - (micros % day + day) % day) / day;
  const int64_t rest = micros - days * day;
  char date[40];
  rows_civil(days, date, sizeof date);
  if (rest % 1000000 != 0) {
    snprintf(out, size, "%sT%02d:%02d:%02d.%06dZ", date, (int)(rest / 3600000000LL),
             (int)(rest / 60000000 % 60), (int)(rest / 1000000 % 60), (int)(rest % 1000000));
  } else {
    snprintf(out, size, "%sT%02d:%02d:%02dZ", date, (int)(rest / 3600000000LL),
             (int)(rest / 60000000 % 60), (int)(rest / 1000000 % 60));
  }
}

static inline char *rows_list(const struct ArrowArray *array, int64_t at) {
  const int64_t *offsets = (const int64_t *)array->buffers[1];
  const struct ArrowArray *items = array->children[0];
  char *out = rows_copy("");
  int64_t i;
  for (i = offsets[at]; i < offsets[at + 1]; ++i) {
    char *item = rows_text(items, i + items->offset);
    const size_t size = strlen(out);
    out = (char *)realloc(out, size + strlen(item) + 2);
    snprintf(out + size, strlen(item) + 2, "%s%s", size > 0 ? ";" : "", item);
    free(item);
  }
  return out;
}

/* A new string; "?format" for a type that results do not have. */
static inline char *rows_cell(const char *format, const struct ArrowArray *array, int64_t row) {
  const int64_t at = row + array->offset;
  const uint8_t *valid = (const uint8_t *)array->buffers[0];
  char out[64] = "";
  if (valid != NULL && (valid[at / 8] >> (at % 8) & 1) == 0) {
    return rows_copy("");
  }
  if (strcmp(format, "U") == 0) {
    return rows_text(array, at);
  }
  if (strcmp(format, "+L") == 0) {
    return rows_list(array, at);
  }
  if (strcmp(format, "l") == 0) {
    snprintf(out, sizeof out, "%" PRId64, ((const int64_t *)array->buffers[1])[at]);
  } else if (strcmp(format, "g") == 0) {
    const double value = ((const double *)array->buffers[1])[at];
    snprintf(out, sizeof out, "%.15g", value);
    if (strtod(out, NULL) != value) {
      snprintf(out, sizeof out, "%.17g", value);
    }
    if (strpbrk(out, ".en") == NULL) {
      strcat(out, ".0");
    }
  } else if (strcmp(format, "b") == 0) {
    const uint8_t *bits = (const uint8_t *)array->buffers[1];
    strcpy(out, (bits[at / 8] >> (at % 8) & 1) != 0 ? "true" : "false");
  } else if (strcmp(format, "tdD") == 0) {
    rows_civil(((const int32_t *)array->buffers[1])[at], out, sizeof out);
  } else if (strncmp(format, "tsu:", 4) == 0) {
    rows_instant(((const int64_t *)array->buffers[1])[at], out, sizeof out);
  } else {
    snprintf(out, sizeof out, "?%s", format);
  }
  return rows_copy(out);
}

static inline void rows_add_batch(rows_table *out, const struct ArrowSchema *schema,
                                  const struct ArrowArray *batch) {
  const size_t more = (size_t)batch->length;
  size_t row;
  size_t i;
  out->cells = (char **)realloc((void *)out->cells,
                                (out->columns * (out->rows + more) + 1) * sizeof(char *));
  for (row = 0; row < more; ++row) {
    for (i = 0; i < out->columns; ++i) {
      out->cells[(out->rows + row) * out->columns + i] =
          rows_cell(schema->children[i]->format, batch->children[i], (int64_t)row + batch->offset);
    }
  }
  out->rows += more;
}

/* Consumes the stream. Returns 0, or the stream's error number. */
static inline int rows_from_stream(struct ArrowArrayStream *stream, rows_table *out) {
  struct ArrowSchema schema;
  struct ArrowArray batch;
  size_t i;
  int error = stream->get_schema(stream, &schema);
  memset(out, 0, sizeof *out);
  if (error != 0) {
    stream->release(stream);
    return error;
  }
  out->columns = (size_t)schema.n_children;
  out->names = (char **)calloc(out->columns + 1, sizeof(char *));
  for (i = 0; i < out->columns; ++i) {
    out->names[i] = rows_copy(schema.children[i]->name);
  }
  for (;;) {
    error = stream->get_next(stream, &batch);
    if (error != 0 || batch.release == NULL) {
      break;
    }
    rows_add_batch(out, &schema, &batch);
    batch.release(&batch);
  }
  schema.release(&schema);
  stream->release(stream);
  return error;
}

/* The cell of a named column; "?" where there is none. */
static inline const char *rows_at(const rows_table *table, size_t row, const char *name) {
  size_t i;
  for (i = 0; i < table->columns; ++i) {
    if (strcmp(table->names[i], name) == 0 && row < table->rows) {
      return table->cells[row * table->columns + i];
    }
  }
  return "?";
}

#endif /* TESTS_C_ARROW_ROWS_H */
