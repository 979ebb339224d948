"""Every measure of docs/measures.md, one file each: opportunity by opportunity, on rows as dicts.

A measure is a function of an organisation and a `Query` that gives a row for each cell; some give
a list of rows. `dimensions` says where a record stands, `cells` in which cells it counts and with
how much, `outcomes` how it stands closed and since when, `statistics` has rates and medians.
"""

from __future__ import annotations

from collections.abc import Callable

from ..records import Organisation, Row
from .by_cell import BY_CELL
from .data_quality import data_quality_records
from .goals import goals
from .kpis import kpis
from .query import Query
from .whitespace import whitespace

__all__ = ["AS_ROWS", "BY_CELL"]

AS_ROWS: dict[str, Callable[[Organisation, Query], list[Row]]] = {
    "data_quality_records": data_quality_records,
    "goals": goals,
    "kpis": kpis,
    "whitespace": whitespace,
}
