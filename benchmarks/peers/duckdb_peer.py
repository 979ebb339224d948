"""DuckDB: the same tables, loaded into its own; the same relations, as an expert joins them."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import changes
import duckdb
import pyarrow as pa

_STEP = re.compile(r"^-- step: (.+)$", re.MULTILINE)


class DuckDb:
    """An in-memory database with the organisation's tables."""

    name = "DuckDB"
    version = str(duckdb.__version__)
    scripts = Path(__file__).parent
    prepare = "duckdb_prepare.sql"

    def __init__(self, tables: Mapping[str, pa.Table], day: dt.date, threads: int) -> None:
        self._tables = tables
        self._day = day
        self._database = duckdb.connect(":memory:", config={"threads": threads})
        self._database.execute("SET TimeZone = 'UTC'")

    def load(self) -> dict[str, float]:
        """Seconds to copy the tables into native ones, and to prepare what outlives a question.

        No constraints: DuckDB checks primary keys by building an index for each, which the joins
        do not use. Whatever `Workspace.load` checks is not checked here.
        """
        start = time.perf_counter()
        for name, table in self._tables.items():
            self._database.register("arrow", table)
            columns = ", ".join(native(field) for field in table.schema)
            self._database.execute(f'CREATE TABLE "{name}" AS SELECT {columns} FROM arrow')
            self._database.unregister("arrow")
        seconds = {"load": time.perf_counter() - start}
        steps = self._run(self.prepare, {})
        return {**seconds, "prepare": sum(steps.values())}

    def scan(self, again: bool) -> dict[str, dict[str, Any]]:
        """Seconds of each step, and the number of related pairs of each kind; the same work again
        as the first time."""
        del again
        end = dt.datetime.combine(self._day, dt.time.max)
        seconds = self._run("duckdb_scan.sql", {"day": self._day, "t": end})
        pairs = {
            "duplicate_pursuit": self._number("SELECT count(*) FROM duplicate"),
            "cross_market_pursuit": self._number("SELECT pairs FROM cross_market"),
            "lead_collision": self._number("SELECT pairs FROM lead_collision"),
        }
        return {"seconds": seconds, "pairs": pairs}

    def change(self, count: int, turn: int) -> dict[str, float]:
        """Seconds to add so many new opportunities to what was prepared."""
        models = changes.models(self._tables, count, turn)
        new = pa.table({"id": list(models), "model": list(models.values())})
        self._database.register("new", new)
        steps = self._run("duckdb_change.sql", {"day": self._day})
        self._database.unregister("new")
        return {"seconds": sum(steps.values())}

    def _number(self, query: str) -> int:
        return int(self._database.execute(query).fetchall()[0][0])

    def _run(
        self, file: str, parameters: Mapping[str, object], only: Sequence[str] = ()
    ) -> dict[str, float]:
        """Seconds of each step of a script, or of some."""
        seconds = {}
        for step, sql in steps_of(self.scripts / file):
            if only and step not in only:
                continue
            start = time.perf_counter()
            for statement in duckdb.extract_statements(sql):
                used = {name: parameters[name] for name in statement.named_parameters}
                self._database.execute(statement, used)
            seconds[step] = time.perf_counter() - start
        return seconds


def steps_of(script: Path) -> Iterator[tuple[str, str]]:
    """Parts of a script that each begin with a line `-- step: name`."""
    parts = _STEP.split(script.read_text(encoding="utf-8"))[1:]
    return zip(parts[::2], parts[1::2], strict=True)


def native(field: pa.Field) -> str:
    """Instants without a zone: comparing them is cheaper, and all are UTC."""
    if pa.types.is_timestamp(field.type):
        return f'CAST("{field.name}" AS TIMESTAMP) AS "{field.name}"'
    return f'"{field.name}"'
