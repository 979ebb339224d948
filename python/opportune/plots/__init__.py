"""Charts of measures and of what else the engine counts. Needs matplotlib:
``pip install 'opportune[plot]'``.

:meth:`opportune.Table.plot` draws a table; the chart is chosen by the table's name. Each chart is
a function of this package, whose options are those of ``plot``. docs/plots.md shows them all.

A chart is drawn on the axes that are given, or on those of a new figure that pyplot does not know
of; nothing of matplotlib's settings is changed. Amounts are in major units.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from opportune import _extras
from opportune.errors import NotFoundError
from opportune.plots._rows import TableLike
from opportune.plots.ageing import ageing
from opportune.plots.calibration import calibration
from opportune.plots.conflict_trend import conflict_trend
from opportune.plots.conformance import conformance
from opportune.plots.data_quality import data_quality
from opportune.plots.forecast import forecast
from opportune.plots.funnel import funnel
from opportune.plots.goals import goals
from opportune.plots.kpis import kpis
from opportune.plots.leakage import leakage
from opportune.plots.pipeline import pipeline
from opportune.plots.process_edges import process_edges
from opportune.plots.slippage import slippage
from opportune.plots.smarketing import smarketing
from opportune.plots.velocity import velocity
from opportune.plots.waterfall import waterfall
from opportune.plots.whitespace import whitespace
from opportune.plots.win_loss import win_loss

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CHARTS: dict[str, Callable[..., Any]] = {
    "ageing": ageing,
    "backtest": forecast,
    "calibration": calibration,
    "conflict_trend": conflict_trend,
    "conformance": conformance,
    "data_quality": data_quality,
    "forecast": forecast,
    "funnel": funnel,
    "goals": goals,
    "kpis": kpis,
    "leakage": leakage,
    "pipeline": pipeline,
    "process_edge": process_edges,
    "slippage": slippage,
    "smarketing": smarketing,
    "velocity": velocity,
    "waterfall": waterfall,
    "whitespace": whitespace,
    "win_loss": win_loss,
}
"""The charts, by the names of the tables that they are drawn from."""


def draw(table: TableLike, ax: Axes | None = None, **options: Any) -> Axes | Figure:
    """Draws a table by its name. See :meth:`opportune.Table.plot`."""
    chart = CHARTS.get(table.name)
    if chart is None:
        raise NotFoundError(
            f"there is no chart of a table '{table.name}'; there is of: {', '.join(CHARTS)}",
            "not_found",
        )
    drawn: Axes | Figure = chart(table, ax, **options)
    return drawn


def save(chart: Axes | Figure, path: str | os.PathLike[str]) -> None:
    """Writes a chart to a file: SVG, PNG, PDF, by the file's name. Text of an SVG stays text, and
    the same chart gives the same bytes."""
    matplotlib = _extras.need("matplotlib", extra="plot")
    figure: Any = chart if hasattr(chart, "savefig") else chart.figure
    svg = os.fspath(path).endswith(".svg")
    metadata = {"Date": None, "Creator": None} if svg else None
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "opportune"}):
        figure.savefig(path, metadata=metadata)
