"""A table that the engine made: a conflict scan's result, a measure, an export."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from opportune import _extras, _render, plots
from opportune._opportune import Result
from opportune.errors import NotFoundError

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars
    import pyarrow
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from rich.table import Table as RichTable


class Table:
    """Typed columns, laid out as Arrow lays them out.

    Any library that knows the Arrow PyCapsule protocol takes one without a copy
    (``polars.DataFrame(table)``, ``pyarrow.table(table)``, ``duckdb.from_arrow(table)``); the
    ``to_...`` methods are the same by name. As plain Python it is a sequence of row dicts:
    ``table["column"]``, ``for row in table``, ``len(table)``.

    Amounts are integers of minor units (``..._minor``); printed tables show them in major units
    of the row's ``currency``.
    """

    __slots__ = ("_native", "_schema")

    def __init__(self, native: Result) -> None:
        self._native = native
        self._schema = dict(native.schema())

    # --- what it is ---------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The table's name; may be empty."""
        return self._native.name

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return list(self._schema)

    @property
    def types(self) -> dict[str, str]:
        """Type of each column: text, integer, real, boolean, date, instant, text_list."""
        return dict(self._schema)

    @property
    def num_rows(self) -> int:
        """Number of rows."""
        return self._native.rows

    @property
    def native(self) -> Result:
        """The engine's object, for other parts of this package."""
        return self._native

    def __len__(self) -> int:
        return self._native.rows

    def __bool__(self) -> bool:
        """Whether there are any rows."""
        return self._native.rows > 0

    # --- as Python's own values ---------------------------------------------------------------

    def __getitem__(self, column: str) -> list[Any]:
        """The values of one column."""
        if not isinstance(column, str):
            raise TypeError(f"a column's name is a str, not {type(column).__name__}")
        return self._values(column, 0, self.num_rows)

    def __contains__(self, column: object) -> bool:
        return column in self._schema

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows, each as a dict."""
        block = 4096
        for first in range(0, self.num_rows, block):
            yield from self._rows(first, block)

    def head(self, n: int = 5) -> list[dict[str, Any]]:
        """The first n rows."""
        return self._rows(0, max(n, 0))

    def to_pylist(self) -> list[dict[str, Any]]:
        """All rows, each as a dict."""
        return self._rows(0, self.num_rows)

    def to_dict(self) -> dict[str, list[Any]]:
        """All columns, each as a list."""
        return {name: self[name] for name in self._schema}

    def _values(self, column: str, first: int, count: int) -> list[Any]:
        for index, name in enumerate(self._schema):
            if name == column:
                return self._native.values(index, first, count)
        known = ", ".join(self._schema)
        raise NotFoundError(
            f"table '{self.name}' has no column '{column}'; it has: {known}", "not_found"
        )

    def _rows(self, first: int, count: int) -> list[dict[str, Any]]:
        names = list(self._schema)
        columns = [self._native.values(i, first, count) for i in range(len(names))]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    # --- as other libraries' tables -----------------------------------------------------------

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow PyCapsule protocol. The columns come in their own types; a requested schema
        is left to the consumer to cast to."""
        return self._native.arrow_stream(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._native.arrow_schema()

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow Table, without a copy."""
        table: pyarrow.Table = _extras.need("pyarrow").table(self)
        return table

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame (through pyarrow)."""
        _extras.need("pandas")
        frame: pandas.DataFrame = _extras.need("pyarrow", extra="pandas").table(self).to_pandas()
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A Polars DataFrame."""
        frame: polars.DataFrame = _extras.need("polars").DataFrame(self)
        return frame

    def to_duckdb(
        self, connection: duckdb.DuckDBPyConnection | None = None, name: str | None = None
    ) -> duckdb.DuckDBPyRelation:
        """A DuckDB relation; with a name, it is also a view that SQL of that connection can use.

        >>> conflicts.to_duckdb(connection, "conflicts")            # doctest: +SKIP
        >>> connection.sql("select kind, count(*) from conflicts group by all")  # doctest: +SKIP
        """
        module = _extras.need("duckdb")
        source = _extras.need("pyarrow", extra="duckdb").table(self)
        relation: duckdb.DuckDBPyRelation = (connection or module).from_arrow(source)
        return relation.create_view(name) if name else relation

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Writes a CSV file that `Workspace.load` reads back. Lists are ``a;b;c``."""
        self._native.write_csv(os.fspath(path))

    # --- drawn --------------------------------------------------------------------------------

    def plot(self, ax: Axes | None = None, **options: Any) -> Axes | Figure:
        """The table as a chart, chosen by its name: those of :data:`opportune.plots.CHARTS`, with
        their options. Needs matplotlib.

        :param ax: where to draw it; None: on axes of a new figure, 8 by 4.5 inches.
        :returns: the axes; or the figure, where it is several small charts side by side.
        :raises NotFoundError: there is no chart of this table, or it lacks columns.
        :raises InputError: an option has a value that it cannot have.
        """
        return plots.draw(self, ax, **options)

    # --- shown --------------------------------------------------------------------------------

    def __repr__(self) -> str:
        return _render.as_text(self)

    def __rich__(self) -> RichTable:
        return _render.as_rich(self)

    def _repr_html_(self) -> str:
        return _render.as_html(self)
