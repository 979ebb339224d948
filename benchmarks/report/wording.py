"""Numbers as the page writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from suite.document import Measurement

from report.figures import is_time, median

_TIMES = ((1.0, "s"), (1e-3, "ms"), (0.0, "us"))


def digits(value: float) -> str:
    """Three that count; thousands are set apart."""
    if value == 0:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    rounded = round(value, 2 - math.floor(math.log10(abs(value))))
    return f"{rounded:,.{places}f}"


def seconds(values: Sequence[float], middle: float) -> str:
    """The median and, of several, the range, all in the unit of the median."""
    least, unit = next((least, unit) for least, unit in _TIMES if middle >= least)
    scale = least or 1e-6
    return spread([value / scale for value in values], middle / scale) + f" {unit}"


def spread(values: Sequence[float], middle: float) -> str:
    if len(values) < 2:
        return digits(middle)
    return f"{digits(middle)} ({digits(min(values))}-{digits(max(values))})"


def shown(measured: Measurement | None) -> str:
    """A cell of a table."""
    if measured is None:
        return "-"
    if is_time(measured):
        return seconds(measured["runs"], median(measured))
    text = spread(measured["runs"], median(measured))
    return f"{text}/s" if measured["unit"] == "per_second" else text


def size(opportunities: int) -> str:
    return f"{opportunities:,}" if opportunities else ""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """As Markdown; without rows a line that says so."""
    if not rows:
        return "Not measured in this run (see [what did not run](#what-did-not-run))."
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
