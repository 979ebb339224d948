"""What may be won in a period ahead: each opportunity's probability, by the three models."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..history import AsOf
from ..records import MILESTONES, Organisation, Row
from .outcomes import closed_on, outcome

OPEN = MILESTONES[: MILESTONES.index("won")]
ENDS = [7, 14, 30, 60, 90, 180, 365, math.inf]
OLDEST = 366
"""Days of a stay from which on all are alike."""
STRETCH_PRIOR = 30
PRIORS = [10 ** (step / 2.5) for step in range(4, 21)]

Period = tuple[dt.date, dt.date]
Place = tuple[str, int]
"""An open milestone, and a stretch of days."""


def by_stages(as_of: AsOf, opportunity: Row, period: Period) -> float:
    expected = as_of.expected_close(opportunity)
    if expected is None:
        return 0
    due = max(expected, as_of.day + dt.timedelta(days=1))
    probability = float(as_of.stage(opportunity).probability)
    return probability if period[0] <= due <= period[1] else 0


def last_year(as_of: AsOf, opportunity: Row, period: Period) -> float:
    year = dt.timedelta(days=365)
    then = AsOf(as_of.organisation, as_of.day - year)
    stood = list(then.open_opportunities)
    here = as_of.stage(opportunity).milestone
    alike = [row for row in stood if then.stage(row).milestone == here] or stood
    won = [
        row
        for row in alike
        for day in [closed_on(as_of, row)]
        if outcome(as_of, row) == "won" and day and period[0] <= day + year <= period[1]
    ]
    return len(won) / len(alike) if alike else 0


# --- learned from the histories -----------------------------------------------------------------


@dataclass
class Counts:
    days: Counter[Place] = field(default_factory=Counter)
    moves: Counter[tuple[Place, str]] = field(default_factory=Counter)


Rates = dict[tuple[Place, str], float]


def stays(as_of: AsOf, opportunity: Row) -> Iterator[tuple[str, int, str | None]]:
    """(open milestone, days, the milestone after it; None: it is still there)"""
    at, since = None, opportunity["opened"]
    for moment, stage in as_of.stays(opportunity):
        if at is not None and stage.milestone != at:
            if at in OPEN:
                yield at, max(0, (moment.date() - since).days), stage.milestone
            since = max(moment.date(), opportunity["opened"])
        at = stage.milestone
    if at in OPEN:
        yield at, (as_of.day - since).days, None


def count(as_of: AsOf) -> dict[str | None, Counts]:
    """By market: every single day of every stay."""
    out: dict[str | None, Counts] = defaultdict(Counts)
    for opportunity in as_of.organisation.rows("opportunity"):
        for milestone, days, after in stays(as_of, opportunity):
            counts = out[opportunity["market"]]
            last = max(days, 1) if after else days
            for day in range(1, last + 1):
                counts.days[milestone, stretch(day)] += 1
            if after:
                counts.moves[(milestone, stretch(last)), after] += 1
    return out


def stretch(day: int) -> int:
    return next(place for place, end in enumerate(ENDS) if day <= end)


def places() -> Iterator[tuple[Place, str]]:
    for milestone in OPEN:
        for place in range(len(ENDS)):
            for after in MILESTONES:
                yield (milestone, place), after


def rates_of_all(markets: dict[str | None, Counts]) -> Rates:
    days: Counter[Place] = sum((each.days for each in markets.values()), Counter())
    moves: Counter[tuple[Place, str]] = sum((each.moves for each in markets.values()), Counter())
    out = {}
    for place, after in places():
        several = range(len(ENDS))
        whole = sum(days[place[0], other] for other in several)
        moved = sum(moves[(place[0], other), after] for other in several)
        rate = moved / whole if whole else 0
        out[place, after] = (moves[place, after] + STRETCH_PRIOR * rate) / (
            days[place] + STRETCH_PRIOR
        )
    return out


def likelihood(markets: dict[str | None, Counts], rates: Rates, prior: float) -> float:
    """Of the counts, each of them negative binomial: gamma of the rate, Poisson of the moves."""
    out = 0.0
    for counts in markets.values():
        for place, after in places():
            days, rate = counts.days[place], rates[place, after]
            if days and rate:
                moves, shape = counts.moves[place, after], prior * rate
                out += math.lgamma(moves + shape) - math.lgamma(shape)
                out += shape * math.log(prior / (prior + days))
                out += moves * math.log(1 / (prior + days))
    return out


class Histories:
    def __init__(self, as_of: AsOf) -> None:
        self.as_of = as_of
        self.markets = count(as_of)
        self.all = rates_of_all(self.markets)
        self.prior = max(PRIORS, key=lambda prior: likelihood(self.markets, self.all, prior))
        self._found: dict[tuple[str | None, str, int, Period], float] = {}

    def rate(self, market: str | None, place: Place, after: str) -> float:
        counts, rate = self.markets.get(market), self.all[place, after]
        if counts is None:
            return rate
        return (counts.moves[place, after] + self.prior * rate) / (counts.days[place] + self.prior)

    def __call__(self, opportunity: Row, period: Period) -> float:
        *_, (milestone, days, _) = stays(self.as_of, opportunity)
        key = opportunity["market"], milestone, min(days, OLDEST), period
        if key not in self._found:
            self._found[key] = self._won(*key)
        return self._found[key]

    def _won(self, market: str | None, milestone: str, days: int, period: Period) -> float:
        """Day by day, where it may be: how much of it comes to won within the period."""
        shares = {(milestone, days): 1.0}
        out, day = 0.0, self.as_of.day
        while day < period[1]:
            day += dt.timedelta(days=1)
            after: dict[tuple[str, int], float] = defaultdict(float)
            for (at, age), share in shares.items():
                left = 1.0
                for other in MILESTONES:
                    rate = self.rate(market, (at, stretch(age + 1)), other)
                    left -= rate
                    if other == "won" and day >= period[0]:
                        out += share * rate
                    elif other in OPEN:
                        after[other, 0] += share * rate
                after[at, min(age + 1, OLDEST)] += share * max(0.0, left)
            shares = after
        return out


def models(organisation: Organisation, day: dt.date) -> tuple[AsOf, dict[str, object]]:
    as_of = AsOf(organisation, day)
    return as_of, {"stages": by_stages, "last_year": last_year, "histories": Histories(as_of)}
