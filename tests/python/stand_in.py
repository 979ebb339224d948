"""Tables that charts and printing can be tried on, made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]

COLUMNS = {
    "ageing": "count amount_minor currency over_count over_amount_minor limit_count min_days "
    "lower_quartile_days median_days upper_quartile_days max_days",
    "calibration": "model predicted observed count",
    "conflict_trend": "open value_minor currency opened resolved median_days_to_resolve",
    "conformance": "opportunities histories fitting fitting_share moves deviations start loop "
    "after_close close skip backward",
    "data_quality": "records completeness validity timeliness consistency score stale",
    "backtest": "from to mean_minor q10_minor q50_minor q90_minor actual_minor currency",
    "forecast": "from to mean_minor q10_minor q50_minor q90_minor actual_minor currency",
    "funnel": "milestone reached amount_minor currency conversion median_days",
    "goals": "goal name metric market period marketing_owner sales_owner from to target actual "
    "marketing sales progress elapsed",
    "kpis": "kpi name measure column market owner baseline due before target now currency progress "
    "elapsed problem",
    "leakage": "deals bypass discount shipping_terms not_valid not_covered won_amount_minor "
    "currency overcharged_minor given_away_minor",
    "pipeline": "count amount_minor weighted_minor net_minor median_age_days overdue_count "
    "currency",
    "process_edge": "from to milestone_from milestone_to listed count opportunities median_days",
    "slippage": "opportunities moved moves pushed pulled pushed_days pulled_days mean_days "
    "median_days",
    "smarketing": "leads active qualified disqualified opportunities open won lost abandoned "
    "qualified_rate opportunity_rate won_rate amount_minor won_amount_minor currency "
    "median_days_to_opportunity median_days_to_won",
    "velocity": "opportunities closed won win_rate mean_won_amount_minor mean_cycle_days "
    "velocity_minor_per_day currency",
    "waterfall": "opening_minor new_minor increased_minor decreased_minor won_minor lost_minor "
    "abandoned_minor reopened_minor pulled_in_minor pushed_out_minor moved_in_minor "
    "moved_out_minor rate_effect_minor closing_minor currency",
    "whitespace": "status sold_minor open_minor currency agreements",
    "win_loss": "closed won lost abandoned win_rate win_rate_low win_rate_high "
    "closed_amount_minor won_amount_minor lost_amount_minor abandoned_amount_minor currency "
    "amount_win_rate amount_win_rate_low amount_win_rate_high",
}
"""The columns of the tables that have charts, but for the dimensions before them."""


class StandIn:
    """Has of :class:`opportune.Table` what charts and printing need."""

    def __init__(self, name: str, types: dict[str, str], rows: list[Row]) -> None:
        self.name = name
        self.types = types
        self.columns = list(types)
        self.rows = rows

    @property
    def num_rows(self) -> int:
        return len(self.rows)

    def head(self, n: int) -> list[Row]:
        return self.rows[:n]

    def __iter__(self) -> Iterator[Row]:
        return (dict(row) for row in self.rows)


def measure(name: str, by: str, *rows: Row) -> StandIn:
    """A measure by dimensions, "market stage". What a row does not say is 0, in EUR."""
    columns = [*by.split(), *COLUMNS[name].split()]
    nothing = {column: "EUR" if column == "currency" else 0 for column in columns}
    return StandIn(name, dict.fromkeys(columns, "integer"), [{**nothing, **row} for row in rows])


def several(columns: str, *lines: tuple[Any, ...]) -> list[Row]:
    """Rows from the names of their columns and their values."""
    names = columns.split()
    return [dict(zip(names, line, strict=True)) for line in lines]
