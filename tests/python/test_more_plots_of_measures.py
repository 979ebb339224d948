"""Charts: that each draws the numbers of its table; goals, leads, whitespace, money that leaked,
dates that slipped, conflicts, forecasts, ways between stages."""

from __future__ import annotations

import datetime as dt

import pytest

import opportune as opp
from reading_charts import along, dots, down, draw, heights, named, said, stacks, title, widths
from stand_in import Row, measure, several

pytest.importorskip("matplotlib")
from matplotlib.colors import to_hex

JANUARY, MARCH = dt.date(2026, 1, 31), dt.date(2026, 3, 31)


def test_goals_are_in_shares_of_their_targets() -> None:
    rows = several(
        "goal name target actual marketing sales progress elapsed",
        ("Q1", "Leads", 200.0, 150.0, 100.0, 50.0, 0.75, 0.5),
        ("Q2", None, 40.0, None, None, None, None, None),
        ("Q3", "Nothing wanted", 0.0, 3.0, 1.0, 2.0, None, 1.0),
    )
    ax = draw(measure("goals", "", *rows))
    assert down(ax) == ["Leads", "Q2", "Nothing wanted"]
    assert stacks(ax)["target"] == [(0, 1)] * 3
    assert stacks(ax)["marketing"] == [(0, 0.5), (0, 0), (0, 0)]
    assert stacks(ax)["sales"] == [(0.5, 0.75), (0, 0), (0, 0)]
    assert dots(ax, "time that is over")[::2] == [0.5, 1.0]
    assert said(ax) == ["150 of 200", "measured elsewhere", "3 of 0"]


def test_goals_over_dates_are_lines_of_progress() -> None:
    rows = several("date goal progress", (JANUARY, "Q1", 0.25), (MARCH, "Q1", 0.5))
    ax = draw(measure("goals", "date", *rows))
    assert list(ax.lines[0].get_ydata()) == [0.25, 0.5]
    assert named(ax) == ["Q1"]


def test_smarketing_divides_leads_by_what_became_of_them() -> None:
    row = {"leads": 10, "qualified": 5, "active": 2, "disqualified": 3}
    rates = {"opportunity_rate": 0.4, "won_rate": 0.1}
    ax = draw(measure("smarketing", "source", {"source": "web", **row, **rates}))
    assert stacks(ax) == {"qualified": [(0, 5)], "active": [(5, 7)], "disqualified": [(7, 10)]}
    assert said(ax) == ["40% to opportunities, 10% won"]


WHITESPACE = several(
    "group market family status",
    ("volta", "DE", "pumps", "sold"),
    ("volta", "DE", "valves", "untouched"),
    ("volta", "SE", "pumps", "covered"),
    ("volta", "SE", "valves", "open"),
)


def test_whitespace_is_a_heat_map_of_statuses() -> None:
    ax = draw(measure("whitespace", "group market family", *WHITESPACE))
    assert ax.collections[0].get_array().tolist() == [[3, 0], [1, 2]]
    assert down(ax) == ["volta · DE", "volta · SE"]
    assert along(ax) == ["pumps", "valves"]
    assert named(ax) == ["untouched", "covered", "open", "sold"]
    assert len({to_hex(colour) for colour in ax.collections[0].cmap(range(4))}) == 4
    assert title(ax) == "Whitespace by group, market and family"


def test_whitespace_is_cut_to_where_most_is_sold_or_open() -> None:
    quiet: list[Row] = [
        {"group": "birch", "market": "SE", "family": f"family {i}", "status": "covered"}
        for i in range(30)
    ]
    table = measure("whitespace", "group market family", *quiet, *WHITESPACE)
    ax = draw(table, limit=2, columns=2)
    assert down(ax) == ["volta · DE", "volta · SE"]
    assert along(ax) == ["pumps", "valves"]
    assert ax.get_title(loc="right") == "2 of 3 rows, 2 of 32 columns"


def test_whitespace_is_of_one_day() -> None:
    table = measure("whitespace", "date group family", {"date": JANUARY, "status": "sold"})
    with pytest.raises(opp.InputError, match="one day"):
        draw(table)


LEAKS = several(
    "market deals bypass discount overcharged_minor given_away_minor",
    ("DE", 3, 1, 2, 500_00, 200_00),
    ("SE", 1, 1, 0, 0, 900_00),
)


def test_leakage_goes_both_ways() -> None:
    ax = draw(measure("leakage", "market", *LEAKS))
    assert stacks(ax) == {"given away": [(0, -200), (0, -900)], "overcharged": [(0, 500), (0, 0)]}
    assert said(ax) == ["3 deals", "1 deal"]
    assert ax.get_xlabel() == "Given away, overcharged (EUR)"
    reasons = draw(measure("leakage", "market", *LEAKS), value="reasons")
    assert stacks(reasons)["bypass"] == [(0, 1), (0, 1)]
    assert stacks(reasons)["discount"] == [(1, 3), (1, 1)]


def test_slippage_goes_both_ways() -> None:
    row = {"opportunities": 20, "moved": 4, "moves": 6, "pushed_days": 90, "pulled_days": 30}
    ax = draw(measure("slippage", "market", {"market": "DE", **row, "mean_days": 10.0}))
    assert stacks(ax) == {"pulled to earlier": [(0, -30)], "pushed to later": [(0, 90)]}
    assert said(ax) == ["4 of 20 moved, mean +10 d"]
    unknown = {"opportunities": None, "moved": None, "mean_days": -0.25}
    of_moves = measure("slippage", "kind", {"kind": "renewal", **row, **unknown})
    assert said(draw(of_moves)) == ["6 moves, mean +0 d"]
    months = draw(measure("slippage", "event_month", {"event_month": "2026-01", **row, **unknown}))
    assert heights(months) == [-30, 90]
    assert said(months) == ["+0 d"]


