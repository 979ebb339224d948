"""The chart of calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import GREY, PALETTE, blank, canvas, legend_above, measure_axis
from opportune.plots._rows import Row, Rows, TableLike, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def calibration(table: TableLike, ax: Axes | None = None) -> Axes:
    """What was observed against what was predicted, a line for each model; the larger a dot, the
    more cases. A model whose line lies on the diagonal says what comes to pass; below it, it
    promises too much.
    """
    rows = Rows(table, "model", "predicted", "observed", "count")
    title = "Calibration"
    if not rows:
        return blank(ax, title)
    ax = canvas(ax, title)
    ax.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--", label="as predicted")
    models: dict[str, list[Row]] = {}
    for row in rows.rows:
        models.setdefault(text(row["model"]), []).append(row)
    most = max(row["count"] for row in rows.rows) or 1
    for place, (model, its) in enumerate(models.items()):
        colour = PALETTE[place % len(PALETTE)]
        known = sorted(
            (row["predicted"], row["observed"], 150 * row["count"] / most)
            for row in its
            if row["predicted"] is not None and row["observed"] is not None
        )
        predicted, observed, sizes = zip(*known, strict=True) if known else ((), (), ())
        ax.plot(predicted, observed, color=colour, linewidth=1.4, label=model)
        ax.scatter(predicted, observed, sizes, color=colour, alpha=0.7, linewidths=0, clip_on=False)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    measure_axis(ax.xaxis, "predicted", "Predicted", None)
    measure_axis(ax.yaxis, "observed", "Observed", None)
    legend_above(ax)
    return ax
