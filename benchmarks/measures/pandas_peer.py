"""pandas, with NumPy below it: numbers in place of texts, histories as periods of days sorted by
their ends, whole columns at a time. It has one thread, whatever the others have."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from .definitions import MILESTONES, PPM, WON
from .jobs import FLOWS, Asked, Jobs
from .pandas_arrays import (
    CELLS,
    cell_of,
    column,
    converted,
    counted,
    half_even,
    named,
    number,
    rates_on,
    since,
    standing,
    summed,
)
from .pandas_prepare import DAY_MICROS, Array, Prepared, prepare
from .pandas_weeks import snapshots

NEVER = np.iinfo(np.int64).max  # an instant


class Pandas(Jobs):
    version = pd.__version__

    def __init__(self, tables: Mapping[str, pa.Table], day: dt.date, threads: int) -> None:
        self._tables = tables
        self._asked = Asked.of(tables, day)
        self._prepared: Prepared

    def load(self) -> dict[str, float]:
        """From Arrow tables straight to columns of numbers: all of it is preparing."""
        start = time.perf_counter()
        self._prepared = prepare(self._tables)
        return {"load": 0.0, "prepare": time.perf_counter() - start}

    # --- jobs -----------------------------------------------------------------------------------
    def pipeline_now(self) -> pd.DataFrame:
        return self._pipeline("market", self._asked.now)

    def pipeline_past(self) -> pd.DataFrame:
        return self._pipeline("owner", self._asked.past)

    def _pipeline(self, dimension: str, date: dt.date) -> pd.DataFrame:
        day = number(date)
        columns = [dimension, "milestone", "currency", "amount", "ppm", "close", "opened"]
        rows = standing(self._prepared.open_periods, day, columns)
        minor = converted(column(rows, "amount"), self._rates(day)[column(rows, "currency")])
        weighted = minor * column(rows, "ppm")
        cells = pd.DataFrame(
            {
                "cell": cell_of(rows, dimension),
                "amount_minor": minor,
                "weighted_minor": half_even(*np.divmod(weighted, PPM), PPM),
                "overdue_count": column(rows, "close") < day,
                "age": day - column(rows, "opened"),
            }
        ).groupby("cell", sort=False)
        found = cells[["amount_minor", "weighted_minor", "overdue_count"]].sum()
        found["count"] = cells.size()
        found["median_age_days"] = cells["age"].median()
        return self._named(found.reset_index(), dimension)

    def snapshots(self) -> pd.DataFrame:
        return snapshots(self._prepared, self._asked.weeks)

    def funnel(self) -> pd.DataFrame:
        first, last = (number(date) for date in self._asked.year)
        day = number(self._asked.now)
        stays = self._prepared.stays
        opened = column(stays, "opened")
        here = (opened >= first) & (opened <= last)
        here &= column(stays, "entered") < (day + 1) * DAY_MICROS
        deal, stood = column(stays, "deal")[here], column(stays, "milestone")[here]
        entered = column(stays, "entered")[here]
        starts = np.flatnonzero(np.append(True, deal[1:] != deal[:-1]))
        columns = ["deal", "market", "currency", "amount", "milestone", "opened"]
        periods = (self._prepared.open_periods, self._prepared.closed_periods)
        now = pd.concat([standing(frame, day, columns) for frame in periods])
        now = now[now["opened"].between(first, last)]
        place = np.searchsorted(deal[starts], column(now, "deal"))
        minor = converted(column(now, "amount"), self._rates(day)[column(now, "currency")])
        parts = []
        for milestone, _ in enumerate(MILESTONES):
            counts = (stood >= milestone) & (stood <= max(milestone, WON))
            moments = np.minimum.reduceat(np.where(counts, entered, NEVER), starts)[place]
            reached = moments != NEVER
            if milestone >= WON:  # the closed ones are reached by what stands there now
                reached &= column(now, "milestone") == milestone
            rows = np.flatnonzero(reached)
            days = moments[rows] // DAY_MICROS - column(now, "opened")[rows]
            cell = column(now, "market")[rows].astype(np.int64) * CELLS + milestone
            parts.append({"cell": cell, "amount_minor": minor[rows], "days": days})
        names = ("cell", "amount_minor", "days")
        cells = pd.DataFrame(
            {name: np.concatenate([part[name] for part in parts]) for name in names}
        ).groupby("cell", sort=False)
        found = cells[["amount_minor"]].sum()
        found["reached"] = cells.size()
        found["median_days"] = cells["days"].median()
        return self._named(found.reset_index(), "market")

    def waterfall(self) -> pd.DataFrame:
        first, last = (number(date) for date in self._asked.quarter)
        open_, closed = self._prepared.open_periods, self._prepared.closed_periods
        before = standing(open_, first, ["deal", "amount"])
        # What is open at the end, and what has come to where it is closed since the beginning.
        # Nothing that was open at the beginning is missing here.
        columns = ["deal", "market", "currency", "milestone", "amount", "opened"]
        ended = standing(closed, last, [*columns, "stage_since"])
        ended = ended[ended["stage_since"] > first]
        after = pd.concat([standing(open_, last, columns), ended[columns]])
        deal, currency = column(after, "deal"), column(after, "currency")
        amount_before = np.full(self._tables["opportunity"].num_rows, -1, dtype=np.int64)
        amount_before[column(before, "deal")] = column(before, "amount")
        was_open = amount_before[deal] >= 0
        began = np.maximum(amount_before[deal], 0)
        rates = self._rates(last)[currency]
        opening, carried = converted(began, self._rates(first)[currency]), converted(began, rates)
        amount = converted(column(after, "amount"), rates)
        is_new, milestone = column(after, "opened") > first, column(after, "milestone")
        change = np.where(was_open, amount - carried, 0)
        flows = {
            "opening": opening,
            "new": amount * (~was_open & is_new),
            "increased": np.maximum(change, 0),
            "decreased": np.maximum(-change, 0),
            "won": amount * (milestone == WON),
            "lost": amount * (milestone == WON + 1),
            "abandoned": amount * (milestone == WON + 2),
            "reopened": amount * (~was_open & ~is_new),
            "rate_effect": carried - opening,
            "closing": amount * (milestone < WON),
        }
        rows = pd.DataFrame({f"{name}_minor": flow for name, flow in flows.items()})
        table = rows.groupby(column(after, "market")).sum()
        # Without a close period nothing comes into it, and without another end no cell is left.
        table = table.reindex(columns=[f"{name}_minor" for name in FLOWS], fill_value=0)
        table["market"] = self._prepared.names["market"][table.index]
        return table

    def velocity(self) -> pd.DataFrame:
        first, last = (number(date) for date in self._asked.year)
        day = number(self._asked.now)
        names = self._prepared.names["market"]
        still_open = standing(self._prepared.open_periods, day, ["market"])
        opportunities = counted(column(still_open, "market"), len(names))
        # Rows are chosen first and columns read where they are: most are needed of the won alone.
        rest = since(self._prepared.closed_periods, day)
        came = column(rest, "stage_since")
        here = np.flatnonzero((column(rest, "since") <= day) & (came >= first) & (came <= last))
        closed = counted(column(rest, "market")[here], len(names))
        here = here[column(rest, "milestone")[here] == WON]
        market, days = column(rest, "market")[here], came[here] - column(rest, "opened")[here]
        won = counted(market, len(names))
        rates = self._rates(day)[column(rest, "currency")[here]]
        minor = converted(column(rest, "amount")[here], rates)
        with np.errstate(invalid="ignore"):  # 0 / 0 is NaN, which is a null in the answer
            win_rate = won / closed
            mean_won = summed(market, minor, len(names)) / won
            mean_cycle = summed(market, days, len(names)) / won
        an_opportunity = win_rate * mean_won / np.where(mean_cycle > 0, mean_cycle, np.nan)
        table = pd.DataFrame(
            {
                "market": names,
                "opportunities": opportunities,
                "closed": closed,
                "won": won,
                "win_rate": win_rate,
                "mean_won_amount_minor": mean_won,
                "mean_cycle_days": mean_cycle,
                "velocity_minor_per_day": opportunities * an_opportunity,
            }
        )
        return table[opportunities + closed > 0]

    def edges(self) -> pd.DataFrame:
        stays, stages = self._prepared.stays, self._prepared.stages
        of_process = np.flatnonzero(stages["process"] == self._asked.process)
        stage, left = column(stays, "stage"), column(stays, "left")
        here = (stage >= of_process[0]) & (stage <= of_process[-1])
        here &= left < (number(self._asked.now) + 1) * DAY_MICROS
        micros = left[here] - column(stays, "entered")[here]
        way = stage[here].astype(np.int32) * len(stages) + column(stays, "next")[here]
        ways = pd.Series(micros).groupby(way)
        table = pd.DataFrame({"count": ways.size(), "median_days": ways.median() / DAY_MICROS})
        names = stages["id"].to_numpy()
        table["from"], table["to"] = (names[part] for part in np.divmod(table.index, len(stages)))
        return table

    # --- parts ----------------------------------------------------------------------------------
    def _rates(self, day: int) -> Array:
        return rates_on(self._prepared.rates, day)

    def _named(self, table: pd.DataFrame, dimension: str) -> pd.DataFrame:
        return named(table, dimension, self._prepared.names[dimension])
