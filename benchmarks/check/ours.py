"""opportune through Python, asked about each draft."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import ours
import pyarrow as pa

from . import drafts


class Opportune(ours.Opportune):
    """A workspace with the organisation's tables."""

    def __init__(self, tables: Mapping[str, pa.Table], day: dt.date, threads: int) -> None:
        super().__init__(tables, day, threads)
        self.load()

    def latencies(self, folder: str, seconds: float) -> dict[str, dict[str, float]]:
        """Of each draw, call by call, as the programs in C++ tell them."""
        return {draw: self._draw(Path(folder), draw, seconds) for draw in drafts.DRAWS}

    def _draw(self, folder: Path, draw: str, seconds: float) -> dict[str, float]:
        records = [draft.record() for draft in drafts.read_drafts(folder, draw)]
        self._workspace.check(opportunity=records[0], as_of=self._day)
        micros: list[float] = []
        conflicts = 0
        stop = time.perf_counter() + seconds
        for record in records:
            start = time.perf_counter()
            if start > stop:
                break
            decision = self._workspace.check(opportunity=record, as_of=self._day)
            micros.append((time.perf_counter() - start) * 1e6)
            conflicts += bool(decision.conflicts)
        percentiles = statistics.quantiles(micros, n=100, method="inclusive")
        return {
            "drafts": len(micros),
            "with_conflict": conflicts,
            "median_us": percentiles[49],
            "p90_us": percentiles[89],
            "p99_us": percentiles[98],
            "max_us": max(micros),
        }

    def find(self, folder: str, seconds: float) -> dict[str, list[dict[str, Any]]]:
        """What the first drafts of each draw would be in conflict with, as many as are done in so
        many seconds: of the kinds that the databases are asked for, how many opportunities, and
        which (at most a hundred are named)."""
        return {draw: list(self._find(Path(folder), draw, seconds)) for draw in drafts.DRAWS}

    def _find(self, folder: Path, draw: str, seconds: float) -> Iterator[dict[str, Any]]:
        stop = time.perf_counter() + seconds
        for draft in drafts.read_drafts(folder, draw):
            if time.perf_counter() > stop:
                return
            decision = self._workspace.check(opportunity=draft.record(), as_of=self._day)
            yield {
                conflict.kind: (conflict.pairs, [member.id for member in conflict.related])
                for conflict in decision.conflicts
                if conflict.kind in ours.PURSUITS
            }
