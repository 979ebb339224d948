"""Everything that `Workspace.load` takes for a table, turned into the engine's input."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, runtime_checkable

from opportune._opportune import Input
from opportune.errors import Error, InputError, Issue
from opportune.table import Table


@runtime_checkable
class ArrowStream(Protocol):
    """pandas, Polars and pyarrow tables, DuckDB relations and results of this package."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


@runtime_checkable
class ArrowBatch(Protocol):
    """pyarrow's RecordBatch and the like."""

    def __arrow_c_array__(
        self, requested_schema: object | None = None
    ) -> tuple[object, object]: ...


Source: TypeAlias = (
    "ArrowStream | ArrowBatch | Mapping[str, Iterable[Any]] | Sequence[Mapping[str, Any]] "
    "| str | os.PathLike[str]"
)
"""A dataframe, an Arrow table, a dict of columns, a list of records or the path of a CSV file."""


def sources_by_name(
    tables: Mapping[str, Source] | None, more: dict[str, Source]
) -> dict[str, Source]:
    """What `Workspace.load` was given, as a dict and by name, in one."""
    if tables is None:
        return more
    if not isinstance(tables, Mapping):
        raise TypeError(
            f"load: expected a dict of tables by name (or account=..., opportunity=...), "
            f"not {type(tables).__name__}"
        )
    for name in tables:
        if not isinstance(name, str):
            raise TypeError(f"load: a table's name is a str, not {type(name).__name__}")
        if name in more:
            raise TypeError(f"load: table '{name}' is given twice")
    return {**tables, **more}


def to_input(table: str, source: object, issue_limit: int = 100) -> Input:
    """Reads a source as the table of that name. InputError names the table and what is wrong."""
    if isinstance(source, Table):
        return Input.from_result(table, source.native)
    if isinstance(source, (str, os.PathLike)):
        return Input.from_csv(table, os.fspath(source))
    if isinstance(source, type):
        raise _unreadable(table, source, "got a class, not an object of it")
    if hasattr(source, "__arrow_c_stream__"):
        return Input.from_arrow_stream(table, _exported(table, source, "__arrow_c_stream__"))
    if hasattr(source, "__arrow_c_array__"):
        schema, array = _pair(table, _exported(table, source, "__arrow_c_array__"))
        return Input.from_arrow_array(table, schema, array)
    if isinstance(source, Mapping):
        return _from_columns(table, source, issue_limit)
    if isinstance(source, (list, tuple)):
        return _from_columns(table, _transposed(table, source), issue_limit)
    raise _unreadable(table, source, _hint(source))


def _exported(table: str, source: object, method: str) -> object:
    """Calls the Arrow export. What the dataframe library raises (a column of mixed types, ...)
    is the caller's data being refused."""
    try:
        return getattr(source, method)()
    except (Error, MemoryError):
        raise
    except Exception as error:
        issue = Issue(
            "invalid_arrow",
            table,
            None,
            "",
            "",
            f"{type(source).__module__}.{type(source).__name__} could not be read as Arrow: "
            f"{type(error).__name__}: {error}",
        )
        raise InputError.of(issue) from error


def _pair(table: str, exported: object) -> tuple[object, object]:
    if isinstance(exported, tuple) and len(exported) == 2:
        return exported
    raise _unreadable(table, exported, "__arrow_c_array__ must return (schema, array)")


def _from_columns(table: str, columns: Mapping[Any, Any], issue_limit: int) -> Input:
    named = []
    for name, values in columns.items():
        if not isinstance(name, str):
            raise TypeError(
                f"table '{table}': column names are str, not {type(name).__name__} ({name!r})"
            )
        if isinstance(values, (str, bytes, Mapping)) or not hasattr(values, "__iter__"):
            raise TypeError(
                f"table '{table}', column '{name}': expected a list of values, "
                f"not {type(values).__name__}"
            )
        named.append((name, values))
    return Input.from_columns(table, named, issue_limit)


def _transposed(table: str, records: Sequence[Any]) -> dict[str, list[Any]]:
    """Records as columns, in the order in which the fields first appear. What a record lacks is
    None."""
    columns: dict[str, list[Any]] = {}
    for row, record in enumerate(records):
        if not isinstance(record, Mapping):
            raise TypeError(
                f"table '{table}', row {row}: expected a dict, not {type(record).__name__}"
            )
        for name, value in record.items():
            if name not in columns:
                columns[name] = [None] * row
            columns[name].append(value)
        for values in columns.values():
            if len(values) == row:
                values.append(None)
    return columns


def _hint(source: object) -> str:
    if type(source).__name__ == "LazyFrame":
        return "call .collect() first"
    if type(source).__module__.startswith("pandas"):
        return "a DataFrame of pandas 2.2 or later, with pyarrow installed, is needed"
    return (
        "expected a dataframe (anything with __arrow_c_stream__), a dict of columns, a list of "
        "records or the path of a CSV file"
    )


def _unreadable(table: str, source: object, hint: str) -> TypeError:
    return TypeError(f"table '{table}': cannot read a {type(source).__name__}; {hint}")
