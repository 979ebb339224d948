"""How an opportunity stands at an instant, and since when."""

from __future__ import annotations

import datetime as dt

from ..history import AsOf, start_of
from ..records import Row, Stage


def stage_since(as_of: AsOf, opportunity: Row) -> dt.date:
    """The day on which it came to the stage that it stands in. To go over to another version of
    the process, in the same stage, is no coming."""
    opened: dt.date = opportunity["opened"]
    for last in reversed(changes_so_far(as_of, opportunity)):
        same_stage = last["from"] == last["to"]
        if not (same_stage and last["from_version"] != last["to_version"]):
            came: dt.date = last["at"].date()
            return max(opened, came)
    if as_of.organisation.histories["stage_change"].get(opportunity["id"]):
        return opened
    at, _ = as_of.stays(opportunity)[-1]
    return at.date()


def changes_so_far(as_of: AsOf, opportunity: Row, table: str = "stage_change") -> list[Row]:
    rows = as_of.organisation.histories[table].get(opportunity["id"], [])
    return [row for row in rows if row["at"] <= as_of.at]


def outcome(as_of: AsOf, opportunity: Row) -> str | None:
    """won, lost or abandoned; None where it is open, or not opened yet."""
    stays = as_of.stays(opportunity)
    return stays[-1][1].milestone if stays and stays[-1][1].is_closed else None


def closed_on(as_of: AsOf, opportunity: Row) -> dt.date | None:
    """Of one that stands closed: the day on which it came to that stage."""
    return stage_since(as_of, opportunity) if outcome(as_of, opportunity) else None


def last_open_stage(as_of: AsOf, opportunity: Row) -> Stage | None:
    """Of an open one its stage; of a closed one the last open one that it stood in."""
    for _, stage in reversed(as_of.stays(opportunity)):
        if not stage.is_closed:
            return stage
    return None


def open_spells(as_of: AsOf, opportunity: Row) -> list[tuple[dt.datetime, dt.datetime]]:
    """From when until when it stood in open stages, as far as is known."""
    stays = as_of.stays(opportunity)
    opened = start_of(opportunity["opened"])
    ends = [at for at, _ in stays[1:]] + [as_of.at]
    return [
        (max(at, opened), end)
        for (at, stage), end in zip(stays, ends, strict=False)
        if not stage.is_closed and max(at, opened) <= end
    ]
