"""KPIs over many measures for a crowded organisation: most can be measured, some not."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import Any

from .generator import FIRST, LAST, Row, Tables
from .kinds import ALL_KINDS
from .records import MILESTONES

NUMBERS = {
    "pipeline": ["count", "amount_minor", "weighted_minor", "net_minor", "median_age_days"],
    "funnel": ["reached", "amount_minor", "conversion", "median_days"],
    "win_loss": ["win_rate", "win_rate_low", "won", "won_amount_minor", "amount_win_rate"],
    "velocity": ["velocity_minor_per_day", "mean_won_amount_minor", "mean_cycle_days"],
    "ageing": ["over_count", "over_amount_minor", "median_days", "upper_quartile_days"],
    "waterfall": ["won_minor", "new_minor", "pushed_out_minor", "closing_minor"],
    "data_quality": ["score", "completeness", "stale", "records"],
    "smarketing": ["leads", "won_rate", "won_amount_minor", "median_days_to_opportunity"],
    "slippage": ["moves", "mean_days", "pushed_days", "moved"],
    "conformance": ["fitting_share", "deviations", "histories"],
    "conflict_trend": ["open", "value_minor", "opened", "resolved"],
}
FILTERS = {
    "smarketing": ["market", "owner", "account", "product", "source"],
    "conflict_trend": ["kind", "group", "severity"],
}
OF_OPPORTUNITIES = [*FILTERS["smarketing"], "group", "kind", "milestone"]
COLUMNS = {
    **{"market": ("market", "id"), "owner": ("person", "id"), "account": ("account", "id")},
    **{"group": ("account", "id"), "product": ("product", "id")},
    **{"source": ("opportunity", "source"), "kind": ("opportunity", "kind")},
}
TARGETS = [0, 1, 0.5, 10, 250.5, 100_000]
DAYS: dict[str, list[int | None]] = {
    "conflict_trend": [1, 14, 40],  # the reference goes back day by day
    "waterfall": [1, 30, 120, 300],  # not to before the first rates
}


def json_of(cells: Any) -> str:
    return json.dumps(cells, ensure_ascii=False)


PROBLEMS: list[Row] = [
    {"measure": "moods"},
    {"measure": "kpis", "column": "now", "cell": json_of({"kpi": "kpi00"})},
    {"measure": "win_loss", "column": "moods"},
    {"measure": "pipeline", "column": "currency"},
    {"measure": "conflict_trend", "column": "date", "days": 1},
    {"measure": "funnel", "column": "reached"},
    {"measure": "funnel", "column": "milestone", "cell": json_of({"milestone": "won"})},
    {"measure": "funnel", "column": "reached", "cell": json_of({"milestone": "moods"})},
    {"measure": "funnel", "column": "reached", "cell": json_of({"milestone": 3})},
    {"measure": "funnel", "column": "median_days", "cell": json_of({"reached": "3"})},
    {"measure": "ageing", "column": "count", "cell": json_of({"moods": "good"})},
    {"measure": "pipeline", "column": "count", "filter": json_of({"source": 3})},
    {"measure": "win_loss", "column": "won", "filter": json_of({"owner": None})},
    {"measure": "win_loss", "column": "won", "filter": json_of({"owner": ["anna", 3]})},
    {"measure": "velocity", "column": "won", "filter": json_of({"moods": "good"})},
    {"measure": "smarketing", "column": "leads", "filter": json_of({"stage": "proposal"})},
    {"measure": "conflict_trend", "column": "open", "filter": json_of({"owner": "anna"})},
]


def kpis(tables: Tables, dice: random.Random) -> list[Row]:
    measures = dice.sample([*NUMBERS], 10)
    rows = [_measured(measure, tables, dice) for measure in measures]
    for problem in dice.sample(PROBLEMS, 4):
        rows.append({**_measured("pipeline", tables, dice), "filter": None, **problem})
    dice.shuffle(rows)
    return [{"id": f"kpi{number:02}", **row} for number, row in enumerate(rows)]


def _measured(measure: str, tables: Tables, dice: random.Random) -> Row:
    """One whose number can be had."""
    market = _maybe(dice, _values("market", tables), 0.35)
    baseline = _maybe(dice, [min(_day(dice), _day(dice))], 0.85)
    before = _maybe(dice, TARGETS, 0.3)
    cell = {"milestone": dice.choice(MILESTONES)} if measure == "funnel" else None
    return {
        "name": _maybe(dice, ["Better"], 0.5),
        "measure": measure,
        "column": dice.choice(NUMBERS[measure]),
        "market": market,
        "filter": _maybe(dice, [_filter(measure, tables, dice)], 0.4),
        "cell": json_of(cell) if cell else _maybe(dice, ["{}"], 0.1),
        "days": _days(measure, dice),
        "baseline": baseline,
        "before": before,
        "target": before if before is not None and dice.random() < 0.2 else dice.choice(TARGETS),
        "due": _maybe(dice, [_due(baseline, dice)], 0.8),
        "owner": _maybe(dice, _values("owner", tables), 0.5),
    }


def _days(measure: str, dice: random.Random) -> int | None:
    return dice.choice(DAYS.get(measure, [None, None, 1, 30, 120, 365, 400]))


def _due(baseline: dt.date | None, dice: random.Random) -> dt.date:
    return (baseline or _day(dice)) + dt.timedelta(days=dice.choice([0, 1, 90, 200, 400]))


def _filter(measure: str, tables: Tables, dice: random.Random) -> str:
    """By one or two dimensions: a text, or a list of texts; now and then of what there is not."""
    names = dice.sample(FILTERS.get(measure, OF_OPPORTUNITIES), dice.choice([1, 1, 1, 2]))
    found: Row = {}
    for name in names:
        values = [*_values(name, tables, measure), *(["nowhere"] if dice.random() < 0.3 else [])]
        found[name] = dice.sample(values, min(dice.choice([1, 2, 4]), len(values)))
        if len(found[name]) == 1 and dice.random() < 0.7:
            found[name] = found[name][0]
    return json_of(found)


def _values(name: str, tables: Tables, measure: str = "") -> list[str]:
    if name == "milestone":
        return MILESTONES
    if name == "severity":
        return ["critical", "warning", "info"]
    if measure == "conflict_trend" and name == "kind":
        return list(ALL_KINDS)
    table, column = COLUMNS[name]
    return sorted({str(row[column]) for row in tables.get(table, []) if row.get(column)})


def _day(dice: random.Random) -> dt.date:
    return FIRST + dt.timedelta(days=dice.randint(0, (LAST - FIRST).days))


def _maybe(dice: random.Random, values: list[Any], probability: float) -> Any:
    return dice.choice(values) if values and dice.random() < probability else None
