"""Faults in histories, as people and imports make them; those that answers must not stumble on."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter, defaultdict

from .generator import LAST, OPEN, PROCESSES, Row, Tables

SECOND = dt.timedelta(seconds=1)
ONE_DAY = dt.timedelta(days=1)


class HistorySpoiler:
    """Alters `stage_change` (and where that must go along the opportunity) of some."""

    def __init__(self, tables: Tables, dice: random.Random) -> None:
        self.tables = tables
        self.dice = dice
        self.changes: dict[str, list[Row]] = defaultdict(list)
        for change in sorted(tables["stage_change"], key=lambda change: change["at"]):
            self.changes[change["opportunity"]].append(change)

    def spoil(self) -> None:
        for opportunity in self.tables["opportunity"]:
            changes = self.changes[opportunity["id"]]
            at = Counter(change["at"] for change in changes)
            # Changes of one instant have an order by their stages alone: those stay whole.
            alone = [change for change in changes if at[change["at"]] == 1]
            fault = self.dice.choice([*FAULTS, None, None])
            if fault is not None and alone:
                fault(self, opportunity, changes, self.dice.choice(alone))

    def jump(self, opportunity: Row, changes: list[Row], change: Row) -> None:
        """Through another stage on the way, about a minute before."""
        before = change["at"] - self.dice.choice([1, 59, 60, 61]) * SECOND
        through = self._elsewhere(opportunity, change)
        took_place = any(before <= other["at"] < change["at"] for other in changes)
        is_early = before.date() < opportunity["opened"]
        if through is None or took_place or is_early or not stays_in_its_version(change):
            return
        self.tables["stage_change"].append({**change, "to": through, "at": before})
        change["from"] = through

    def stay(self, opportunity: Row, changes: list[Row], change: Row) -> None:
        """Again to the stage where it stands, a day later."""
        later = change["at"] + ONE_DAY
        moved_on = any(change["at"] < other["at"] <= later for other in changes)
        stands_open = change["to"] in self._stages(opportunity, closed=False)
        if stands_open and not moved_on and later.date() <= LAST:
            self._append_after(change, change["to"], later)

    def forget(self, opportunity: Row, changes: list[Row], change: Row) -> None:
        """Where it came from; where the first one did: then it began where its process does."""
        if stays_in_its_version(change):
            change["from"] = None

    def break_off(self, opportunity: Row, changes: list[Row], change: Row) -> None:
        """It says that it came from elsewhere than where the one before it ended."""
        if change is not changes[0]:
            change["from"] = self._elsewhere(opportunity, change) or change["from"]

    def backdate(self, opportunity: Row, changes: list[Row], change: Row) -> None:
        """The day of the closing, or date it forward."""
        if opportunity["closed"] is not None:
            day = opportunity["closed"] + self.dice.choice([-20, -1, 1, 30]) * ONE_DAY
            opportunity["closed"] = max(day, opportunity["opened"])

    def close_otherwise(self, opportunity: Row, changes: list[Row], change: Row) -> None:
        """From one closed stage to another, that its process has beside it."""
        last = changes[-1]
        several = self._stages(opportunity, closed=True)
        if opportunity["closed"] is None or len(several) < 4 or change is not last:
            return
        at = last["at"] + self.dice.choice([1, 20, 60]) * ONE_DAY
        to = self.dice.choice([stage for stage in several if stage != last["to"]])
        self._append_after(last, to, at)
        opportunity["stage"], opportunity["closed"] = to, at.date()

    def _append_after(self, change: Row, to: str, at: dt.datetime) -> None:
        """From where the change led, in the same version."""
        after = {**change, "from": change["to"], "to": to, "at": at}
        if "to_version" in change:
            after["from_version"] = change["to_version"]
        self.tables["stage_change"].append(after)

    def _elsewhere(self, opportunity: Row, change: Row) -> str | None:
        """An open stage that the change neither comes from nor leads to."""
        stages = self._stages(opportunity, closed=False)
        others = [stage for stage in stages if stage not in (change["from"], change["to"])]
        return self.dice.choice(others) if others else None

    def _stages(self, opportunity: Row, closed: bool) -> list[str]:
        """Those that every version of its process has."""
        process = opportunity["process"]
        if process is None:
            versions = [[(id_, milestone) for id_, milestone, _ in PROCESSES["standard"]]]
        else:
            versions = [
                [(stage["id"], stage["milestone"]) for stage in definition["stages"]]
                for table in ("process", "process_version")
                for row in self.tables.get(table, [])
                if process in (row.get("id"), row.get("process"))
                for definition in [json.loads(row["definition"])]
            ]
        common = set.intersection(*({id_ for id_, _ in stages} for stages in versions))
        return [
            id_
            for id_, milestone in versions[0]
            if id_ in common and (milestone not in OPEN) == closed
        ]


def stays_in_its_version(change: Row) -> bool:
    return bool(change.get("from_version") == change.get("to_version"))


FAULTS = [
    HistorySpoiler.jump,
    HistorySpoiler.stay,
    HistorySpoiler.forget,
    HistorySpoiler.break_off,
    HistorySpoiler.backdate,
    HistorySpoiler.close_otherwise,
]
