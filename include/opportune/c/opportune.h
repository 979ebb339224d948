/*
 * opportune.h - the C interface of opportune, and its reference manual.
 *
 * A workspace holds one organisation's records (docs/tables.md). It is loaded from Arrow streams or
 * CSV files, changed with JSON, and asked: may this be saved, may this move on, who is stepping on
 * whom, what does the pipeline look like.
 *
 * Conventions, for every function here:
 *
 * - Result. A function returns OPP_OK or says why not. `error`, always last, may be NULL; otherwise
 *   it receives an opp_error on failure, to be freed with opp_error_free, and is left alone on
 *   success. No function writes to its other outputs unless it returns OPP_OK.
 * - Text in is an opp_str: bytes and a length, UTF-8, not needing a NUL. {NULL, 0} is empty. Text
 * is copied; it need not outlive the call. Text that is not UTF-8 is OPP_INVALID_ARGUMENT.
 * - Text out is an opp_str borrowed from the handle it was asked from, valid until that handle is
 *   freed. A NUL follows it, which `size` does not count.
 * - Handles (opp_workspace *, opp_error *, ...) are not addresses: they may only be passed to
 *   functions of this library. A NULL handle, one that was freed, or one of another kind gives
 *   OPP_INVALID_HANDLE, never a crash, and a freed handle is never given out again.
 * - What a function gives through a `**` output is the caller's, who frees it with the `_free` of
 *   its type. `_free` takes NULL and then does nothing.
 * - Structures that start with `struct_size` grow in later versions: set it to sizeof the structure
 *   and everything not used to zero (the OPP_..._INIT macros do both). Zero always means the
 *   default. A library that is older than the caller accepts the larger structure as long as what
 *   it does not know is zero. In a structure that is written, only `struct_size` bytes are written.
 * - Arrow structures follow the Arrow C data interface. A stream that is given is consumed: it has
 *   been released when the function returns, whatever it returns. A stream that is received is the
 *   caller's to release; it stays valid when the workspace changes or is closed.
 * - Dates are "2026-01-31". Instants as text are "2026-01-31T10:20:30Z"; as numbers they are
 *   microseconds since 1970-01-01T00:00:00Z, and OPP_NO_INSTANT stands for none. `as_of` takes a
 *   date (the end of that day, UTC), an instant, or nothing (now).
 * - Money is a whole number of minor units (cents) of a currency named beside it.
 * - Threads. Every function may be called from any thread at any time, with the same handles. Those
 *   that only ask work on the state as it was when they began. Closing a workspace during a call in
 *   another thread is safe: that call completes.
 */
#ifndef OPPORTUNE_C_OPPORTUNE_H
#define OPPORTUNE_C_OPPORTUNE_H

/* NOLINTBEGIN(modernize-deprecated-headers): this is C. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* NOLINTEND(modernize-deprecated-headers) */

/* The version of this interface, apart from the library's. It rises when a function, a structure or
 * the meaning of either changes so that a program compiled before would break. Additions do not
 * raise it. opp_abi_version() gives the version of the library that is running. */
#define OPP_ABI_VERSION 1

#if defined(_WIN32)
#ifdef OPP_BUILDING
#define OPP_API __declspec(dllexport)
#else
#define OPP_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define OPP_API __attribute__((visibility("default")))
#else
#define OPP_API
#endif

#if defined(__cplusplus) && __cplusplus >= 201103L
#define OPP_NOEXCEPT noexcept
#else
#define OPP_NOEXCEPT
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Arrow ----------------------------------------------------------------------------------- */

/* As https://arrow.apache.org/docs/format/CDataInterface.html gives them, under its guards, so that
 * any other copy may be included before or after. */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */

/* ---- Basic types ----------------------------------------------------------------------------- */

/* Text: `size` bytes of UTF-8 from `data`. */
typedef struct opp_str {
  const char *data;
  size_t size;
} opp_str;

/* A C string as an opp_str; NULL gives the empty text. */
static inline opp_str opp_str_of(const char *text) {
  opp_str out;
  out.data = text;
  out.size = text == NULL ? 0 : strlen(text);
  return out;
}

typedef int32_t opp_status;
enum {
  OPP_OK = 0,
  OPP_INVALID_HANDLE = 1, /* NULL where one is needed, freed, or a handle of another kind */
  OPP_INVALID_ARGUMENT =
      2,                 /* NULL output, wrong struct_size, text that is not UTF-8, no such row */
  OPP_INPUT_ERROR = 3,   /* records, changes or drafts break a rule: see opp_error_issue */
  OPP_NOT_FOUND = 4,     /* no such record, table, measure, dimension or kind */
  OPP_STALE = 5,         /* a change was decided on a view that is no longer the present one */
  OPP_STORE_ERROR = 6,   /* a file, stream or database failed */
  OPP_ACCESS_DENIED = 7, /* the viewer may not do or see this */
  OPP_OUT_OF_MEMORY = 8,
  OPP_INTERNAL_ERROR = 9 /* a defect of the library; please report the message */
};

typedef int32_t opp_verdict;
enum {
  OPP_ALLOW = 0, /* save it */
  OPP_WARN = 1,  /* save it once the user has seen the conflicts */
  OPP_BLOCK = 2  /* do not save it */
};

typedef int32_t opp_severity;
enum {
  OPP_SEVERITY_OFF = 0,
  OPP_SEVERITY_INFO = 1,
  OPP_SEVERITY_WARNING = 2,
  OPP_SEVERITY_CRITICAL = 3
};

/* No instant. */
#define OPP_NO_INSTANT INT64_MIN

/* OPP_ABI_VERSION of the library that is running. */
OPP_API int32_t opp_abi_version(void) OPP_NOEXCEPT;
/* The library's version, such as "0.1.0". Always valid. */
OPP_API opp_str opp_version(void) OPP_NOEXCEPT;
/* The name of a status, such as "OPP_INVALID_HANDLE"; "unknown status" for any other number. */
OPP_API opp_str opp_status_name(opp_status status) OPP_NOEXCEPT;

/* ---- Errors ---------------------------------------------------------------------------------- */

/* Why a function failed. Immutable. The accessors of an invalid opp_error give empty text and 0. */
typedef struct opp_error opp_error;

/* One thing that is wrong with one cell (or row, or table) of the input. */
typedef struct opp_issue {
  size_t struct_size;
  opp_str code;   /* stable, for programs: "unknown_reference", "duplicate_id", ... */
  opp_str table;  /* empty where there is none */
  int64_t row;    /* position in the table as given, from 0; -1: the whole table */
  opp_str field;  /* empty: the whole row or table */
  opp_str value;  /* the offending value, cut to 80 bytes */
  opp_str reason; /* a sentence: what is wrong and what was expected */
} opp_issue;
#define OPP_ISSUE_INIT                                                            \
  {                                                                               \
    sizeof(opp_issue), {NULL, 0}, {NULL, 0}, 0, {NULL, 0}, {NULL, 0}, { NULL, 0 } \
  }

