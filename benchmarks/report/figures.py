"""What a document says of a job: who did it, at which sizes, how long it took, beside whom."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence

from suite.document import OURS, Document, Measurement

INTERFACES = ("C++", "C", "Python")


class Figures:
    def __init__(self, document: Document) -> None:
        self.document = document

    def of(
        self,
        job: str,
        *,
        size: int | None = None,
        engine: str | None = None,
        interface: str | None = None,
    ) -> list[Measurement]:
        """In the order of the document; without a filter all."""
        return [
            measured
            for measured in self.document["measurements"]
            if measured["job"] == job
            and size in (None, measured["opportunities"])
            and engine in (None, measured["engine"])
            and interface in (None, measured["interface"])
        ]

    def ours(self, job: str, size: int, interface: str | None = None) -> Measurement | None:
        """Through that interface, or the first of C++, C and Python that was measured."""
        found = self.of(job, size=size, engine=OURS, interface=interface)
        return min(found, key=lambda m: INTERFACES.index(m["interface"]), default=None)

    def peers(
        self, job: str, size: int, wanted: Callable[[str], bool] = lambda _: True
    ) -> list[Measurement]:
        """The fastest comes first."""
        found = [m for m in self.of(job, size=size) if m["engine"] != OURS and wanted(m["engine"])]
        return sorted(found, key=lambda m: median(m) if is_time(m) else -median(m))

    def sizes(self, job: str, engine: str | None = OURS) -> list[int]:
        return sorted({m["opportunities"] for m in self.of(job, engine=engine)})

    def per_record(self, tables: Sequence[str]) -> tuple[int, float] | None:
        """The largest size, and the bytes of a record of these tables there."""
        sizes = [table["opportunities"] for table in self.document["memory"]]
        if not sizes:
            return None
        largest = max(sizes)
        chosen = [
            table
            for table in self.document["memory"]
            if table["opportunities"] == largest and table["table"] in tables
        ]
        records = sum(table["records"] for table in chosen)
        return (largest, sum(table["bytes"] for table in chosen) / records) if records else None

    def bandwidth(self) -> float | None:
        """Bytes a second that memory gave at best when it was only read."""
        found = self.of("memory_sum")
        return max(found[0]["runs"]) if found else None


def is_time(measured: Measurement) -> bool:
    return measured["unit"] == "seconds"


def median(measured: Measurement) -> float:
    return statistics.median(measured["runs"])


def ratio(ours: Measurement, peer: Measurement) -> float:
    """How many times as fast we are, by the medians: more than 1 is faster than the peer."""
    return median(peer) / median(ours) if is_time(ours) else median(ours) / median(peer)


def exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """Of the power of x that fits y best: least squares on the logarithms. 1 is linear."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    if len({x for x, _ in logs}) < 2:
        return None
    slope = statistics.linear_regression(*zip(*logs, strict=True)).slope
    return float(slope)
