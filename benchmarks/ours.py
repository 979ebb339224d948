"""opportune, asked what the benchmark asks."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

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

    def scan(self) -> dict[str, dict[str, Any]]:
        """Seconds of each question, answered with the tables of conflicts and members; and the
        number of related pairs of each kind."""
        seconds: dict[str, float] = {}
        pairs: Counter[str] = Counter()
        for step, kinds in (("duplicate + cross_market", PURSUITS), ("lead_collision", LEADS)):
            start = time.perf_counter()
            found = self._workspace.conflicts(as_of=self._day, kinds=kinds, threads=self._threads)
            seconds[step] = time.perf_counter() - start
            for kind, count in zip(found["kind"], found["pairs"], strict=True):
                pairs[kind] += count
        return {"seconds": seconds, "pairs": {kind: pairs[kind] for kind in PURSUITS + LEADS}}

    def memory(self) -> dict[str, dict[str, int]]:
        """Bytes held, by table."""
        table = self._workspace.memory_use()
        return {"tables": dict(zip(table["table"], table["bytes"], strict=True))}

    def check(self, drafts: int) -> dict[str, float]:
        """Microseconds of a check through Python, at random accounts; for ten seconds at most."""
        draw = random.Random(7)
        accounts, products = self._tables["account"], self._tables["product"]["id"].to_pylist()
        micros: list[float] = []
        stop = time.perf_counter() + 10
        for row in (draw.randrange(accounts.num_rows) for _ in range(drafts)):
            draft = {
                "account": accounts["id"][row].as_py(),
                "owner": accounts["owner"][row].as_py(),
                "products": [draw.choice(products)],
            }
            start = time.perf_counter()
            if start > stop:
                break
            self._workspace.check(opportunity=draft, as_of=self._day)
            micros.append((time.perf_counter() - start) * 1e6)
        return {
            "drafts": len(micros),
            "median_us": statistics.median(micros),
            "p99_us": statistics.quantiles(micros, n=100)[98],
        }
