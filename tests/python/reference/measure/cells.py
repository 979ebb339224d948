"""Which cells a record counts in, and with how much in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

from ..records import Row
from .dimensions import TREES, Dimensions
from .query import Cell, Query

Figure = Callable[[int], int]
"""What an amount in a record's own currency comes to."""
Counted = list[tuple[Row, list[int]]]
"""The records of a cell, each once, each with its part of every figure."""


class Cells:
    def __init__(self, dimensions: Dimensions, query: Query) -> None:
        self.dimensions = dimensions
        self.query = query

    def kept(self, row: Row) -> bool:
        """Has it, of each dimension that is asked for, one of the values? Of a tree also below."""
        return all(
            any(value in values for value in self._with_all_above(row, name))
            for name, values in self.query.where.items()
        )

    def _with_all_above(self, row: Row, name: str) -> list[str | None]:
        if name in ("product", "family"):
            found: list[str | None] = []
            for key in self.dimensions.products(row):
                path = self.dimensions.upwards("product", key)
                found += path if name == "product" else path[-1:]
            return found
        value = self.dimensions.of(row, name)
        return [*self.dimensions.upwards(name, value)] if name in TREES else [value]

    def of(self, row: Row, total: int = 0, figures: Iterable[Figure] = ()) -> dict[Cell, list[int]]:
        """Its cells, with its part of the figures of its amount in each; none if it is not kept.

        A product's part of a figure is the figure of all parts up to it beyond that of those before
        it: so the parts add up to the figure of the whole. Where several parts fall into one cell,
        they are one part.
        """
        figures = list(figures)
        found: dict[Cell, list[int]] = {}
        if not self.kept(row):
            return found
        so_far = 0
        for key, part in self._parts(row, total):
            amounts = [figure(so_far + part) - figure(so_far) for figure in figures]
            so_far += part
            for cell in self._cells(row, key):
                before = found.get(cell, [0] * len(figures))
                found[cell] = [a + b for a, b in zip(before, amounts, strict=True)]
        return found

    def _parts(self, row: Row, total: int) -> list[tuple[str | None, int]]:
        if not {"product", "family"} & set(self.query.by):
            return [(None, total)]
        return self.dimensions.parts(row, total)

    def _cells(self, row: Row, key: str | None) -> set[Cell]:
        """The cell of that product, and with roll-ups all those above it."""
        return set(product(*(self._values(row, key, name) for name in self.query.by)))

    def _values(self, row: Row, key: str | None, name: str) -> list[Any]:
        if name == "family":
            return self.dimensions.upwards("product", key)[-1:] or [None]
        value = key if name == "product" else self.dimensions.of(row, name)
        if name not in self.query.rollup:
            return [value]
        return self.dimensions.upwards(name, value) or [None]

    def counted(
        self,
        rows: Iterable[Row],
        total: Callable[[Row], int] = lambda row: 0,
        figures: Callable[[Row], Iterable[Figure]] = lambda row: (),
    ) -> dict[Cell, Counted]:
        """Cell -> the records that count in it. Without dimensions there is one cell, always."""
        found: dict[Cell, Counted] = {} if self.query.by else {(): []}
        for row in rows:
            for cell, amounts in self.of(row, total(row), figures(row)).items():
                found.setdefault(cell, []).append((row, amounts))
        return found


def opportunities(
    cells: Cells, rows: Iterable[Row], more: Callable[[Row], Iterable[Figure]] = lambda row: ()
) -> dict[Cell, Counted]:
    """Cell -> opportunities, the first figure of each its amount in the reporting currency."""
    view = cells.dimensions.view

    def figures(row: Row) -> list[Figure]:
        return [lambda minor: view.converted(minor, row["currency"]), *more(row)]

    return cells.counted(rows, lambda row: view.amount_minor(row) or 0, figures)
