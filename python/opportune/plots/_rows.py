"""A table as charts look at it: rows, which columns say what a row is about, and its numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from typing import Any, Protocol

from opportune._cells import is_money
from opportune._opportune import currency_digits
from opportune.errors import InputError, NotFoundError

NOT_SET = "(not set)"
_SIZES = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))
_POINTS_OF_TIME = ("date", "_month", "_quarter", "_year")

Row = dict[str, Any]
Key = tuple[Any, ...]
"""Values of dimensions: what a row, or several, are about."""


class TableLike(Protocol):
    """What a chart needs of a table; :class:`opportune.Table` has it."""

    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> list[str]: ...
    def __iter__(self) -> Iterator[Row]: ...


class Rows:
    """The rows of a measure. Those of its columns that come before the first measured one are its
    dimensions: they say what a row is about."""

    def __init__(self, table: TableLike, *measured: str) -> None:
        """
        :param measured: the columns that the chart is drawn from.
        :raises NotFoundError: the table does not have them.
        :raises InputError: its amounts are in several currencies.
        """
        columns, measured = table.columns, tuple(dict.fromkeys(measured))
        missing = [column for column in measured if column not in columns]
        if missing:
            raise NotFoundError(
                f"the chart of '{table.name}' is drawn from the columns {', '.join(measured)}; "
                f"this table has no {', '.join(missing)}",
                "not_found",
            )
        before = columns[: min(columns.index(column) for column in measured)]
        self.by = [column for column in before if column != "date"]
        """The dimensions, but for the date of a series."""
        self.dated = "date" in before
        self.rows = list(table)
        self.currency = _one_currency(self.rows)
        digits = currency_digits(self.currency) if self.currency else None
        self._minor_units = float(10 ** (digits or 0))
        self.note = ""
        """What was left out of the chart."""

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def naming(self) -> list[str]:
        """The columns that tell the rows apart."""
        return ["date", *self.by] if self.dated else self.by

    @property
    def in_time(self) -> bool:
        """Whether the rows are points of time, and nothing else."""
        return are_times(self.naming)

    @property
    def is_series_of_cells(self) -> bool:
        """Whether there is a row for each date and each cell of dimensions."""
        return self.dated and bool(self.by)

    def title(self, text: str) -> str:
        """A title with the dimensions: Pipeline by market and stage."""
        names = [spoken(column) for column in self.by]
        listed = " and ".join([", ".join(names[:-1]), *names[-1:]] if names[1:] else names)
        return f"{text} by {listed}" if names else text

    def labels(self) -> list[str]:
        """What each row is about, in words."""
        return [label(key(row, self.naming)) for row in self.rows]

    def number(self, row: Row, column: str) -> float:
        """A number of a row, amounts in major units; not a number (nan) where it is null."""
        value = row[column]
        if value is None:
            return math.nan
        return float(value) / self._minor_units if is_money(column) else float(value)

    def numbers(self, column: str) -> list[float]:
        return [self.number(row, column) for row in self.rows]

    def keep_largest(self, size: Callable[[Row], float], limit: int) -> None:
        """Leaves out all rows but the largest, and notes that. Points of time all stay."""
        if not self.in_time:
            total = len(self.rows)
            self.rows = [self.rows[i] for i in largest([size(row) for row in self.rows], limit)]
            self.note = cut_note(len(self.rows), total)


# --- what rows are about ------------------------------------------------------------------------


def key(row: Row, columns: Sequence[str]) -> Key:
    """What a row is about, by some of the dimensions."""
    return tuple(row[column] for column in columns)


def label(values: Key) -> str:
    """The same in words: "SE · proposal"."""
    return " · ".join(map(text, values)) or "all"


def text(value: Any) -> str:
    """A value of a dimension, in one short line."""
    if value is None:
        return NOT_SET
    words = " ".join(str(value).split())
    return words if len(words) <= 32 else words[:31] + "…"


def are_times(columns: Sequence[str]) -> bool:
    """Whether dimensions are points of time, which stand along the bottom."""
    return bool(columns) and all(column.endswith(_POINTS_OF_TIME) for column in columns)


def largest(sizes: Sequence[float], limit: int) -> list[int]:
    """The places of the largest (of equals the first), in their order."""
    known = [0.0 if math.isnan(size) else abs(size) for size in sizes]
    return sorted(sorted(range(len(known)), key=lambda place: -known[place])[:limit])


def common_order(lists: Sequence[Sequence[Key]]) -> list[Key]:
    """All keys in the order that the lists have in common: of stages their order, although no cell
    has all of them. Where that leaves a choice, by the alphabet, null last."""
    order: TopologicalSorter[Key] = TopologicalSorter()
    for keys in lists:
        for place, name in enumerate(keys):
            order.add(name, *keys[place - 1 : place])
    try:
        order.prepare()
    except CycleError:
        return list(dict.fromkeys(name for keys in lists for name in keys))
    ready: list[tuple[list[tuple[bool, str]], Key]] = []
    out = []
    while order.is_active():
        for name in order.get_ready():
            heappush(ready, ([(value is None, str(value)) for value in name], name))
        out.append(heappop(ready)[1])
        order.done(out[-1])
    return out


# --- words --------------------------------------------------------------------------------------


def cut_note(shown: int, total: int) -> str:
    """What a chart says that shows a part."""
    return f"the {shown:,} largest of {total:,}" if shown < total else ""


def spoken(column: str) -> str:
    """A column's name in words."""
    return column.removesuffix("_minor").replace("_", " ")


def short(value: float) -> str:
    """A number in little room: 1,234,567 is "1.23M"."""
    if math.isnan(value):
        return "–"
    big = (size for size in _SIZES if abs(value) >= size[0])
    size, letter = next(big, (1.0, "")) if abs(value) >= 10_000 else (1.0, "")
    scaled = value / size
    digits = 2 if abs(scaled) < 10 else 1 if abs(scaled) < 100 else 0
    return trimmed(f"{scaled:,.{digits}f}") + letter


def trimmed(number: str) -> str:
    """Without noughts at the end of its fraction."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def share(value: float | None) -> str:
    """A share of one as a percentage."""
    return "–" if value is None or math.isnan(value) else f"{value:.0%}"


def one_of(given: str, allowed: tuple[str, ...], option: str) -> str:
    """Checks an option.

    :raises InputError: it is none of those allowed.
    """
    if given not in allowed:
        raise InputError(f"{option}: '{given}' is none of {', '.join(allowed)}", "invalid_argument")
    return given


def _one_currency(rows: list[Row]) -> str | None:
    currencies = {row["currency"] for row in rows if row.get("currency")}
    if len(currencies) > 1:
        known = ", ".join(sorted(currencies))
        raise InputError(f"a chart is in one currency, not in {known}", "mixed_currencies")
    return currencies.pop() if currencies else None
