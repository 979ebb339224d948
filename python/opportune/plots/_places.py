"""Rows along an axis: down the side, or along the bottom where they are points of time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from opportune.plots._canvas import DARK, SMALL, legend_above, lift_titles, turn_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis


class Places:
    """A place for each row, in their order from the top (or from the left). What is drawn at them
    is the same either way."""

    def __init__(self, ax: Axes, labels: Sequence[str], *, upright: bool = False) -> None:
        self.ax = ax
        self.count = len(labels)
        self.upright = upright
        self.lines_above = 0
        limits = (-0.6, self.count - 0.4)
        if upright:
            ax.set_xticks(range(self.count), labels)
            ax.set_xlim(*limits)
            if sum(len(label) + 1 for label in labels) > 100:
                turn_labels(ax, steep=self.count > 24)
        else:
            ax.set_yticks(range(self.count), labels)
            ax.set_ylim(*reversed(limits))
        axis = ax.xaxis if upright else ax.yaxis
        axis.set_tick_params(length=0)

    @property
    def measure(self) -> Axis:
        """The axis of the numbers."""
        return self.ax.yaxis if self.upright else self.ax.xaxis

    def limit(self, low: float | None, high: float | None) -> None:
        """The ends of the numbers' axis; None: where they are."""
        if self.upright:
            self.ax.set_ylim(low, high)
        else:
            self.ax.set_xlim(low, high)

    def bars(
        self,
        lengths: Sequence[float],
        starts: Sequence[float] | None = None,
        *,
        thickness: float = 0.7,
        **look: Any,
    ) -> None:
        """A bar at each place."""
        first = [0.0] * self.count if starts is None else list(starts)
        if self.upright:
            self.ax.bar(range(self.count), lengths, thickness, bottom=first, **look)
        else:
            self.ax.barh(range(self.count), lengths, thickness, left=first, **look)

    def stack(
        self, parts: Sequence[tuple[str, Sequence[float], dict[str, Any]]], thickness: float = 0.7
    ) -> None:
        """Bars one after the other: name, lengths and look of each part."""
        ends = [0.0] * self.count
        for name, lengths, look in parts:
            self.bars(lengths, ends, thickness=thickness, label=name, **look)
            ends = [end + length for end, length in zip(ends, lengths, strict=True)]

    def origin(self) -> None:
        """A line at 0, where bars go both ways."""
        line = self.ax.axhline if self.upright else self.ax.axvline
        line(0, color=DARK, linewidth=0.8)

    def ranges(self, lows: Sequence[float], highs: Sequence[float], **look: Any) -> None:
        """A line at each place."""
        lines = self.ax.vlines if self.upright else self.ax.hlines
        lines(list(range(self.count)), list(lows), list(highs), **look)

    def dots(
        self,
        values: Sequence[float],
        lows: Sequence[float] | None = None,
        highs: Sequence[float] | None = None,
        **look: Any,
    ) -> None:
        """A mark at each place, with its interval where there is one."""
        errors = None
        if lows is not None and highs is not None:
            errors = [
                [max(value - low, 0.0) for value, low in zip(values, lows, strict=True)],
                [max(high - value, 0.0) for value, high in zip(values, highs, strict=True)],
            ]
        along = list(range(self.count))
        style = {"linestyle": "none", "capsize": 3, "clip_on": False, **look}
        if self.upright:
            self.ax.errorbar(along, values, yerr=errors, **style)
        else:
            self.ax.errorbar(values, along, xerr=errors, **style)

    def marks(self, values: Sequence[float], *, color: str, label: str, size: float = 12) -> None:
        """A short line across each place."""
        mark = "_" if self.upright else "|"
        self.dots(values, color=color, label=label, marker=mark, markersize=size, markeredgewidth=2)

    def remark(self, remarks: Sequence[str]) -> None:
        """A few words for each place, to the right of the axes, or above them where that does not
        crowd them. Comes before the legend."""
        if not self.upright:
            across = self.ax.get_yaxis_transform()
            for place, words in enumerate(remarks):
                self.ax.text(1.01, place, words, transform=across, va="center", **_REMARK)
        elif self.count <= 12:
            along = self.ax.get_xaxis_transform()
            for place, words in enumerate(remarks):
                self.ax.text(place, 1.01, words, transform=along, ha="center", **_REMARK)
            self.lines_above = 1
            lift_titles(self.ax, 1)

    def legend(self) -> None:
        """One line of names below the title."""
        legend_above(self.ax, lines_below=self.lines_above)

    def write(self, values: Sequence[float], words: Sequence[str]) -> None:
        """Words just beyond the end of each bar."""
        for place, (value, said) in enumerate(zip(values, words, strict=True)):
            end = 0.0 if math.isnan(value) else value
            self.ax.annotate(
                said,
                (place, end) if self.upright else (end, place),
                xytext=(0, 3) if self.upright else (4, 0),
                textcoords="offset points",
                ha="center" if self.upright else "left",
                va="bottom" if self.upright else "center",
                **_REMARK,
            )


_REMARK: dict[str, Any] = {"fontsize": SMALL, "color": DARK}