def test_conflicts_are_areas_by_kind_and_lines_by_market() -> None:
    kinds = several(
        "date kind open opened",
        (JANUARY, "claim_breach", 2, None),
        (JANUARY, "lead_collision", 3, None),
        (MARCH, "claim_breach", 4, 3),
    )
    ax = draw(measure("conflict_trend", "date kind", *kinds))
    assert [max(area.get_paths()[0].vertices[:, 1]) for area in ax.collections] == [4, 5]
    assert ax.get_ylabel() == "Conflicts that stand"
    markets = several("date market open", (JANUARY, "DE", 2), (MARCH, "DE", 4))
    lines = draw(measure("conflict_trend", "date market", *markets))
    assert list(lines.lines[0].get_ydata()) == [2, 4]
    assert not lines.collections
    came = draw(measure("conflict_trend", "date kind", *kinds), value="opened")
    assert max(came.collections[0].get_paths()[0].vertices[:, 1]) == 3


def test_forecast_has_a_bar_over_its_quantiles() -> None:
    columns = "from to mean_minor q10_minor q50_minor q90_minor actual_minor"
    april = (dt.date(2026, 4, 1), dt.date(2026, 4, 30), 55_00, 20_00, 50_00, 90_00, 60_00)
    may = (dt.date(2026, 5, 1), dt.date(2026, 5, 31), 65_00, 30_00, 60_00, 99_00, None)
    ax = draw(measure("forecast", "", *several(columns, april, may)))
    assert along(ax) == ["2026-04", "2026-05"]
    assert [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in ax.patches] == [
        (20, 90),
        (30, 99),
    ]
    marks = {drawn.get_label(): list(drawn.lines[0].get_ydata()) for drawn in ax.containers[1:]}
    assert (marks["median"], marks["mean"]) == ([50, 60], [55, 65])
    assert marks["what came"][0] == 60
    assert ax.get_ylabel() == "Expected (EUR)"


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2026-02-01", "2026-02-28", "2026-02"),
        ("2026-10-01", "2026-12-31", "2026-Q4"),
        ("2026-01-01", "2026-12-31", "2026"),
        ("2026-02-01", "2026-04-30", "2026-02-01 – 2026-04-30"),
        ("2026-01-05", "2026-01-11", "2026-01-05 – 2026-01-11"),
    ],
)
def test_periods_are_named(first: str, last: str, name: str) -> None:
    row = {"from": dt.date.fromisoformat(first), "to": dt.date.fromisoformat(last)}
    assert along(draw(measure("forecast", "", row))) == [name]
    assert down(draw(measure("forecast", "market", {**row, "market": "DE"}))) == [f"DE · {name}"]


def test_calibration_is_a_line_for_each_model_beside_the_diagonal() -> None:
    rows = several(
        "model predicted observed count",
        ("stages", 0.75, 0.5, 10),
        ("stages", 0.25, 0.125, 40),
        ("fitted", 0.5, None, 0),
    )
    ax = draw(measure("calibration", "", *rows))
    assert named(ax) == ["as predicted", "stages", "fitted"]
    assert list(ax.lines[0].get_ydata()) == [0, 1]
    assert list(zip(ax.lines[1].get_xdata(), ax.lines[1].get_ydata(), strict=True)) == [
        (0.25, 0.125),
        (0.75, 0.5),
    ]
    sizes = ax.collections[0].get_sizes()
    assert sizes[0] == 4 * sizes[1]


def test_ways_are_the_thicker_the_more_went() -> None:
    rows = several(
        "from to listed count median_days",
        ("qualify", "offer", True, 40, 12.5),
        ("qualify", "lost", True, 0, None),
        ("offer", "qualify", False, 4, 3.0),
        ("offer", "won", True, 20, 30.0),
        ("offer", "lost", True, 8, 9.0),
    )
    ax = draw(measure("process_edge", "", *rows))
    ways = {line.get_gid(): line for line in ax.lines if line.get_gid()}
    assert list(ways) == ["qualify to offer", "offer to qualify", "offer to won", "offer to lost"]
    thick = {name: line.get_linewidth() for name, line in ways.items()}
    assert thick["qualify to offer"] > thick["offer to won"] > thick["offer to lost"]
    assert ways["offer to qualify"].get_linestyle() == "--"
    assert max(ways["offer to qualify"].get_ydata()) < 0  # back is below
    assert min(ways["qualify to offer"].get_ydata()) > 0
    assert said(ax)[:4] == ["40 · 12.5 d", "4 · 3 d", "20 · 30 d", "8 · 9 d"]
    assert said(ax)[4:] == ["qualify", "offer", "won", "lost"]
    assert named(ax) == ["listed", "not listed"]
    few = draw(measure("process_edge", "", *rows), least=20)
    assert [line.get_gid() for line in few.lines if line.get_gid()] == list(ways)[::2]
    assert few.get_title(loc="right") == "ways that 20 or more went"


def test_ways_that_nobody_went_leave_the_stages() -> None:
    row = {"from": "qualify", "to": "won", "listed": True, "count": 0, "median_days": None}
    ax = draw(measure("process_edge", "", row))
    assert said(ax) == ["qualify", "won"]
    assert widths(ax) == []
