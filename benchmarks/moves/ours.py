"""opportune through Python: a table of moves, a list of them, and one call for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
from stopwatch import Seconds, Stopwatch
from workload import POLICY, Move

import opportune as opp


class Opportune:
    """A workspace with the benchmark's records."""

    version = opp.__version__

    def __init__(self, folder: Path) -> None:
        self._workspace = opp.memory("EUR", policy=POLICY)
        self._workspace.load_csv(folder / "records")

    def by_table(self, moves: Sequence[Move]) -> tuple[Seconds, str]:
        """One call, from a table to tables. The clock stops when the caller has yes or no for
        each move as Python's own values, which is what the peers answer."""
        asked = pa.table(
            {
                "opportunity": [move.opportunity for move in moves],
                "to": [move.to for move in moves],
                "at": pa.array([move.at for move in moves], pa.timestamp("us", "UTC")),
                "by": [move.by for move in moves],
            }
        )
        watch = Stopwatch()
        answers = self._workspace.advance_table(asked)
        done = answers["done"]
        seconds = watch.read()
        activities = answers.activities
        effects = zip(activities["row"], activities["effect"], strict=True)
        pausing = {row for row, effect in effects if effect == "pause"}
        letters = [
            letter(was_done, row in pausing, customer)
            for row, (was_done, customer) in enumerate(zip(done, answers["customer"], strict=True))
        ]
        return seconds, "".join(letters)

    def by_list(self, moves: Sequence[Move]) -> tuple[Seconds, str]:
        """One call, from a list of dicts to a list of objects."""
        asked = [vars(move) for move in moves]
        watch = Stopwatch()
        answers = self._workspace.advance_all(asked)
        seconds = watch.read()
        return seconds, "".join(letter(a.done, bool(a.pause), a.customer) for a in answers)

    def one_by_one(self, moves: Sequence[Move]) -> tuple[Seconds, str]:
        """A call for each move."""
        advance = self._workspace.advance
        watch = Stopwatch()
        answers = [advance(m.opportunity, m.to, at=m.at, by=m.by) for m in moves]
        seconds = watch.read()
        return seconds, "".join(letter(a.done, bool(a.pause), a.customer) for a in answers)


def letter(done: bool, pauses: bool, customer: bool) -> str:
    """As in peers/deal.py."""
    return "-" if not done else "p" if pauses else "c" if customer else "m"
