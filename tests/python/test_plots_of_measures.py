"""Charts: that each draws the numbers of its table."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import opportune as opp
from reading_charts import (
    along,
    dots,
    down,
    draw,
    heights,
    named,
    said,
    spans,
    stacks,
    title,
    widths,
)
from stand_in import Row, measure, several

pytest.importorskip("matplotlib")
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

JANUARY, MARCH = dt.date(2026, 1, 31), dt.date(2026, 3, 31)


def test_pipeline_is_divided_by_stages_in_their_order_though_no_market_has_them_all() -> None:
    rows = several(
        "market stage count",
        ("DE", "qualify", 1),
        ("DE", "offer", 2),
        ("SE", "meet", 3),
        ("SE", "offer", 4),
        ("US", "qualify", 5),
        ("US", "meet", 6),
    )
    ax = draw(measure("pipeline", "market stage", *rows), value="count")
    assert title(ax) == "Pipeline by market and stage"
    assert stacks(ax) == {
        "qualify": [(0, 1), (0, 0), (0, 5)],
        "meet": [(1, 1), (0, 3), (5, 11)],
        "offer": [(1, 3), (3, 7), (11, 11)],
    }
    assert len({to_hex(bars[0].get_facecolor()) for bars in ax.containers}) == 3


FUNNEL = several(
    "milestone reached amount_minor conversion",
    ("qualified", 40, 800_00, None),
    ("won", 10, 200_00, 0.25),
    ("lost", 20, 300_00, None),
)


def test_funnel_has_a_bar_for_each_milestone_with_its_conversion() -> None:
    ax = draw(measure("funnel", "", *FUNNEL))
    assert down(ax) == ["qualified", "won", "lost"]
    assert widths(ax) == [40, 10, 20]
    assert said(ax) == ["40", "10 · 25%", "20"]
    blue, also_blue, grey = (to_hex(bar.get_facecolor()) for bar in ax.patches)
    assert blue == also_blue != grey
    amounts = draw(measure("funnel", "", *FUNNEL), value="amount_minor")
    assert widths(amounts) == [800, 200, 300]
    assert amounts.get_xlabel() == "Amount (EUR)"


def test_funnel_of_several_cells_is_small_charts_of_the_largest() -> None:
    rows: list[Row] = [
        {**row, "market": market, "reached": row["reached"] * times}
        for market, times in (("DE", 3), ("SE", 1), ("US", 2))
        for row in FUNNEL
    ]
    table = measure("funnel", "market", *rows)
    figure = draw(table, limit=2)
    assert isinstance(figure, Figure)
    assert [title(ax) for ax in figure.axes] == ["DE", "US"]
    assert widths(figure.axes[1]) == [80, 20, 40]
    assert "the 2 largest of 3" in [text.get_text() for text in figure.texts]
    with pytest.raises(opp.InputError, match="3 cells need a figure of their own"):
        draw(table, ax=Figure().add_subplot())
    one = draw(measure("funnel", "market", *rows[:3]))
    assert isinstance(one, Axes)
    assert title(one) == "Funnel by market: DE"


def test_win_loss_has_error_bars_from_low_to_high() -> None:
    rows = several(
        "market closed won win_rate win_rate_low win_rate_high",
        ("DE", 20, 5, 0.25, 0.112, 0.469),
        ("SE", 0, 0, None, None, None),
    )
    ax = draw(measure("win_loss", "market", *rows))
    drawn = ax.containers[0]
    assert drawn.lines[0].get_xdata()[0] == 0.25
    interval = drawn.lines[2][0].get_segments()[0]
    assert list(interval[:, 0]) == pytest.approx([0.112, 0.469])
    assert said(ax) == ["5 of 20", "0 of 0"]
    assert ax.xaxis.get_major_formatter()(0.2, 0) == "20%"


def test_win_loss_by_amount() -> None:
    row = {"closed": 2, "closed_amount_minor": 3_000_000_00, "won_amount_minor": 1_500_000_00}
    rates = {"amount_win_rate": 0.5, "amount_win_rate_low": 0.1, "amount_win_rate_high": 0.9}
    ax = draw(measure("win_loss", "", {**row, **rates}), value="amount_win_rate")
    assert said(ax) == ["1.5M of 3M"]
    assert down(ax) == ["all"]


def test_velocity_shows_what_it_is_made_of() -> None:
    row = {"opportunities": 1_200, "win_rate": 0.25, "mean_won_amount_minor": 45_000_00.5}
    slow = {"opportunities": 3, "win_rate": None, "mean_won_amount_minor": None}
    ax = draw(
        measure(
            "velocity",
            "market",
            {**row, "market": "DE", "mean_cycle_days": 90.0, "velocity_minor_per_day": 150_000_00},
            {**slow, "market": "SE", "mean_cycle_days": None, "velocity_minor_per_day": None},
        )
    )
    assert widths(ax)[0] == 150_000
    assert said(ax) == ["1,200 open × 25% × 45k / 90 days", "3 open × – × – / – days"]
    assert ax.get_xlabel() == "Brought a day (EUR)"


def test_ageing_is_a_box_on_a_line_with_the_median_marked() -> None:
    days = {"min_days": 1, "lower_quartile_days": 5.5, "median_days": 9.0}
    more = {"upper_quartile_days": 20.0, "max_days": 80, "limit_count": 12, "over_count": 4}
    ax = draw(measure("ageing", "stage", {"stage": "offer", "count": 12, **days, **more}))
    assert spans(ax.patches) == [(5.5, 20)]
    (line,) = ax.collections[0].get_segments()
    assert list(line[:, 0]) == [1, 80]
    assert dots(ax, "median") == [9]
    assert said(ax) == ["4 of 12 over"]
    assert named(ax) == ["from least to most", "the middle half", "median"]


WATERFALL = {
    "opening_minor": 100_00,
    "new_minor": 50_00,
    "decreased_minor": 20_00,
    "won_minor": 30_00,
    "rate_effect_minor": -5_00,
    "closing_minor": 95_00,
}


def test_waterfall_bars_begin_where_the_last_ended() -> None:
    ax = draw(measure("waterfall", "", WATERFALL))
    assert along(ax) == ["opening", "new", "decreased", "won", "rate effect", "closing"]
    assert heights(ax) == [100, 50, -20, -30, -5, 95]
    ends = [bar.get_y() + bar.get_height() for bar in ax.patches]
    assert [bar.get_y() for bar in ax.patches] == [0, 100, 150, 130, 100, 0]
    assert ends[-2] == ends[-1] == 95
    assert said(ax) == ["100", "50", "-20", "-30", "-5", "95"]
    assert ax.get_ylabel() == "Open amount (EUR)"


def test_waterfalls_of_several_cells_have_the_same_steps() -> None:
    moved = {"opening_minor": 10_00, "moved_in_minor": 1_00, "closing_minor": 11_00}
    rows: list[Row] = [{**WATERFALL, "market": "DE"}, {**moved, "market": None}]
    figure = draw(measure("waterfall", "market", *rows))
    assert [title(ax) for ax in figure.axes] == ["DE", "(not set)"]
    assert along(figure.axes[0]) == along(figure.axes[1])
    assert heights(figure.axes[1])[:3] == [10, 0, 1]


def test_conformance_divides_deviations_by_kind() -> None:
    row = {"histories": 40, "fitting_share": 0.75, "start": 2, "skip": 5, "backward": 4}
    ax = draw(measure("conformance", "process", {"process": "emea", **row}))
    assert stacks(ax)["start"] == [(0, 2)]
    assert stacks(ax)["skip"] == [(2, 7)]
    assert stacks(ax)["backward"] == [(7, 11)]
    assert said(ax) == ["75% of 40 fit"]
    in_time = draw(measure("conformance", "date", {"date": JANUARY, **row}))
    assert said(in_time) == ["75%"]


@pytest.mark.parametrize(
    ("name", "column", "label"),
    [
        ("win_loss", "win_rate", "Win rate"),
        ("velocity", "velocity_minor_per_day", "Brought a day (EUR)"),
        ("ageing", "median_days", "Median days"),
        ("conformance", "fitting_share", "Histories that fit"),
        ("data_quality", "score", "Score"),
        ("smarketing", "opportunity_rate", "Leads that led to an opportunity"),
        ("leakage", "given_away_minor", "Given away (EUR)"),
        ("slippage", "mean_days", "Mean days of a move"),
    ],
)
def test_cells_over_dates_are_lines(name: str, column: str, label: str) -> None:
    rows: list[Row] = [
        {"date": day, "market": market, column: number}
        for day, numbers in ((JANUARY, (100, 300)), (MARCH, (200, None)))
        for market, number in zip(("DE", "SE"), numbers, strict=True)
    ]
    ax = draw(measure(name, "date market", *rows))
    unit = 100 if "minor" in column else 1
    assert list(ax.lines[0].get_ydata()) == [100 / unit, 200 / unit]
    assert list(ax.lines[0].get_xdata()) == [JANUARY, MARCH]
    assert ax.lines[1].get_ydata()[0] == 300 / unit
    assert named(ax) == ["DE", "SE"]
    assert ax.get_ylabel() == label


def array(ax: Any) -> list[list[Any]]:
    """Of a heat map; None where there is no colour."""
    values: list[list[Any]] = ax.collections[0].get_array().tolist()
    return values


def test_data_quality_is_a_heat_map_of_parts() -> None:
    rows = several(
        "market records completeness validity timeliness consistency score",
        ("DE", 10, 0.75, 1.0, 0.5, None, 75.0),
        (None, 20, 0.25, 0.5, 1.0, 1.0, 68.75),
    )
    ax = draw(measure("data_quality", "market", *rows))
    assert array(ax) == [[0.75, 1.0, 0.5, None, 0.75], [0.25, 0.5, 1.0, 1.0, 0.6875]]
    assert down(ax) == ["DE", "(not set)"]
    assert along(ax) == ["completeness", "validity", "timeliness", "consistency", "score"]
    assert said(ax)[:5] == ["75%", "100%", "50%", "–", "75"]
    low, high = ax.get_ylim()
    assert low > high  # the first row is on top