OPP_API opp_status opp_error_free(opp_error *error) OPP_NOEXCEPT;
/* The status that came with the error; OPP_INVALID_HANDLE for an invalid opp_error. */
OPP_API opp_status opp_error_status(const opp_error *error) OPP_NOEXCEPT;
/* Stable, for programs: "duplicate_id", "not_found", "struct_size", ... */
OPP_API opp_str opp_error_code(const opp_error *error) OPP_NOEXCEPT;
/* For people. Where there are issues: one line for each. */
OPP_API opp_str opp_error_message(const opp_error *error) OPP_NOEXCEPT;
/* How many issues the error carries (OPP_INPUT_ERROR; at most the load's issue_limit)... */
OPP_API size_t opp_error_issue_count(const opp_error *error) OPP_NOEXCEPT;
/* ... and how many there are. */
OPP_API uint64_t opp_error_issue_total(const opp_error *error) OPP_NOEXCEPT;
/* Issue `index`, from 0. OPP_INVALID_ARGUMENT where there is none. The texts are borrowed from the
 * error. */
OPP_API opp_status opp_error_issue(const opp_error *error, size_t index,
                                   opp_issue *issue) OPP_NOEXCEPT;

/* ---- Owned text ------------------------------------------------------------------------------ */

typedef struct opp_text opp_text;

OPP_API opp_status opp_text_free(opp_text *text) OPP_NOEXCEPT;
/* The text, borrowed; empty for an invalid opp_text. */
OPP_API opp_str opp_text_str(const opp_text *text) OPP_NOEXCEPT;

/* ---- Workspace ------------------------------------------------------------------------------- */

typedef struct opp_workspace opp_workspace;

