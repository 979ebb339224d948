"""The document that a run writes and the report reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypedDict

OURS = "opportune"


class PartRun(TypedDict):
    """What became of a part at a size (0: it has sizes of its own): `ran`, `missing` (it cannot run
    here) or `failed`, and why. What a part that ran could not ask is in `absent`."""

    part: str
    opportunities: int
    state: str
    reason: str
    date: str
    seconds: float
    load_average: list[float]
    absent: dict[str, str]


class _Measured(TypedDict):
    part: str
    job: str
    engine: str
    interface: str
    opportunities: int
    unit: str
    runs: list[float]


class Measurement(_Measured, total=False):
    """A job done by an engine, run by run: `seconds` or `per_second`."""

    note: str
    bytes_read: int
    """What a scan must read at least (floor.py)."""


class Memory(TypedDict):
    """What a table of ours takes after loading."""

    opportunities: int
    table: str
    records: int
    bytes: int


class Document(TypedDict):
    machine: dict[str, Any]
    date: str
    threads: int
    versions: dict[str, str]
    parts: list[PartRun]
    measurements: list[Measurement]
    memory: list[Memory]


class Seen:
    """What a part's reader makes of the JSON of its runner."""

    def __init__(self, part: str, opportunities: int) -> None:
        self.part = part
        self.opportunities = opportunities
        self.measurements: list[Measurement] = []
        self.memory: list[Memory] = []
        self.versions: dict[str, str] = {}
        self.absent: dict[str, str] = {}

    def add(
        self,
        job: str,
        engine: str,
        interface: str,
        runs: Iterable[float],
        *,
        unit: str = "seconds",
        opportunities: int | None = None,
        note: str = "",
    ) -> None:
        measured: Measurement = {
            "part": self.part,
            "job": job,
            "engine": engine,
            "interface": interface,
            "opportunities": self.opportunities if opportunities is None else opportunities,
            "unit": unit,
            "runs": list(runs),
        }
        if note:
            measured["note"] = note
        self.measurements.append(measured)


def put(document: Document, run: PartRun, seen: Seen | None) -> None:
    """Takes the place of what the part said before at this size; 0: at all sizes."""
    size = run["opportunities"]

    def is_old(part: str, opportunities: int) -> bool:
        return part == run["part"] and size in (0, opportunities)

    document["parts"] = [
        old for old in document["parts"] if not is_old(old["part"], old["opportunities"])
    ] + [run]
    document["measurements"] = [
        old for old in document["measurements"] if not is_old(old["part"], old["opportunities"])
    ]
    if seen is None:
        return
    document["measurements"] += seen.measurements
    document["versions"] |= seen.versions
    if seen.memory:
        document["memory"] = [
            old for old in document["memory"] if old["opportunities"] != size
        ] + seen.memory


def read(path: Path) -> Document:
    document: Document = json.loads(path.read_text(encoding="utf-8"))
    return document


def write(path: Path, document: Document) -> None:
    """All of it or nothing: a run that is interrupted leaves what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    beside.replace(path)
