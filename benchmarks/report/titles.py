"""What the page calls the jobs, and in which table each stands."""

from __future__ import annotations

LOAD = {"load": "load"}
SCAN = {
    "scan_all": "full scan, all kinds",
    "scan_two": "full scan, two kinds",
    "scan_again_all": "again after 100 changes, all kinds",
    "scan_again_two": "again after 100 changes, two kinds",
}
GROUP = {
    "group_all": "one group, all kinds",
    "group_two": "one group, two kinds",
}
DRAWS = {"any_group": "any group", "any_opportunity": "any opportunity"}
QUANTILES = {"median": "median", "p99": "99%"}
CHECK = {
    f"check_{draw}_{quantile}_{kinds}": f"{where}, {kinds} kinds, {q}"
    for draw, where in DRAWS.items()
    for kinds in ("all", "two")
    for quantile, q in QUANTILES.items()
}
CHANGES = {
    "change_median": "a change with its effects, median",
    "change_p99": "a change with its effects, 99%",
    "change_100": "100 changes in one call",
    "change_rate": "changes in one call, a second",
    "what_if_median": "`what_if`, median",
    "what_if_p99": "`what_if`, 99%",
    "clock_day_median": "the clock moved by a day, median",
    "clock_day_p99": "the clock moved by a day, 99%",
    "clock_first": "the first move of the clock",
}
SAVES = {
    "group_check_median": "a check, median",
    "group_check_p99": "a check, 99%",
    "group_change_median": "a change with its effects, median",
    "group_change_p99": "a change with its effects, 99%",
    "group_what_if_median": "`what_if`, median",
    "group_what_if_p99": "`what_if`, 99%",
}
READERS = {
    "readers_waited": "checks a second, share of alone",
    "readers_processor": "checks a second of a processor, share of alone",
    "writer_p99": "a commit meanwhile, 99%",
}
MOVES = {"moves": "many moves at once"}
MEASURES = {
    "pipeline_now": "pipeline now",
    "pipeline_past": "pipeline a year ago",
    "snapshots": "52 weeks",
    "funnel": "funnel",
    "waterfall": "waterfall",
    "velocity": "velocity",
    "edges": "directly-follows graph",
}
MEASURES_PROCESSOR = {f"{job}_processor": title for job, title in MEASURES.items()}
MEASURES_LOAD = {"measures_load": "load, and prepare"}
JOURNAL = {
    "journal_sqlite_single": "SQLite, one change a commit",
    "journal_sqlite_batch": "SQLite, many in one",
    "journal_sqlite_8_threads": "SQLite, eight threads",
    "journal_sqlite_catch_up": "SQLite, catching up, changes",
    "journal_sqlite_open_entries": "SQLite, opening, entries",
    "journal_postgres_single": "PostgreSQL, one change a commit",
    "journal_postgres_batch": "PostgreSQL, many in one",
    "journal_postgres_8_threads": "PostgreSQL, eight threads",
    "journal_postgres_catch_up": "PostgreSQL, catching up, changes",
    "journal_postgres_open_entries": "PostgreSQL, opening, entries",
}
OPENING = {
    "journal_load": "load into a journal, durable, with its checkpoint",
    "open_checkpoint": "opening by the checkpoint",
    "open_log": "opening by the log alone",
    "catch_up": "catching up on 100,000 changes of another process",
    "journal_bytes": "the database's file",
    "checkpoint_bytes": "the checkpoint's file",
}

SCANS = SCAN | MEASURES
GROWING = (
    LOAD
    | SCAN
    | GROUP
    | {job: f"check, {title}" for job, title in CHECK.items()}
    | {job: title for job, title in CHANGES.items() if not job.endswith("rate")}
    | {job: f"one group, {title}" for job, title in SAVES.items()}
    | MEASURES
    | {job: title for job, title in OPENING.items() if not job.endswith("bytes")}
)
