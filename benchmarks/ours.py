"""opportune, asked what the benchmark asks."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

import changes
import pyarrow as pa

import opportune as opp

PURSUITS = ["duplicate_pursuit", "cross_market_pursuit"]
LEADS = ["lead_collision"]


class Opportune:
    """A workspace with the organisation's tables."""

    name = "opportune"
    version = opp.__version__

    def __init__(self, tables: Mapping[str, pa.Table], day: dt.date, threads: int) -> None:
        self._tables = dict(tables)
        self._day = day
        self._threads = threads
        self._workspace = opp.memory()

    def load(self) -> dict[str, float]:
        """Seconds to load, with every check of `Workspace.load`."""
        start = time.perf_counter()
        self._workspace.load(self._tables)
        return {"load": time.perf_counter() - start}

    def scan(self, again: bool) -> dict[str, dict[str, Any]]:
        """Seconds of each question, answered with the tables of conflicts and members; and the
        number of related pairs of each kind that the peers are asked for too. Not again: a question
        that names its policy is answered from nothing that was kept of an earlier one."""
        policy: dict[str, Any] | None = None if again else {}
        seconds: dict[str, float] = {}
        pairs: Counter[str] = Counter()
        for step, kinds in (
            ("all kinds", []),
            ("duplicate + cross_market", PURSUITS),
            ("lead_collision", LEADS),
        ):
            start = time.perf_counter()
            found = self._workspace.conflicts(
                as_of=self._day, kinds=kinds, policy=policy, threads=self._threads
            )
            seconds[step] = time.perf_counter() - start
            if kinds:
                for kind, count in zip(found["kind"], found["pairs"], strict=True):
                    pairs[kind] += count
        return {"seconds": seconds, "pairs": {kind: pairs[kind] for kind in PURSUITS + LEADS}}

    def change(self, count: int, turn: int) -> dict[str, float]:
        """Seconds to put so many new opportunities, one call for all, with their effects."""
        asked = changes.as_changes(self._tables, self._day, count, turn)
        start = time.perf_counter()
        self._workspace.apply(asked)
        return {"seconds": time.perf_counter() - start}

    def memory(self) -> list[dict[str, Any]]:
        """Records and bytes held, by table."""
        return self._workspace.memory_use().to_pylist()
