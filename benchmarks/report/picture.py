"""The picture of ratios: how many times as fast as the fastest peer, and where the aim is."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

import opportune as opp
from opportune.plots._canvas import BLUE, DARK, GREY, ORANGE
from report import wording
from report.aims import AIMS, Verdict
from report.figures import Figures


def compared(figures: Figures) -> list[tuple[str, Verdict]]:
    """The aims that are a ratio to a peer, and were measured."""
    judged = [(aim, aim.judge(figures)) for aim in AIMS]
    return [
        (aim.title, verdict) for aim, verdict in judged if verdict and verdict.times is not None
    ]


def draw(figures: Figures, path: Path) -> None:
    """Writes an SVG; the same document gives the same bytes."""
    bars = compared(figures)[::-1]
    figure = Figure(figsize=(8, 1.2 + 0.36 * len(bars)), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title("Times as fast as the fastest peer", loc="left", fontsize=11, fontweight="bold")
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    places = range(len(bars))
    times = [verdict.times or 1.0 for _, verdict in bars]
    colours = [BLUE if verdict.factor >= 1 else ORANGE for _, verdict in bars]
    # A log scale has no zero: bars begin at 1, which is as fast as the peer.
    axes.barh(places, [value - 1 for value in times], left=1, color=colours, height=0.6)
    for place, (_, verdict), value in zip(places, bars, times, strict=True):
        aimed = verdict.aimed_times or 1.0
        axes.plot([aimed, aimed], [place - 0.4, place + 0.4], color=DARK, linewidth=2)
        axes.annotate(
            wording.digits(value),
            (max(value, 1.0), place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    axes.axvline(1, color=GREY, linewidth=0.8)
    axes.set_yticks(places, [f"{title} ({v.size:,})" for title, v in bars], fontsize=8)
    axes.set_xlabel("times as fast (log); the mark is the aim; orange: missed", fontsize=9)
    axes.tick_params(axis="x", labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    opp.plots.save(figure, path)
