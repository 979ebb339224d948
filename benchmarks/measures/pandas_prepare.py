"""What an expert would make once after loading, for any later day that is asked about: texts as
numbers (by Arrow, which has the tables), days as numbers, histories as periods. No row is looked at
in Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .definitions import WON, rate_table, stage_table

Array = npt.NDArray[Any]

NEVER = 2_932_896  # 9999-12-31; as an expected close it stands for none
DAY_MICROS = 86_400_000_000


@dataclass(frozen=True)
class Prepared:
    open_periods: pd.DataFrame
    """deal, since, until, ...: what stood at the end of each day from `since` until just before
    `until`. By `until`, so that a day skips what had ended before it."""
    closed_periods: pd.DataFrame
    stays: pd.DataFrame
    """deal, opened, stage, milestone, entered, left, next: by deal and instant."""
    rates: pd.DataFrame
    """date, currency, numerator; by date."""
    stages: pd.DataFrame
    names: Mapping[str, Array]
    """Of markets and owners; the last is none."""


def prepare(tables: Mapping[str, pa.Table]) -> Prepared:
    currencies = pc.unique(tables["fx_rates"]["currency"])
    stages = stage_table(tables)
    deals = deals_of(tables, stages, currencies)
    stays = stays_of(tables, deals, stages)
    periods = periods_of(tables, deals, stays, stages)
    is_open = periods["milestone"].to_numpy() < WON
    rates = rate_table(tables)
    return Prepared(
        open_periods=by_end(periods[is_open].drop(columns="stage_since")),
        closed_periods=by_end(periods[~is_open]),
        stays=stays,
        rates=pd.DataFrame(
            {
                "date": numbers(rates["date"]),
                "currency": places(rates["currency"], currencies),
                "numerator": numbers(rates["numerator"]),
            }
        ).sort_values("date", kind="stable"),
        stages=stages.to_pandas(),
        names={
            name: np.array([*tables[table]["id"].to_pylist(), None], dtype=object)
            for name, table in (("market", "market"), ("owner", "person"))
        },
    )


def deals_of(
    tables: Mapping[str, pa.Table], stages: pa.Table, currencies: pa.Array
) -> pd.DataFrame:
    table = tables["opportunity"]
    process = places(table["process"], tables["process"]["id"])
    of_stage = places(stages["process"], tables["process"]["id"])
    _, starts = np.unique(of_stage, return_index=True)
    return pd.DataFrame(
        {
            "process": process,
            "start": starts[process].astype(np.int16),
            "opened": numbers(table["opened"]),
            "market": places(table["market"], tables["market"]["id"]).astype(np.int16),
            "currency": places(table["currency"], currencies).astype(np.int16),
            "owner": places(table["owner"], tables["person"]["id"]),
            "amount": numbers(table["amount_minor"], 0),
            "close": numbers(table["expected_close"], NEVER),
        }
    )


def stays_of(tables: Mapping[str, pa.Table], deals: pd.DataFrame, stages: pa.Table) -> pd.DataFrame:
    table = tables["stage_change"]
    deal = places(table["opportunity"], tables["opportunity"]["id"])
    # Of a process and the text of a stage, the stage: a table of two dimensions.
    texts = pc.unique(stages["id"])
    stage_of = np.full((tables["process"].num_rows, len(texts)), -1, dtype=np.int16)
    of_process = places(stages["process"], tables["process"]["id"])
    stage_of[of_process, places(stages["id"], texts)] = np.arange(stages.num_rows)
    stage = stage_of[deals["process"].to_numpy()[deal], places(table["to"], texts)]
    entered = numbers(table["at"])

    order = np.lexsort((entered, deal))
    deal, stage, entered = deal[order], stage[order], entered[order]
    goes_on = np.append(deal[1:] == deal[:-1], False)
    return pd.DataFrame(
        {
            "deal": deal,
            "opened": deals["opened"].to_numpy()[deal],
            "stage": stage,
            "milestone": numbers(stages["milestone"])[stage],
            "entered": entered,
            "left": np.where(goes_on, np.roll(entered, -1), np.iinfo(np.int64).max),
            "next": np.where(goes_on, np.roll(stage, -1), np.int16(-1)),
        }
    )


def periods_of(
    tables: Mapping[str, pa.Table], deals: pd.DataFrame, stays: pd.DataFrame, stages: pa.Table
) -> pd.DataFrame:
    """The first row of a deal has what stood before its first change of each sort, which is the
    present value where there is none. So what fills forward never comes from another deal."""
    ids, persons = tables["opportunity"]["id"], tables["person"]["id"]
    moments = [np.full(len(deals), -NEVER * DAY_MICROS), stays["entered"].to_numpy()]
    of_deal = [np.arange(len(deals), dtype=np.int32), stays["deal"].to_numpy()]
    values = {"stage": [deals["start"].to_numpy(), stays["stage"].to_numpy()]}
    for name, column, table in (
        ("amount", "_minor", "amount_change"),
        ("close", "", "close_date_change"),
        ("owner", "", "owner_change"),
    ):
        changes = tables[table]
        deal, at = places(changes["opportunity"], ids), numbers(changes["at"])
        before, after = (
            places(changes[end], persons)
            if name == "owner"
            else numbers(changes[f"{end}{column}"], 0 if name == "amount" else NEVER)
            for end in ("from", "to")
        )
        start = deals[name].to_numpy().copy()
        backwards = np.argsort(-at, kind="stable")  # the earliest is written last
        start[deal[backwards]] = before[backwards]
        moments.append(at)
        of_deal.append(deal)
        values[name] = [start, after]
    return periods_in_order(np.concatenate(moments), np.concatenate(of_deal), values, deals, stages)


def periods_in_order(
    at: Array, deal: Array, values: Mapping[str, list[Array]], deals: pd.DataFrame, stages: pa.Table
) -> pd.DataFrame:
    order = np.lexsort((at, deal))
    deal = deal[order]
    opened = deals["opened"].to_numpy()[deal]
    since = np.maximum(at[order] // DAY_MICROS, opened).astype(np.int32)
    goes_on = np.append(deal[1:] == deal[:-1], False)
    ends_the_day = ~(goes_on & np.append(since[1:] == since[:-1], False))
    kept = np.flatnonzero(ends_the_day)

    found, start = {}, len(deals)
    for name, (first, changed) in values.items():
        has = np.zeros(len(at), dtype=bool)
        has[: len(deals)] = True
        has[start : start + len(changed)] = True
        rows = np.zeros(len(at), dtype=np.int64)
        rows[: len(deals)] = np.arange(len(first))
        rows[start : start + len(changed)] = np.arange(len(first), len(first) + len(changed))
        start += len(changed)
        last = np.maximum.accumulate(np.where(has[order], np.arange(len(at)), 0))
        found[name] = np.concatenate([first, changed])[rows[order[last[kept]]]]
        if name == "stage":
            found["stage_since"] = since[last[kept]]
    deal, since, stage = deal[kept], since[kept], found.pop("stage")
    goes_on = np.append(deal[1:] == deal[:-1], False)
    return pd.DataFrame(
        {
            "deal": deal,
            "since": since,
            "until": np.where(goes_on, np.roll(since, -1), np.int32(NEVER)),
            **found,
            "milestone": numbers(stages["milestone"])[stage],
            "ppm": numbers(stages["ppm"])[stage],
            **{name: deals[name].to_numpy()[deal] for name in ("market", "currency", "opened")},
        }
    )


def by_end(periods: pd.DataFrame) -> pd.DataFrame:
    return periods.sort_values("until", kind="stable", ignore_index=True)


def numbers(column: pa.ChunkedArray, none: int | None = None) -> Array:
    """Days and instants as the numbers that they are."""
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    elif pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    found: Array = (column if none is None else pc.fill_null(column, none)).to_numpy()
    return found


def places(column: pa.ChunkedArray, among: pa.Array | pa.ChunkedArray) -> Array:
    """Of texts, where they are in a list; -1 for none."""
    values = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    found = pc.index_in(column, value_set=values.cast(column.type))
    filled: Array = pc.fill_null(found, -1).to_numpy()
    return filled
