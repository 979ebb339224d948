"""Charts: what all have in common."""

from __future__ import annotations

import datetime as dt
import math
import subprocess
import sys
from pathlib import Path

import pytest

import opportune as opp
from reading_charts import along, down, draw, heights, named, said, title, widths
from stand_in import COLUMNS, StandIn, measure, several

matplotlib = pytest.importorskip("matplotlib")
from matplotlib.figure import Figure  # noqa: E402

JANUARY, MARCH = dt.date(2026, 1, 31), dt.date(2026, 3, 31)


def by_market(*amounts: tuple[str | None, int], currency: str = "EUR") -> StandIn:
    """A pipeline: amounts in minor units by market."""
    rows = several("market amount_minor", *amounts)
    return measure("pipeline", "market", *({**row, "currency": currency} for row in rows))


def test_amounts_are_in_major_units_and_their_axis_names_the_currency() -> None:
    ax = draw(by_market(("SE", 1_234_567_89), (None, 50)))
    assert widths(ax) == [1_234_567.89, 0.5]
    assert down(ax) == ["SE", "(not set)"]
    assert ax.get_xlabel() == "Open amount (EUR)"
    assert ax.xaxis.get_major_formatter()(1_250_000, 0) == "1,250,000"
    yen = draw(by_market(("JP", 500), currency="JPY"))
    assert widths(yen) == [500]
    assert yen.get_xlabel() == "Open amount (JPY)"


def test_a_chart_is_in_one_currency() -> None:
    table = by_market(("SE", 1), ("DE", 1))
    table.rows[0]["currency"] = "SEK"
    with pytest.raises(opp.InputError, match="EUR, SEK"):
        draw(table)


def test_many_rows_are_cut_to_the_largest_and_that_is_noted() -> None:
    markets = [(f"M{number:02}", 100 * (number * 7 % 30)) for number in range(30)]
    ax = draw(by_market(*markets), limit=5)
    assert down(ax) == ["M04", "M08", "M17", "M21", "M25"]
    assert widths(ax) == [28, 26, 29, 27, 25]
    assert ax.get_title(loc="right") == "the 5 largest of 30"
    assert draw(by_market(*markets[:5])).get_title(loc="right") == ""


@pytest.mark.parametrize("name", sorted(opp.plots.CHARTS))
def test_a_table_without_rows_is_an_empty_chart_with_a_title(name: str) -> None:
    ax = draw(measure(name, "market"))
    assert title(ax)
    assert said(ax) == ["nothing to show"]


@pytest.mark.parametrize("name", sorted(opp.plots.CHARTS))
def test_a_table_that_lacks_columns_says_which(name: str) -> None:
    lacks = COLUMNS[name].split()[0]
    table = measure(name, "")
    del table.types[lacks]
    table.columns.remove(lacks)
    with pytest.raises(opp.NotFoundError, match=f"has no {lacks}$"):
        draw(table)


def test_a_table_without_a_chart_says_which_have_one(ws: opp.Workspace) -> None:
    with pytest.raises(opp.NotFoundError, match=r"'account'.*funnel.*pipeline") as caught:
        ws.table("account").plot()
    assert caught.value.code == "not_found"
    with pytest.raises(opp.NotFoundError, match="has no deals"):
        ws.leakage(as_of="2026-03-31").plot()  # one by one; the measure has numbers


def test_options_are_checked() -> None:
    with pytest.raises(opp.InputError, match="none of amount_minor"):
        draw(by_market(("SE", 1)), value="median_age_days")
    with pytest.raises(TypeError, match="colour"):
        draw(by_market(("SE", 1)), colour="red")
    with pytest.raises(TypeError, match="ax: expected matplotlib's Axes, not str"):
        draw(by_market(("SE", 1)), ax="here")


def test_a_measure_of_the_engine_is_drawn_by_its_table(ws: opp.Workspace) -> None:
    table = ws.pipeline(by="owner", as_of="2026-03-31")
    ax = table.plot()
    assert down(ax) == table["owner"]
    assert [round(100 * width) for width in widths(ax)] == table["amount_minor"]


# --- where it is drawn --------------------------------------------------------------------------


def test_a_chart_is_drawn_on_axes_that_are_given() -> None:
    ax = Figure().add_subplot()
    assert draw(by_market(("SE", 100)), ax=ax) is ax
    assert widths(ax) == [1]