typedef struct opp_config {
  size_t struct_size;
  opp_str reporting_currency; /* ISO 4217: every total is in it. Empty: EUR */
  opp_str policy;             /* a JSON object (docs/policy.md). Empty: the defaults */
  /* An instant or a date (its start): a clock of the caller's, which stands until
   * opp_workspace_advance_clock moves it, and is what an empty `at` or `as_of` means. Empty: the
   * machine's. */
  opp_str clock;
  /* Where the journal is: the path of an SQLite file, or a postgresql:// URL (docs/journal.md); it
   * is made where there is none. Empty: the workspace is in memory, and ends with the process. */
  opp_str journal;
  /* The file in which a copy of the state is kept, so that the journal opens quickly. Empty: beside
   * an SQLite file, none for a server. "off": none. */
  opp_str checkpoint;
} opp_config;
#define OPP_CONFIG_INIT                                                         \
  {                                                                             \
    sizeof(opp_config), {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, { NULL, 0 } \
  }

/* Opens a workspace: in memory, empty; or that of a journal. `config` NULL: the defaults.
 * OPP_INPUT_ERROR for an unknown currency or a policy that is wrong. OPP_STORE_ERROR: the journal
 * cannot be opened, is none, is damaged, or was made by a later version, with another reporting
 * currency or other milestones. */
OPP_API opp_status opp_workspace_open(const opp_config *config, opp_workspace **workspace,
                                      opp_error **error) OPP_NOEXCEPT;
/* Closes it. Unlike a `_free`, it reports NULL and a second close, as OPP_INVALID_HANDLE. */
OPP_API opp_status opp_workspace_close(opp_workspace *workspace) OPP_NOEXCEPT;

/* ---- The journal ----------------------------------------------------------------------------- */

/* How many changes the state has seen; it grows with every command that changes something, of this
 * and of other processes. 0 for an invalid workspace. */
OPP_API uint64_t opp_workspace_position(const opp_workspace *workspace) OPP_NOEXCEPT;
/* opp_workspace_apply, where the position is still the one at which the changes were decided on.
 * OPP_STALE: it is another, nothing was changed: ask for the position, decide again, and apply. */
OPP_API opp_status opp_workspace_apply_at(opp_workspace *workspace, uint64_t decided_at,
                                          opp_str changes, opp_text **effects,
                                          opp_error **error) OPP_NOEXCEPT;
/* The state as the journal knew it at an instant (or at the end of a date), by when changes were
 * recorded: a workspace of its own, to be closed, whose now is that instant and which cannot be
 * changed (OPP_STORE_ERROR). OPP_STORE_ERROR: there is no journal, or it cannot be read. */
OPP_API opp_status opp_workspace_known_at(const opp_workspace *workspace, opp_str recorded,
                                          opp_workspace **view, opp_error **error) OPP_NOEXCEPT;
/* Who changed what of a record, from the journal; a row for each field altered: sequence, recorded,
 * at, by, field, from, to. OPP_NOT_FOUND: no such record, or a table whose records have no ids.
 * OPP_STORE_ERROR: there is no journal, or it cannot be read. */
OPP_API opp_status opp_workspace_audit(const opp_workspace *workspace, opp_str table, opp_str id,
                                       struct ArrowArrayStream *trail,
                                       opp_error **error) OPP_NOEXCEPT;
/* Writes the checkpoint now, while others go on. That is done without it when there is much that
 * the last one has not: on opening, after a load, and on closing. OPP_STORE_ERROR: there is no
 * journal or no place for it, or it cannot be written. */
OPP_API opp_status opp_workspace_checkpoint(opp_workspace *workspace,
                                            opp_error **error) OPP_NOEXCEPT;
/* Copies the journal into a new SQLite file, while others go on writing. OPP_STORE_ERROR: there is
 * no journal or it is in a server (use its own tools), or something is at the location already. */
OPP_API opp_status opp_workspace_backup(const opp_workspace *workspace, opp_str location,
                                        opp_error **error) OPP_NOEXCEPT;

/* ---- Loading --------------------------------------------------------------------------------- */

/* What a load did. Immutable. */
typedef struct opp_load_report opp_load_report;

/* A table to load: its name (docs/tables.md) and its rows. Never grows. */
typedef struct opp_named_stream {
  opp_str name;
  struct ArrowArrayStream *stream;
} opp_named_stream;

typedef int32_t opp_on_error;
enum {
  OPP_ON_ERROR_FAIL = 0, /* any bad row refuses the whole load */
  OPP_ON_ERROR_QUARANTINE =
      1 /* good rows are loaded; bad ones, and rows that need them, returned */
};

/* How far a load is: `done` of `total` rows, now working on `table` (borrowed for the call). Called
 * from the loading thread. It must return normally: no longjmp, no exception. */
typedef void (*opp_progress)(void *context, opp_str table, uint64_t done, uint64_t total);

typedef struct opp_load_options {
  size_t struct_size;
  opp_on_error on_error;
  uint32_t issue_limit;  /* how many issues an error carries; all are counted. 0: 100 */
  opp_progress progress; /* NULL: none */
  void *progress_context;
} opp_load_options;
#define OPP_LOAD_OPTIONS_INIT \
  { sizeof(opp_load_options), OPP_ON_ERROR_FAIL, 0, NULL, NULL }

/* Loads `count` tables as one unit: all or nothing. They may refer to one another and to what is
 * stored, in any order. Every stream is consumed, also when the load fails (even for an invalid
 * workspace). `options` and `report` may be NULL.
 * OPP_INPUT_ERROR: bad rows, each with its table, row, field, value and reason; an unknown table or
 * column; a column of the wrong type. OPP_STORE_ERROR: a stream failed half-way. */
OPP_API opp_status opp_workspace_load(opp_workspace *workspace, const opp_named_stream *tables,
                                      size_t count, const opp_load_options *options,
                                      opp_load_report **report, opp_error **error) OPP_NOEXCEPT;
/* The same from a directory with one file per table: account.csv, opportunity.csv, ...
 * OPP_STORE_ERROR: the directory or a file cannot be read. */
OPP_API opp_status opp_workspace_load_csv(opp_workspace *workspace, opp_str directory,
                                          const opp_load_options *options, opp_load_report **report,
                                          opp_error **error) OPP_NOEXCEPT;

typedef struct opp_load_info {
  size_t struct_size;
  size_t table_count;        /* tables that were loaded */
  size_t notice_count;       /* what was decided where the input left a choice */
  uint64_t row_count;        /* rows that were loaded, over all tables */
  uint64_t quarantine_count; /* rows that were not (OPP_ON_ERROR_QUARANTINE) */
} opp_load_info;
#define OPP_LOAD_INFO_INIT \
  { sizeof(opp_load_info), 0, 0, 0, 0 }

typedef struct opp_loaded_table {
  size_t struct_size;
  opp_str table;
  uint64_t rows;
} opp_loaded_table;
#define OPP_LOADED_TABLE_INIT \
  { sizeof(opp_loaded_table), {NULL, 0}, 0 }

OPP_API opp_status opp_load_report_free(opp_load_report *report) OPP_NOEXCEPT;
OPP_API opp_status opp_load_report_get(const opp_load_report *report, opp_load_info *info,
                                       opp_error **error) OPP_NOEXCEPT;
/* Table `index`, from 0. */
OPP_API opp_status opp_load_report_table(const opp_load_report *report, size_t index,
                                         opp_loaded_table *table, opp_error **error) OPP_NOEXCEPT;
/* Notice `index`, from 0: what was decided for the caller (an account with two parents, ...). */
OPP_API opp_status opp_load_report_notice(const opp_load_report *report, size_t index,
                                          opp_issue *notice, opp_error **error) OPP_NOEXCEPT;
/* The rows that were not loaded: table, row, field, value, code, reason, record (JSON). No rows
 * unless the load was told to quarantine. */
OPP_API opp_status opp_load_report_quarantine(const opp_load_report *report,
                                              struct ArrowArrayStream *rows,
                                              opp_error **error) OPP_NOEXCEPT;

/* ---- Changing -------------------------------------------------------------------------------- */

/* Applies changes in order, all or none. `changes` is a JSON object, or an array of them:
 *   {"table": "opportunity", "record": {...}, "at": instant (default: now), "by": person}
 * A record replaces the stored one with its id. `effects` may be NULL; otherwise it receives
 *   {"applied": number of changes, "groups": [root accounts of the groups that were touched],
 *    "as_of": instant, "opened": [...], "changed": [...], "closed": [...]}
 * of which each conflict that came, altered or went is
 *   {"id", "kind", "severity", "group", "pairs", "since", "value_minor", "members": ["type:id"],
 *    "markets", "resolution", "explanation"}
 * No other conflict has changed. OPP_INPUT_ERROR: the JSON or a record is wrong; nothing was
 * changed. */
OPP_API opp_status opp_workspace_apply(opp_workspace *workspace, opp_str changes,
                                       opp_text **effects, opp_error **error) OPP_NOEXCEPT;

/* What applying the changes would bring as of an instant (empty: now); nothing is changed. `answer`
 * receives the effects as opp_workspace_apply gives them, and "verdict": "allow", "warn" or
 * "block". The streams tell what would differ, and may be NULL:
 * - pipeline: market (null: all), count_before, count_after, amount_before_minor,
 *   amount_after_minor, net_before_minor, net_after_minor, currency;
 * - coverage: group, market (null: the group), before, after: is a manager missing?
 * - agreements: opportunity, agreement, before, after: does it cover the opportunity?
 *
 * OPP_INPUT_ERROR: the changes cannot be applied one after the other. */
OPP_API opp_status opp_workspace_what_if(const opp_workspace *workspace, opp_str changes,
                                         opp_str as_of, opp_text **answer,
                                         struct ArrowArrayStream *pipeline,
                                         struct ArrowArrayStream *coverage,
                                         struct ArrowArrayStream *agreements,
                                         opp_error **error) OPP_NOEXCEPT;

/* Lets time pass up to an instant, or the end of a date (empty: the machine's clock): what starts
 * or ends by its date alone since the clock was moved last. `effects` as above; may be NULL.
 * OPP_INPUT_ERROR: the clock stands later already. OPP_INVALID_ARGUMENT: `to` is no instant. */
OPP_API opp_status opp_workspace_advance_clock(opp_workspace *workspace, opp_str to,
                                               opp_text **effects, opp_error **error) OPP_NOEXCEPT;
/* The instant up to which time has passed; OPP_NO_INSTANT for an invalid workspace. */
OPP_API int64_t opp_workspace_clock(const opp_workspace *workspace) OPP_NOEXCEPT;

/* Is told of what a change, or time, did to conflicts, as JSON (see opp_workspace_apply): after it
 * has been made, in the order of the changes, from the thread of some writer, one call at a time;
 * only where a conflict came, altered or went. `effects` is borrowed until it returns. It may call
 * the workspace, and end its own subscription; it must not throw or jump out. */
typedef void (*opp_effects_function)(void *user, opp_str effects);
/* Tells `tell` of every change from now on. `user` is passed on, and stays the caller's. */
OPP_API opp_status opp_workspace_subscribe(opp_workspace *workspace, opp_effects_function tell,
                                           void *user, uint64_t *subscription,
                                           opp_error **error) OPP_NOEXCEPT;
/* Ends it: when this returns, `tell` is not being called and never will be again, unless it is
 * `tell` itself that asks. OPP_NOT_FOUND: there is no such subscription. */
OPP_API opp_status opp_workspace_unsubscribe(opp_workspace *workspace, uint64_t subscription,
                                             opp_error **error) OPP_NOEXCEPT;

/* ---- Checking before a save ------------------------------------------------------------------ */

/* The answer to a check. Immutable. */
typedef struct opp_decision opp_decision;

typedef struct opp_check {
  size_t struct_size;
  /* JSON: {"table": "opportunity", "lead" or "activity", "record": {...}}, the record's fields as
   * in docs/tables.md. A record with the id of a stored one is a change of it. */
  opp_str draft;
  opp_str as_of;
  opp_str language; /* of explanations, evidence and reasons, ISO 639-1: en, sv; empty: en */
} opp_check;
#define OPP_CHECK_INIT                                   \
  {                                                      \
    sizeof(opp_check), {NULL, 0}, {NULL, 0}, { NULL, 0 } \
  }

typedef struct opp_decision_info {
  size_t struct_size;
  opp_verdict verdict;
  opp_str group;         /* id of the root account of the draft's group */
  size_t conflict_count; /* conflicts that saving the draft would open or join */
  /* The process that applies to an opportunity or a lead: its id, or "standard"; and the one that
   * an opportunity runs. Empty: it runs none. */
  opp_str applies;
  opp_str runs;
  size_t agreement_count;   /* agreements that cover it (named in the JSON, with their terms) */
  size_t requirement_count; /* what the law asks of it before it is won (named in the JSON) */
  size_t participant_count; /* who has to take part */
  size_t paused_count;      /* marketing that would pause by saving an opportunity */
  size_t suppressor_count;  /* opportunities that hold a marketing activity back (in the JSON) */
  int32_t mismatch;         /* 1: it runs another process than the one of yours that applies */
} opp_decision_info;
#define OPP_DECISION_INFO_INIT \
  { sizeof(opp_decision_info), OPP_ALLOW, {NULL, 0}, 0, {NULL, 0}, {NULL, 0}, 0, 0, 0, 0, 0, 0 }

/* A conflict that saving the draft would open, or join. */
typedef struct opp_predicted_conflict {
  size_t struct_size;
  opp_str id;   /* as it would be after saving */
  opp_str kind; /* "duplicate_pursuit", "marketing_collision", ... */
  opp_severity severity;
  int32_t opens;       /* 1: the draft opens it; 0: it stands already, the draft would join it */
  opp_str group;       /* id of the group's root account */
  uint64_t pairs;      /* related pairs that the draft adds */
  int64_t since;       /* instant, microseconds; OPP_NO_INSTANT: since ever */
  int64_t value_minor; /* the open amounts of its opportunities */
  opp_str currency;
  opp_str explanation;  /* a sentence */
  size_t related_count; /* for opp_decision_related */
} opp_predicted_conflict;
#define OPP_PREDICTED_CONFLICT_INIT                                                          \
  {                                                                                          \
    sizeof(opp_predicted_conflict), {NULL, 0}, {NULL, 0}, OPP_SEVERITY_OFF, 0, {NULL, 0}, 0, \
        OPP_NO_INSTANT, 0, {NULL, 0}, {NULL, 0}, 0                                           \
  }

/* A stored record that the draft itself would be related to. */
typedef struct opp_related {
  size_t struct_size;
  opp_str type; /* "opportunity", "activity", "agreement", ... */
  opp_str id;
  opp_str market;   /* empty: it has none */
  opp_str owner;    /* empty: not set */
  int64_t since;    /* instant, microseconds; OPP_NO_INSTANT: since ever */
  opp_str evidence; /* the facts that make the relation hold */
} opp_related;
#define OPP_RELATED_INIT                                                                         \
  {                                                                                              \
    sizeof(opp_related), {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, OPP_NO_INSTANT, { NULL, 0 } \
  }

/* Who has to take part. */
typedef struct opp_participant {
  size_t struct_size;
  opp_str role;
  opp_str person; /* empty: nobody has the role here, and somebody must join */
  opp_str why;    /* a sentence */
} opp_participant;
#define OPP_PARTICIPANT_INIT                                   \
  {                                                            \
    sizeof(opp_participant), {NULL, 0}, {NULL, 0}, { NULL, 0 } \
  }

/* A marketing activity that has to pause, or may go on. */
typedef struct opp_activity_effect {
  size_t struct_size;
  opp_str activity;
  opp_str kind;
  opp_str account;
} opp_activity_effect;
#define OPP_ACTIVITY_EFFECT_INIT                                   \
  {                                                                \
    sizeof(opp_activity_effect), {NULL, 0}, {NULL, 0}, { NULL, 0 } \
  }

/* What saving the draft would bring. Nothing is changed. That the draft should not be saved is an
 * answer (OPP_OK, and the decision's verdict); OPP_INPUT_ERROR is for a draft that is wrong,
 * OPP_NOT_FOUND for a language that there is not. */
OPP_API opp_status opp_workspace_check(const opp_workspace *workspace, const opp_check *check,
                                       opp_decision **decision, opp_error **error) OPP_NOEXCEPT;

OPP_API opp_status opp_decision_free(opp_decision *decision) OPP_NOEXCEPT;
OPP_API opp_status opp_decision_get(const opp_decision *decision, opp_decision_info *info,
                                    opp_error **error) OPP_NOEXCEPT;
/* Conflict `index`, from 0. The texts are borrowed from the decision. */
OPP_API opp_status opp_decision_conflict(const opp_decision *decision, size_t index,
                                         opp_predicted_conflict *conflict,
                                         opp_error **error) OPP_NOEXCEPT;
/* Record `index`, from 0, of those in conflict `conflict` that the draft would be related to. */
OPP_API opp_status opp_decision_related(const opp_decision *decision, size_t conflict, size_t index,
                                        opp_related *related, opp_error **error) OPP_NOEXCEPT;
/* Participant `index`, from 0. */
OPP_API opp_status opp_decision_participant(const opp_decision *decision, size_t index,
                                            opp_participant *participant,
                                            opp_error **error) OPP_NOEXCEPT;
/* Activity `index`, from 0, of those that would pause. */
OPP_API opp_status opp_decision_paused(const opp_decision *decision, size_t index,
                                       opp_activity_effect *activity,
                                       opp_error **error) OPP_NOEXCEPT;
/* All of it as a JSON object:
 *   {"verdict", "group", "conflicts": [...],
 *    "process": {"applies", "runs", "mismatch"},
 *    "agreements": [{"agreement", "named", "discount", "shipping_terms"}],
 *    "requirements": [{"requirement", "milestone", "fulfilled", "kind", "text"}],
 *    "people": [{"role", "person" (null: somebody must join), "why"}],
 *    "paused": [{"activity", "kind", "account"}],
 *    "suppressed_by": [{"opportunity", "stage", "account"}]} */
OPP_API opp_status opp_decision_json(const opp_decision *decision, opp_text **json,
                                     opp_error **error) OPP_NOEXCEPT;

/* ---- Moving to another stage ----------------------------------------------------------------- */

/* What came of moves that were asked for, one result for each. Immutable. */
typedef struct opp_transitions opp_transitions;

/* A move that is asked for. */
typedef struct opp_advance {
  size_t struct_size;
  opp_str opportunity;
  opp_str to;     /* id of a stage of its process */
  opp_str at;     /* an instant, or a date (its start). Empty: now */
  opp_str by;     /* a person. May be empty, unless the move is forced */
  int32_t force;  /* 1: move although something is missing, as far as the policy allows */
  opp_str reason; /* needed with `force`; kept in the history where it was forced */
} opp_advance;
#define OPP_ADVANCE_INIT                                                            \
  {                                                                                 \
    sizeof(opp_advance), {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, 0, { NULL, 0 } \
  }

typedef struct opp_transition {
  size_t struct_size;
  opp_str opportunity;
  opp_str process;  /* its id, or "standard" */
  uint32_t version; /* of the process, from 1 */
  int32_t done;     /* 1: it has moved; 0: it stands where it stood */
  int32_t forced;   /* 1: it has moved although something was missing */
  int32_t customer; /* 1: the account became a customer by it */
  opp_str from;     /* ids of stages */
  opp_str to;
  int64_t at;           /* instant, microseconds */
  opp_str refusal;      /* why a force did not help. Empty: it did, or none was asked for */
  size_t missing_count; /* what was missing, also where it was forced */
  size_t pause_count;   /* marketing activities that have to pause now ... */
  size_t resume_count;  /* ... and that may go on */
  size_t opened_count;  /* conflicts that came by the move (named in the JSON) ... */
  size_t closed_count;  /* ... and that went */
} opp_transition;
#define OPP_TRANSITION_INIT                                                         \
  {                                                                                 \
    sizeof(opp_transition), {NULL, 0}, {NULL, 0}, 0, 0, 0, 0, {NULL, 0}, {NULL, 0}, \
        OPP_NO_INSTANT, {NULL, 0}, 0, 0, 0, 0, 0                                    \
  }

/* One thing that a stage asks for before it is left. It is met where present >= needed. */
typedef struct opp_demand {
  size_t struct_size;
  opp_str kind; /* "transition", "activity", "field", "role", "approval", "requirement" */
  opp_str what; /* the activity's kind, the field, the role, or the requirement's id */
  uint32_t needed;
  uint32_t present;
  opp_str text; /* a sentence */
} opp_demand;
#define OPP_DEMAND_INIT                                         \
  {                                                             \
    sizeof(opp_demand), {NULL, 0}, {NULL, 0}, 0, 0, { NULL, 0 } \
  }

/* Moves an opportunity where nothing is missing, and gives one result. That it does not move is an
 * answer (OPP_OK, `done` is 0, and nothing was changed). OPP_NOT_FOUND: no such opportunity.
 * OPP_INPUT_ERROR: a move that makes no sense, such as to a stage that the process does not have,
 * before the latest stage change, or forced without a reason. */
OPP_API opp_status opp_workspace_advance(opp_workspace *workspace, const opp_advance *advance,
                                         opp_transitions **transitions,
                                         opp_error **error) OPP_NOEXCEPT;
/* The same for many, in order: each where nothing is missing, after those before it. `requests` is
 * a JSON object, or an array of them:
 *   {"opportunity": id, "to": stage, "at": instant, "by": person, "force": true, "reason": text}
 * Where the call fails none has moved. */
OPP_API opp_status opp_workspace_advance_json(opp_workspace *workspace, opp_str requests,
                                              opp_transitions **transitions,
                                              opp_error **error) OPP_NOEXCEPT;

/* The same for a table, which is the fastest way for many: `moves` has the columns opportunity, to
 * and, where they are given, at, by, force and reason. It is consumed, however the call ends.
 * What came of them is written to four streams; each but the first may be NULL:
 *   transitions: opportunity, done, process, version, from, to, at, forced, customer, refusal
 *   missing:     row (of the move, from 0), opportunity, kind, what, needed, present, text
 *   activities:  row, opportunity, effect (pause or resume), activity, kind, account
 *   conflicts:   row, opportunity, effect (opened or closed), id, kind, severity, explanation
 * Where the call fails none has moved. */
OPP_API opp_status opp_workspace_advance_table(
    opp_workspace *workspace, struct ArrowArrayStream *moves, struct ArrowArrayStream *transitions,
    struct ArrowArrayStream *missing, struct ArrowArrayStream *activities,
    struct ArrowArrayStream *conflicts, opp_error **error) OPP_NOEXCEPT;

OPP_API opp_status opp_transitions_free(opp_transitions *transitions) OPP_NOEXCEPT;
/* How many results there are: as many as moves were asked for. 0 for invalid opp_transitions. */
OPP_API size_t opp_transitions_count(const opp_transitions *transitions) OPP_NOEXCEPT;
/* Result `index`, from 0. The texts are borrowed from the transitions. */
OPP_API opp_status opp_transitions_get(const opp_transitions *transitions, size_t index,
                                       opp_transition *transition, opp_error **error) OPP_NOEXCEPT;
/* Demand `index`, from 0, of those that were missing for result `transition`; ... */
OPP_API opp_status opp_transitions_missing(const opp_transitions *transitions, size_t transition,
                                           size_t index, opp_demand *demand,
                                           opp_error **error) OPP_NOEXCEPT;
/* ... and so the activities that have to pause, and that may go on. */
OPP_API opp_status opp_transitions_pause(const opp_transitions *transitions, size_t transition,
                                         size_t index, opp_activity_effect *activity,
                                         opp_error **error) OPP_NOEXCEPT;
OPP_API opp_status opp_transitions_resume(const opp_transitions *transitions, size_t transition,
                                          size_t index, opp_activity_effect *activity,
                                          opp_error **error) OPP_NOEXCEPT;
/* All of it as a JSON array. */
OPP_API opp_status opp_transitions_json(const opp_transitions *transitions, opp_text **json,
                                        opp_error **error) OPP_NOEXCEPT;

/* Where the opportunities of a stage go that the version does not have, or has under another id. */
typedef struct opp_stage_mapping {
  opp_str from;
  opp_str to;
} opp_stage_mapping;

/* Opportunities to be moved to another version of their process. */
typedef struct opp_migrate {
  size_t struct_size;
  opp_str process;
  const opp_str *opportunities; /* NULL: all of the process that are open at `at` */
  size_t opportunity_count;
  uint32_t version;                /* to which; 0: the latest */
  const opp_stage_mapping *stages; /* a stage that is not here goes to the one with its id */
  size_t stage_count;
  opp_str at;     /* empty: now. Not before a latest stage change */
  opp_str by;     /* a person; may be empty */
  opp_str reason; /* kept in the history; may be empty */
} opp_migrate;
#define OPP_MIGRATE_INIT                                                                   \
  {                                                                                        \
    sizeof(opp_migrate), {NULL, 0}, NULL, 0, 0, NULL, 0, {NULL, 0}, {NULL, 0}, { NULL, 0 } \
  }

/* What came of it. Immutable. */
typedef struct opp_migration opp_migration;

typedef struct opp_migration_info {
  size_t struct_size;
  opp_str process;
  uint32_t version;
  int64_t at;          /* instant, microseconds */
  size_t moved_count;  /* for opp_migration_moved */
  uint64_t unchanged;  /* opportunities that ran the version already */
  size_t pause_count;  /* for opp_migration_pause */
  size_t resume_count; /* for opp_migration_resume */
  size_t opened_count; /* conflicts that came, ... */
  size_t closed_count; /* ... and that went; both are in opp_migration_json */
} opp_migration_info;
#define OPP_MIGRATION_INFO_INIT \
  { sizeof(opp_migration_info), {NULL, 0}, 0, 0, 0, 0, 0, 0, 0, 0 }

typedef struct opp_migrated {
  size_t struct_size;
  opp_str opportunity;
  uint32_t from_version;
  opp_str from; /* its stage in that version, ... */
  opp_str to;   /* ... and in the one that it came to */
} opp_migrated;
#define OPP_MIGRATED_INIT                                      \
  {                                                            \
    sizeof(opp_migrated), {NULL, 0}, 0, {NULL, 0}, { NULL, 0 } \
  }

/* Moves opportunities to another version of their process: all that are meant, or none. An
 * opportunity keeps the version that it started under until then. OPP_NOT_FOUND: no such process or
 * version. OPP_INPUT_ERROR, with an issue for each: opportunities that are not there, closed, of
 * another process, or changed later; stages that the version does not have and that are not mapped;
 * mappings that name no stage, or a closed one for an open one. */
OPP_API opp_status opp_workspace_migrate(opp_workspace *workspace, const opp_migrate *request,
                                         opp_migration **migration, opp_error **error) OPP_NOEXCEPT;
/* The same from a JSON object with the members of opp_migrate by name: `opportunities` a list,
 * `stages` an object {from: to}. */
OPP_API opp_status opp_workspace_migrate_json(opp_workspace *workspace, opp_str request,
                                              opp_migration **migration,
                                              opp_error **error) OPP_NOEXCEPT;

OPP_API opp_status opp_migration_free(opp_migration *migration) OPP_NOEXCEPT;
/* The texts are borrowed from the migration; so also below. */
OPP_API opp_status opp_migration_get(const opp_migration *migration, opp_migration_info *info,
                                     opp_error **error) OPP_NOEXCEPT;
/* Opportunity `index`, from 0, of those that moved, by id. */
OPP_API opp_status opp_migration_moved(const opp_migration *migration, size_t index,
                                       opp_migrated *moved, opp_error **error) OPP_NOEXCEPT;
/* An activity that has to pause, ... */
OPP_API opp_status opp_migration_pause(const opp_migration *migration, size_t index,
                                       opp_activity_effect *activity,
                                       opp_error **error) OPP_NOEXCEPT;
/* ... or that may go on. */
OPP_API opp_status opp_migration_resume(const opp_migration *migration, size_t index,
                                        opp_activity_effect *activity,
                                        opp_error **error) OPP_NOEXCEPT;
/* All of it as a JSON object. */
OPP_API opp_status opp_migration_json(const opp_migration *migration, opp_text **json,
                                      opp_error **error) OPP_NOEXCEPT;

/* A lead to be qualified into an opportunity. */
typedef struct opp_convert {
  size_t struct_size;
  opp_str lead;        /* an active one */
  opp_str opportunity; /* the id that the opportunity gets; must be new */
  opp_str name;        /* empty: the lead's */
  opp_str owner;       /* empty: the lead's */
  opp_str process;     /* empty: the process that applies */
  opp_str kind;        /* may be empty */
  opp_str at;          /* empty: now */
  opp_str by;          /* a person; may be empty, unless it is forced */
  int32_t force;       /* not 0: although admission blocks, where the policy lets that person */
  opp_str reason;      /* needed where forced */
} opp_convert;
#define OPP_CONVERT_INIT                                                                   \
  {                                                                                        \
    sizeof(opp_convert), {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
        {NULL, 0}, {NULL, 0}, 0, {                                                         \
      NULL, 0                                                                              \
    }                                                                                      \
  }

/* What came of it. Immutable. */
typedef struct opp_conversion opp_conversion;

typedef struct opp_conversion_info {
  size_t struct_size;
  int32_t done;
  int32_t forced; /* 1: converted although admission blocks it */
  opp_str lead;
  opp_str opportunity;
  opp_str process; /* its id, or "standard" */
  opp_str stage;   /* where the opportunity starts */
  opp_str refusal; /* why it was not converted; empty where it was */
} opp_conversion_info;
#define OPP_CONVERSION_INFO_INIT                                                               \
  {                                                                                            \
    sizeof(opp_conversion_info), 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, { NULL, 0 } \
  }

/* Qualifies a lead into an opportunity, under the same admission as a draft of it. That it is
 * refused is an answer (OPP_OK, `done` is 0, and nothing was changed). OPP_NOT_FOUND: no such lead.
 * OPP_INPUT_ERROR: a request that makes no sense, such as for a lead that is closed, or an id that
 * is taken. */
OPP_API opp_status opp_workspace_convert(opp_workspace *workspace, const opp_convert *request,
                                         opp_conversion **conversion,
                                         opp_error **error) OPP_NOEXCEPT;
/* The same from a JSON object with the members of opp_convert by name (`force`: true or false). */
OPP_API opp_status opp_workspace_convert_json(opp_workspace *workspace, opp_str request,
                                              opp_conversion **conversion,
                                              opp_error **error) OPP_NOEXCEPT;

OPP_API opp_status opp_conversion_free(opp_conversion *conversion) OPP_NOEXCEPT;
/* The texts are borrowed from the conversion. */
OPP_API opp_status opp_conversion_get(const opp_conversion *conversion, opp_conversion_info *info,
                                      opp_error **error) OPP_NOEXCEPT;
/* What admission said of the opportunity, to be freed by itself. */
OPP_API opp_status opp_conversion_decision(const opp_conversion *conversion,
                                           opp_decision **decision, opp_error **error) OPP_NOEXCEPT;
/* All of it as a JSON object. */
OPP_API opp_status opp_conversion_json(const opp_conversion *conversion, opp_text **json,
                                       opp_error **error) OPP_NOEXCEPT;

/* What is done and missing on the way to each next stage of an opportunity. Immutable. */
typedef struct opp_checklist opp_checklist;

typedef struct opp_checklist_info {
  size_t struct_size;
  opp_str opportunity;
  opp_str process;  /* its id, or "standard" */
  uint32_t version; /* of the process, from 1 */
  int32_t overdue;  /* 1: longer in the stage than max_days */
  opp_str applies;  /* the process that applies; differs where another should have been run */
  opp_str stage;    /* its id ... */
  opp_str stage_name;
  opp_str milestone;
  int64_t since;            /* instant, microseconds: when it entered the stage */
  int32_t days;             /* in the stage */
  int32_t max_days;         /* that it should be; -1: no limit */
  size_t way_count;         /* stages that it may move to */
  size_t participant_count; /* who has to take part */
  size_t agreement_count;   /* agreements that cover it (named in the JSON, with their terms) */
  size_t paused_count;      /* marketing that the stage suppresses (named in the JSON) */
  size_t conflict_count;    /* conflicts that it is in (named in the JSON) */
  opp_str days_unit;        /* of `days` and `max_days`: "calendar" or "business" */
} opp_checklist_info;
#define OPP_CHECKLIST_INFO_INIT                                                              \
  {                                                                                          \
    sizeof(opp_checklist_info), {NULL, 0}, {NULL, 0}, 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
        {NULL, 0}, OPP_NO_INSTANT, 0, -1, 0, 0, 0, 0, 0, {                                   \
      NULL, 0                                                                                \
    }                                                                                        \
  }

/* A stage that the opportunity may move to. */
typedef struct opp_way {
  size_t struct_size;
  opp_str to; /* the stage's id */
  opp_str name;
  opp_str milestone;
  int32_t forward;     /* 1: a step onward; 0: back, or out */
  int32_t open;        /* 1: nothing is missing */
  size_t demand_count; /* for opp_checklist_demand */
} opp_way;
#define OPP_WAY_INIT \
  { sizeof(opp_way), {NULL, 0}, {NULL, 0}, {NULL, 0}, 0, 0, 0 }

/* Nothing is changed. OPP_NOT_FOUND: no such opportunity. */
OPP_API opp_status opp_workspace_checklist(const opp_workspace *workspace, opp_str opportunity,
                                           opp_str as_of, opp_checklist **checklist,
                                           opp_error **error) OPP_NOEXCEPT;

OPP_API opp_status opp_checklist_free(opp_checklist *checklist) OPP_NOEXCEPT;
OPP_API opp_status opp_checklist_get(const opp_checklist *checklist, opp_checklist_info *info,
                                     opp_error **error) OPP_NOEXCEPT;
/* Way `index`, from 0, in the order of the stages. The texts are borrowed from the checklist. */
OPP_API opp_status opp_checklist_way(const opp_checklist *checklist, size_t index, opp_way *way,
                                     opp_error **error) OPP_NOEXCEPT;
/* Demand `index`, from 0, of way `way`, met or not. */
OPP_API opp_status opp_checklist_demand(const opp_checklist *checklist, size_t way, size_t index,
                                        opp_demand *demand, opp_error **error) OPP_NOEXCEPT;
/* Participant `index`, from 0. */
OPP_API opp_status opp_checklist_participant(const opp_checklist *checklist, size_t index,
                                             opp_participant *participant,
                                             opp_error **error) OPP_NOEXCEPT;
/* All of it as a JSON object. */
OPP_API opp_status opp_checklist_json(const opp_checklist *checklist, opp_text **json,
                                      opp_error **error) OPP_NOEXCEPT;

/* ---- Asking ---------------------------------------------------------------------------------- */

typedef struct opp_conflict_query {
  size_t struct_size;
  opp_str as_of;
  const opp_str *kinds; /* names of kinds. None: all that the policy has not switched off */
  size_t kind_count;
  const opp_str *groups; /* only these groups: ids of any account in them. None: all */
  size_t group_count;
  opp_str policy; /* a JSON object (docs/policy.md) for this question. Empty: the workspace's */
  uint64_t pair_limit; /* at most so many rows of `pairs` for one conflict. 0: 10000 */
  uint32_t threads;    /* 0: as many as the machine has */
  opp_str language;    /* of explanations and evidence, ISO 639-1: "en", "sv". Empty: "en" */
} opp_conflict_query;
#define OPP_CONFLICT_QUERY_INIT                                                           \
  {                                                                                       \
    sizeof(opp_conflict_query), {NULL, 0}, NULL, 0, NULL, 0, {NULL, 0}, 0, 0, { NULL, 0 } \
  }

/* The conflicts, as tables sorted by severity, value (largest first) and id:
 *   conflicts: id, kind, severity, group, markets (list), pairs, since, value_minor, currency,
 *              explanation, recommended_owner, recommended_rule, resolution (ids joined by
 *              ";"), message
 *   members:   conflict, type, id, market, owner, since
 *   pairs:     conflict, a_type, a_id, b_type, b_id, since, evidence, message
 * `message` is what is said before it is put into words, as JSON: {"id": ..., "arguments": {...}},
 * where an argument is a text, a whole number or a list of such messages; of a conflict a list of
 * them, its sentences. opp_messages gives the texts of a language.
 * `members` and `pairs` may be NULL; the pairs are only worked out where they are asked for.
 * `query` NULL: everything, now. OPP_NOT_FOUND: no such kind, account or language. */
OPP_API opp_status opp_workspace_conflicts(const opp_workspace *workspace,
                                           const opp_conflict_query *query,
                                           struct ArrowArrayStream *conflicts,
                                           struct ArrowArrayStream *members,
                                           struct ArrowArrayStream *pairs,
                                           opp_error **error) OPP_NOEXCEPT;

/* The messages that conflicts are explained with in a language, by id: id, text, where {name} in a
 * text stands for an argument. OPP_NOT_FOUND: the error names the languages that there are. */
OPP_API opp_status opp_messages(opp_str language, struct ArrowArrayStream *rows,
                                opp_error **error) OPP_NOEXCEPT;

/* One group's conflict graph (docs/conflict-graph.md): who is in it, what relates them, what
 * conflicts. `group` is the id of any of its accounts. Of `query` count as_of, kinds, policy,
 * pair_limit and language; its groups must be none; NULL: everything, now. At most `node_limit`
 * nodes (0: 60), those in conflict first, then those of the largest amounts.
 *   nodes: type, id, label, account, country, market, owner, amount_minor, currency, milestone,
 *          conflicts (list of ids), standing
 *   edges: from_type, from_id, to_type, to_id, relation, conflict, severity, since, evidence
 *   dot:   the same drawn, as text in Graphviz's language DOT
 * Each of the three may be NULL. OPP_NOT_FOUND: no such account, kind or language. */
OPP_API opp_status opp_workspace_conflict_graph(const opp_workspace *workspace, opp_str group,
                                                const opp_conflict_query *query,
                                                uint64_t node_limit, struct ArrowArrayStream *nodes,
                                                struct ArrowArrayStream *edges, opp_text **dot,
                                                opp_error **error) OPP_NOEXCEPT;

/* Only opportunities whose `dimension` is one of `values` (for market, account, product: or lies
 * below one). Never grows. */
typedef struct opp_filter {
  opp_str dimension;
  const opp_str *values;
  size_t value_count;
} opp_filter;

typedef struct opp_measure_query {
  size_t struct_size;
  opp_str measure;   /* such as "pipeline": docs/measures.md */
  const opp_str *by; /* dimensions, in the order of the result's columns. None: one row */
  size_t by_count;
  const opp_str *rollup; /* those of `by` whose rows also count what is below them in their tree */
  size_t rollup_count;
  opp_str as_of;
  opp_str from; /* the period of what is measured over one: from this date ... */
  opp_str to;   /* ... to this one, both inclusive; empty: open */
  const opp_filter *where;
  size_t where_count;
  uint32_t threads;     /* 0: as many as the machine has */
  const opp_str *dates; /* a series: these days, ascending; as_of and `to` are not used. None: one
                           answer */
  size_t date_count;
  opp_str close_from; /* waterfall: only what is expected to close from this date ... */
  opp_str close_to;   /* ... to this one, both inclusive; empty: open */
  opp_str model;      /* forecast, backtest, calibration; empty: the default */
} opp_measure_query;
#define OPP_MEASURE_QUERY_INIT                                                                     \
  {                                                                                                \
    sizeof(opp_measure_query), {NULL, 0}, NULL, 0, NULL, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, NULL, \
        0, 0, NULL, 0, {NULL, 0}, {NULL, 0}, {                                                     \
      NULL, 0                                                                                      \
    }                                                                                              \
  }

/* A measure: the date where it is a series, the columns of `by`, and then the measure's own, which
 * docs/measures.md lists.
 * OPP_NOT_FOUND: no such measure or dimension. OPP_INPUT_ERROR: the question makes no sense for the
 * measure, or a rate is missing. */
OPP_API opp_status opp_workspace_query(const opp_workspace *workspace,
                                       const opp_measure_query *query,
                                       struct ArrowArrayStream *result,
                                       opp_error **error) OPP_NOEXCEPT;

/* All records of a table, sorted by id, with the columns of docs/tables.md. */
OPP_API opp_status opp_workspace_export(const opp_workspace *workspace, opp_str table,
                                        struct ArrowArrayStream *rows,
                                        opp_error **error) OPP_NOEXCEPT;
/* How many records a table has. */
OPP_API opp_status opp_workspace_count(const opp_workspace *workspace, opp_str table,
                                       uint64_t *count, opp_error **error) OPP_NOEXCEPT;
/* The corporate groups as of an instant: account, group (the root's id), depth. */
OPP_API opp_status opp_workspace_groups(const opp_workspace *workspace, opp_str as_of,
                                        struct ArrowArrayStream *rows,
                                        opp_error **error) OPP_NOEXCEPT;
/* Which process applies to an opportunity, and why: process, name, applies, scope, market (the
 * closest of its own that holds the opportunity's; null: it is for every market), conditions (of
 * maturity, structure and kinds, how many it asks for), reason. A row for each process, the one
 * that applies first, the built-in one last. OPP_NOT_FOUND: no such opportunity. */
OPP_API opp_status opp_workspace_process_choice(const opp_workspace *workspace, opp_str opportunity,
                                                opp_str as_of, struct ArrowArrayStream *rows,
                                                opp_error **error) OPP_NOEXCEPT;
/* Which marketing may run at an account: kind, allowed, and for a kind that is suppressed a row for
 * each opportunity (opportunity, stage, opportunity_account) that does so. */
OPP_API opp_status opp_workspace_activities(const opp_workspace *workspace, opp_str account,
                                            opp_str as_of, struct ArrowArrayStream *rows,
                                            opp_error **error) OPP_NOEXCEPT;

typedef struct opp_audience_query {
  size_t struct_size;
  /* A table whose column `account` names the audience. Consumed, however the call ends. NULL: the
   * campaign's, or every account. */
  struct ArrowArrayStream *accounts;
  opp_str kind;           /* of marketing activity; needed where no campaign is named */
  opp_str campaign;       /* the audience is that of its activities, each for its kind */
  const opp_str *markets; /* only accounts in these markets' subtrees. None: all */
  size_t market_count;
  opp_str policy; /* a JSON object to try out: its `suppression`. Empty: the workspace's */
  opp_str as_of;
  uint64_t limit; /* at most so many rows of `cuts` for one account and kind. 0: 1000 */
} opp_audience_query;
#define OPP_AUDIENCE_QUERY_INIT \
  { sizeof(opp_audience_query), NULL, {NULL, 0}, {NULL, 0}, NULL, 0, {NULL, 0}, {NULL, 0}, 0 }

/* Who of a planned campaign's audience would be left out, by which opportunity. Four tables, of
 * which each but the first may be NULL; the cuts are only listed where they are asked for:
 *   audience:      account, group, market, kind, allowed, opportunities (how many suppress it),
 *                  opportunity (the first of them by id), stage, opportunity_account
 *   markets:       market, audience, cut, share
 *   opportunities: opportunity, account, market, owner, process, stage, cut, alone (those that
 *                  nothing else cuts); those that cut most first
 *   cuts:          account, kind, opportunity, stage, opportunity_account
 * OPP_NOT_FOUND: no such campaign or market. OPP_INPUT_ERROR: every row whose account is unknown,
 * or neither a kind nor a campaign. */
OPP_API opp_status opp_workspace_audience(const opp_workspace *workspace,
                                          const opp_audience_query *query,
                                          struct ArrowArrayStream *audience,
                                          struct ArrowArrayStream *markets,
                                          struct ArrowArrayStream *opportunities,
                                          struct ArrowArrayStream *cuts,
                                          opp_error **error) OPP_NOEXCEPT;
/* What is held in memory: table, rows, bytes. */
OPP_API opp_status opp_workspace_memory(const opp_workspace *workspace,
                                        struct ArrowArrayStream *rows,
                                        opp_error **error) OPP_NOEXCEPT;

/* ---- Looking back ---------------------------------------------------------------------------- */

/* Every conflict that stood on some day of a period (docs/looking-back.md): id, kind, group, from,
 * stood_before, to, days, severity_max, members_max, pairs_max, value_max_minor, currency,
 * explanation; a row for each span of days without a break, by from, kind and id. `query` is a JSON
 * object, of whose members only `from` is needed (`to`: today):
 *   {"from": date, "to": date, "kinds": [names], "groups": [ids], "policy": {...},
 *    "language": "en" or "sv", "threads": number}
 * OPP_INPUT_ERROR: the query is wrong, or a rate is missing. OPP_NOT_FOUND: no such kind, account
 * or language. */
OPP_API opp_status opp_workspace_conflict_history(const opp_workspace *workspace, opp_str query,
                                                  struct ArrowArrayStream *spans,
                                                  opp_error **error) OPP_NOEXCEPT;
/* Deals that were won outside of an agreement that covered them, or under other terms than agreed:
 * opportunity, agreement, account, group, market, owner, won_on, amount_minor, currency,
 * amount_reporting_minor, reporting_currency, discount_given, discount_agreed, reason,
 * difference_minor; by won_on, opportunity and agreement. `query` is a JSON object, or empty: all,
 * now. No member is needed:
 *   {"from": date, "to": date, "as_of": date or instant, "groups": [ids], "threads": number}
 * Errors likewise. */
OPP_API opp_status opp_workspace_leakage(const opp_workspace *workspace, opp_str query,
                                         struct ArrowArrayStream *deals,
                                         opp_error **error) OPP_NOEXCEPT;

/* ---- Histories against their process --------------------------------------------------------- */

typedef struct opp_deviation_query {
  size_t struct_size;
  opp_str process; /* its id, or "standard". Empty: all */
  opp_str as_of;
} opp_deviation_query;
#define OPP_DEVIATION_QUERY_INIT                        \
  {                                                     \
    sizeof(opp_deviation_query), {NULL, 0}, { NULL, 0 } \
  }

/* Moves that the process of their opportunity does not allow (docs/conformance.md): opportunity,
 * process, version, from, to, at, by, kind, forced, explanation; by opportunity, in the order of
 * the moves. `query` NULL: of all processes, now. OPP_NOT_FOUND: no such process. */
OPP_API opp_status opp_workspace_deviations(const opp_workspace *workspace,
                                            const opp_deviation_query *query,
                                            struct ArrowArrayStream *rows,
                                            opp_error **error) OPP_NOEXCEPT;
/* Which ways opportunities went through a version (0: the latest) of a process, beside those that
 * it lists: from, to, milestone_from, milestone_to, listed, count, opportunities, median_days (null
 * where count is 0); by the order of the stages. OPP_NOT_FOUND: no such process or version. */
OPP_API opp_status opp_workspace_process_edges(const opp_workspace *workspace, opp_str process,
                                               uint32_t version, opp_str as_of,
                                               struct ArrowArrayStream *rows,
                                               opp_error **error) OPP_NOEXCEPT;

typedef struct opp_process_graph_options {
  size_t struct_size;
  uint32_t version;        /* 0: the latest */
  int32_t definition_only; /* 1: without what histories say */
  opp_str as_of;
} opp_process_graph_options;
#define OPP_PROCESS_GRAPH_OPTIONS_INIT                   \
  {                                                      \
    sizeof(opp_process_graph_options), 0, 0, { NULL, 0 } \
  }

/* The same drawn, as text in Graphviz's language DOT. `options` NULL: the defaults. OPP_NOT_FOUND
 * likewise. */
OPP_API opp_status opp_workspace_process_graph(const opp_workspace *workspace, opp_str process,
                                               const opp_process_graph_options *options,
                                               opp_text **dot, opp_error **error) OPP_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif /* OPPORTUNE_C_OPPORTUNE_H */
