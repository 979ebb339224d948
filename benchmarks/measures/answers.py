"""What engines answer, put beside one another: columns by name, rows in any order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .jobs import Job

Columns = Mapping[str, Sequence[Any]]
Rows = dict[tuple[Any, ...], tuple[Any, ...]]


def by_cell(job: Job, columns: Columns) -> Rows:
    """Cell -> whole numbers, then doubles. A cell in which every whole number is 0 is as good as
    one that is not there."""
    cells = list(zip(*(columns[name] for name in job.keys), strict=True))
    numbers = zip(*(columns[name] for name in (*job.whole, *job.doubles)), strict=True)
    rows = {
        cell: row for cell, row in zip(cells, numbers, strict=True) if any(row[: len(job.whole)])
    }
    if len(set(cells)) != len(cells):
        raise ValueError("a cell comes twice")
    return rows


def first_difference(job: Job, expected: Columns, found: Columns) -> str | None:
    """Where two engines disagree; None where they do not."""
    ours, theirs = by_cell(job, expected), by_cell(job, found)
    for cell in ours.keys() ^ theirs.keys():
        return f"{cell} is in one of them only"
    for cell, numbers in ours.items():
        for name, one, other in zip((*job.whole, *job.doubles), numbers, theirs[cell], strict=True):
            if not same(one, other, exact=name in job.whole):
                return f"{name} of {cell}: {one} and {other}"
    return None


def same(one: Any, other: Any, *, exact: bool) -> bool:
    """Whole numbers are integers, in both."""
    if exact:
        return type(one) is int and type(other) is int and one == other
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
