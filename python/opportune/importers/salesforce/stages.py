"""The export's stages as one process, each at a shared milestone."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from ..common import Notes, Row, parse_number
from .files import Export, is_true

PROCESS = "salesforce"
MILESTONES = ("qualified", "discovery", "proposal", "negotiation", "won", "lost")
# Name in lower case -> milestone and Salesforce's default probability in percent.
_KNOWN = {
    "prospecting": ("qualified", 10),
    "qualification": ("qualified", 10),
    "qualify": ("qualified", 10),
    "needs analysis": ("discovery", 20),
    "discovery": ("discovery", 20),
    "meet & present": ("discovery", 25),
    "value proposition": ("discovery", 50),
    "id. decision makers": ("discovery", 60),
    "perception analysis": ("discovery", 70),
    "propose": ("proposal", 50),
    "proposal": ("proposal", 75),
    "proposal/quote": ("proposal", 75),
    "proposal/price quote": ("proposal", 75),
    "negotiate": ("negotiation", 75),
    "negotiation": ("negotiation", 90),
    "negotiation/review": ("negotiation", 90),
    "closed won": ("won", 100),
    "closed lost": ("lost", 0),
}
# From this probability on, an unknown open stage counts as this milestone.
_BY_PROBABILITY = ((80, "negotiation"), (60, "proposal"), (20, "discovery"), (0, "qualified"))


@dataclass(frozen=True)
class Stage:
    name: str
    milestone: str
    probability: float
    """Percent."""

    @property
    def is_closed(self) -> bool:
        return self.milestone in ("won", "lost")

    def order(self) -> tuple[int, float, str]:
        return (MILESTONES.index(self.milestone), self.probability, self.name)


def stages(export: Export, notes: Notes) -> dict[str, Stage]:
    """Every stage that an opportunity or its history names, in the order of the process."""
    probabilities: dict[str, Counter[str]] = {}
    closings: dict[str, str] = {}
    for row in [*export.rows("Opportunity"), *export.rows("OpportunityHistory")]:
        name = row.get("StageName", "")
        if name:
            probabilities.setdefault(name, Counter())[row.get("Probability", "")] += 1
            closings[name] = _closing(row) or closings.get(name, "")
    found = [
        _stage(name, _usual(counts), closings[name], notes)
        for name, counts in probabilities.items()
    ]
    _complete(found)
    return {stage.name: stage for stage in sorted(found, key=Stage.order)}


def _closing(row: Row) -> str:
    """won or lost, where the row says so beside its stage."""
    category = row.get("ForecastCategory") or row.get("ForecastCategoryName", "")
    if is_true(row.get("IsWon", "")) or category == "Closed":
        return "won"
    return "lost" if is_true(row.get("IsClosed", "")) or category == "Omitted" else ""


def _usual(counts: Counter[str]) -> float | None:
    """The probability that most rows give, the largest on a tie."""
    given = [
        (count, float(value)) for text, count in counts.items() if (value := parse_number(text))
    ]
    return max(given)[1] if given else None


def _stage(name: str, probability: float | None, closing: str, notes: Notes) -> Stage:
    known = _KNOWN.get(name.lower())
    if known:
        milestone, usual = known
        given = usual if probability is None or milestone in ("won", "lost") else probability
        return Stage(name, milestone, given)
    if closing:
        notes.say("stage", f"stage '{name}' is not a usual one: {closing}, as its rows are closed")
        return Stage(name, closing, 100 if closing == "won" else 0)
    open_at = min(max(probability or 0, 0), 100)
    milestone = next(name for least, name in _BY_PROBABILITY if open_at >= least)
    notes.say(
        "stage", f"stage '{name}' is not a usual one: {milestone}, by its probability {open_at:g}%"
    )
    return Stage(name, milestone, open_at)


def _complete(found: list[Stage]) -> None:
    """A process has an open stage to start in, and one for each outcome."""
    milestones = {stage.milestone for stage in found}
    if not milestones & set(MILESTONES[:4]):
        found.append(Stage("Qualification", "qualified", 10))
    if "won" not in milestones:
        found.append(Stage("Closed Won", "won", 100))
    if "lost" not in milestones:
        found.append(Stage("Closed Lost", "lost", 0))


def definition(process: dict[str, Stage]) -> str:
    """The process as the JSON that the process table takes."""
    return json.dumps(
        {
            "scope": "local",
            "stages": [
                {
                    "id": stage.name,
                    "name": stage.name,
                    "milestone": stage.milestone,
                    "probability": stage.probability / 100,
                }
                for stage in process.values()
            ],
        }
    )
