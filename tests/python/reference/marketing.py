"""Marketing in a random organisation: countries, stages that suppress, campaigns, activities."""

from __future__ import annotations

import copy
import datetime as dt
import json
import random

from .generator import FIRST, LAST, OPEN, PROCESSES, Row, Tables

KINDS = ["mailing", "seminar", "fair"]
STATUSES = ["planned", "active", "paused", "done", "cancelled"]
SUPPRESSED = [[], [], ["mailing"], ["mailing", "seminar"], ["*"]]


def with_marketing(tables: Tables, moments: list[dt.date | dt.datetime], seed: int) -> Tables:
    """The same organisation, and what marketing does in it: often just on the days of these
    moments, where a day too early or too late shows."""
    dice = random.Random(seed)
    days = [at.date() if isinstance(at, dt.datetime) else at for at in moments]
    out = copy.deepcopy(tables)
    for market in out["market"]:
        market["country"] = dice.choice(["SE", "DE", "DK", None, None])
    for process in out["process"]:
        definition = json.loads(process["definition"])
        milestones = {id_: at for id_, at, _ in PROCESSES[process["id"]]}
        for stage in definition["stages"]:
            if milestones[stage["id"]] in OPEN:
                stage["suppress"] = dice.choice(SUPPRESSED)
        process["definition"] = json.dumps(definition)
    out["campaign"] = [{"id": key} for key in ("spring", "Ö-autumn", "empty")]
    out["activity"], out["activity_change"] = [], []
    accounts = [row["id"] for row in out["account"]]
    for number in dice.sample(range(1000), 24):
        _activity(f"v{number}", dice, accounts, days, out)
    return out


def _activity(
    key: str, dice: random.Random, accounts: list[str], days: list[dt.date], out: Tables
) -> None:
    start = dice.choice([None, _day(dice, days, FIRST)])
    row: Row = {
        "id": key,
        "kind": dice.choice(KINDS),
        "channel": dice.choice(["marketing", "marketing", "marketing", "sales"]),
        "campaign": dice.choice(["spring", "spring", "Ö-autumn", None]),
        "account": dice.choice(accounts),
        "status": dice.choice(STATUSES),
        "start": start,
        "end": dice.choice([None, _day(dice, days, start or FIRST)]),
    }
    if dice.random() < 0.4:
        for day in sorted({_day(dice, days, FIRST) for _ in range(3)}):
            before, row["status"] = row["status"], dice.choice(STATUSES)
            if before != row["status"]:
                time = dice.choice([dt.time(), dt.time(12), dt.time(23, 59, 59, 999999)])
                at = dt.datetime.combine(day, time, dt.timezone.utc)
                out["activity_change"].append(
                    {"activity": key, "from": before, "to": row["status"], "at": at}
                )
    out["activity"].append(row)


def _day(dice: random.Random, days: list[dt.date], first: dt.date) -> dt.date:
    later = [day for day in days if day >= first]
    if later and dice.random() < 0.5:
        return dice.choice(later)
    return first + dt.timedelta(days=dice.randint(0, max((LAST - first).days, 0)))
