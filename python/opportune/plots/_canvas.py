"""Where charts are drawn, and how they look: figures, titles, axes, legends, colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opportune import _extras
from opportune._cells import is_money, is_share
from opportune.plots._rows import trimmed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

# Okabe and Ito's colours, which the colour-blind can tell apart; yellow is last, being faint.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PINK, YELLOW = "#56B4E9", "#CC79A7", "#F0E442"
PALETTE = (BLUE, ORANGE, GREEN, RED, SKY, PINK, YELLOW)
GREY, PALE, DARK = "#999999", "#DDDDDD", "#444444"
LOOKS = 2 * len(PALETTE)
SMALL = 8
_SIZE = (8.0, 4.5)


def look(place: int) -> dict[str, Any]:
    """How the part at a place is filled. There are twice as many looks as colours: the second time
    they are hatched."""
    colour = PALETTE[place % len(PALETTE)]
    if place < len(PALETTE):
        return {"facecolor": colour}
    return {"facecolor": colour, "edgecolor": "white", "hatch": "/////", "linewidth": 0}


def canvas(ax: Axes | None, title: str, note: str = "") -> Axes:
    """The axes to draw on, with a title: those given, or those of a new figure."""
    if ax is None:
        ax = new_figure(_SIZE).add_subplot(axes_class=_shown().ShownAxes)
    elif not isinstance(ax, _extras.need("matplotlib.axes", extra="plot").Axes):
        raise TypeError(f"ax: expected matplotlib's Axes, not {type(ax).__name__}")
    _titles(ax, title, note)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_axisbelow(True)
    ax.tick_params(labelsize=SMALL)
    return ax


def _titles(ax: Axes, title: str, note: str, pad: float = 6) -> None:
    ax.set_title(title, loc="left", fontsize=11, fontweight="bold", pad=pad)
    ax.set_title(note, loc="right", fontsize=SMALL, color=GREY, pad=pad)


def lift_titles(ax: Axes, lines: float) -> None:
    """Makes room for so many lines of small text below the title."""
    _titles(ax, ax.get_title(loc="left"), ax.get_title(loc="right"), 6 + lines * 1.5 * SMALL)


def add_note(ax: Axes, note: str) -> None:
    """What was left out, to the right of the title."""
    _titles(ax, ax.get_title(loc="left"), note)


def blank(ax: Axes | None, title: str) -> Axes:
    """The chart of a table without rows."""
    ax = canvas(ax, title)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.text(0.5, 0.5, "nothing to show", ha="center", va="center", color=GREY)
    return ax


def new_figure(size: tuple[float, float]) -> Figure:
    """A figure that pyplot does not know of, so that nothing is left behind."""
    figure: Figure = _shown().ShownFigure(figsize=size, layout="constrained")
    return figure


def _shown() -> Any:
    _extras.need("matplotlib", extra="plot")
    return _extras.need("opportune.plots._shown", extra="plot")


# --- axes ---------------------------------------------------------------------------------------


def measure_axis(
    axis: Axis, column: str, label: str, currency: str | None, *, ticks: int = 6
) -> None:
    """Labels an axis with a column's numbers: amounts with the currency, shares in percent.

    :param ticks: about so many.
    """
    ticker = _extras.need("matplotlib.ticker", extra="plot")
    in_parts = is_money(column) or is_share(column)
    steps = (1, 2, 2.5, 5, 10)
    axis.set_major_locator(ticker.MaxNLocator(ticks, steps=steps, integer=not in_parts))
    if is_money(column):
        label = f"{label} ({currency or 'minor units'})"
    if is_share(column):
        axis.set_major_formatter(lambda value, _: trimmed(f"{100 * value:.1f}") + "%")
    else:
        axis.set_major_formatter(lambda value, _: trimmed(f"{value:,.2f}"))
    name_axis(axis, label)


def name_axis(axis: Axis, label: str) -> None:
    """Names an axis and rules its lines."""
    axis.set_label_text(label, fontsize=SMALL + 1)
    axis.grid(True, color=PALE, linewidth=0.7)


def turn_labels(ax: Axes, *, steep: bool) -> None:
    """Turns the labels along the bottom, so that they do not run into each other."""
    for label in ax.get_xticklabels():
        label.set(rotation=90 if steep else 45, rotation_mode="anchor", ha="right")
        label.set_verticalalignment("center" if steep else "top")


# --- legends ------------------------------------------------------------------------------------


def legend_above(ax: Axes, *, lines_below: float = 0) -> None:
    """One line of names below the title.

    :param lines_below: of small text, between the names and the axes.
    """
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        borderaxespad=0.2 + 1.5 * lines_below,
        ncols=6,
        frameon=False,
        fontsize=SMALL,
        handlelength=1.2,
        columnspacing=1.4,
    )
    lift_titles(ax, 1.5 + lines_below)


def legend_beside(ax: Axes, *, upwards: bool = False) -> None:
    """Names to the right; upwards where they are stacked so."""
    handles, labels = ax.get_legend_handles_labels()
    if upwards:
        handles, labels = handles[::-1], labels[::-1]
    ax.legend(
        handles,
        labels,
        loc="upper left",
        bbox_to_anchor=(1.0, 1.0),
        borderaxespad=0.4,
        frameon=False,
        fontsize=SMALL,
        handlelength=1.4,
    )