def test_a_figure_of_its_own_is_8_by_4_5_and_shown_by_notebooks() -> None:
    ax = draw(by_market(("SE", 100)))
    assert tuple(ax.figure.get_size_inches()) == (8, 4.5)
    assert ax._repr_png_() == ax.figure._repr_png_()
    assert ax._repr_png_().startswith(b"\x89PNG")


def test_nothing_of_matplotlib_is_changed(tmp_path: Path) -> None:
    before = dict(matplotlib.rcParams)
    opp.plots.save(draw(by_market(("SE", 100))), tmp_path / "chart.svg")
    assert dict(matplotlib.rcParams) == before
    program = (
        "import sys, opportune as opp\n"
        "assert 'matplotlib' not in sys.modules\n"
        "opp.memory().pipeline().plot()\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_picture_is_the_same_each_time_and_its_text_is_text(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        opp.plots.save(draw(by_market(("Küche & Söhne", 100))), tmp_path / name)
    picture = (tmp_path / "one.svg").read_bytes()
    assert picture == (tmp_path / "two.svg").read_bytes()
    assert "Küche &amp; Söhne" in picture.decode()
    assert b"dc:date" not in picture
    opp.plots.save(draw(by_market(("SE", 100))), tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_the_error_says_how_to_get_it() -> None:
    program = (
        "import sys\n"
        "sys.modules['matplotlib'] = None\n"
        "import opportune as opp\n"
        "try:\n"
        "    opp.memory().pipeline().plot()\n"
        "except ImportError as error:\n"
        "    assert 'opportune[plot]' in str(error), error\n"
        "else:\n"
        "    raise SystemExit('no error')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# --- along time ---------------------------------------------------------------------------------


def dated(*counts: tuple[dt.date, str, int]) -> StandIn:
    """A series of the pipeline: numbers of opportunities by date and market."""
    return measure("pipeline", "date market", *several("date market count", *counts))


def test_a_series_of_cells_is_areas_upon_each_other() -> None:
    table = dated((JANUARY, "DE", 3), (JANUARY, "SE", 1), (MARCH, "DE", 5), (MARCH, "DK", 2))
    ax = draw(table, value="count")
    tops = [max(area.get_paths()[0].vertices[:, 1]) for area in ax.collections]
    assert tops == [5, 7, 7]  # by March 5 in DE, upon them 2 in DK, none in SE
    assert named(ax) == ["SE", "DK", "DE"]  # as they lie
    assert title(ax) == "Pipeline by market"
    lines = draw(table, value="count", stacked=False).lines
    assert list(lines[0].get_ydata()) == [3, 5]
    assert math.isnan(lines[1].get_ydata()[0])  # DK had none in January: a gap


def test_a_series_of_one_number_is_a_line_and_a_date_alone_a_point() -> None:
    rows = several("date count", (JANUARY, 3), (MARCH, 5))
    line = draw(measure("pipeline", "date", *rows), value="count").lines[0]
    assert list(line.get_xdata()) == [JANUARY, MARCH]
    assert list(line.get_ydata()) == [3, 5]
    alone = draw(dated((JANUARY, "DE", 3), (JANUARY, "SE", 1)), value="count")
    assert [list(line.get_ydata()) for line in alone.lines] == [[3], [1]]


def test_too_many_areas_are_one_and_too_many_lines_are_left_out() -> None:
    table = dated(*((day, f"M{i:02}", i + 1) for day in (JANUARY, MARCH) for i in range(20)))
    areas = draw(table, value="count")
    assert named(areas)[0] == "6 others"
    assert max(areas.collections[-1].get_paths()[0].vertices[:, 1]) == sum(range(21))
    looks = {(area.get_hatch(), *area.get_facecolor()[0]) for area in areas.collections}
    assert len(looks) == len(areas.collections) == 15
    lines = draw(table, value="count", stacked=False)
    assert named(lines) == [f"M{i:02}" for i in range(13, 20)]
    assert lines.get_title(loc="right") == "the 7 largest of 20"


def test_months_stand_along_the_bottom_and_are_not_cut() -> None:
    months = [(f"{year}-{month:02}", month) for year in (2024, 2025) for month in range(1, 13)]
    rows = several("close_month count", *months)
    ax = draw(measure("pipeline", "close_month", *rows), value="count")
    assert heights(ax) == [count for _, count in months]
    assert along(ax) == [month for month, _ in months]
