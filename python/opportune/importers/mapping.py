"""Any other source through a mapping file: for each table, where its rows and columns come from.

A mapping is JSON; mapping.schema.json beside this file is its JSON Schema, and docs/importing.md
explains it. `maven.json`, beside this file too, is a complete example.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from ._mapping_columns import Column, Where, make_column
from ._mapping_parts import Place, as_list, as_object, as_text
from .common import Columns, ImportResult, Note, Notes, Row, fail, latest_day, parse_date, read_csv

Tables = Mapping[str, "Iterable[Mapping[str, Any]] | Mapping[str, Iterable[Any]]"]
_PAST_COLUMNS = ("opened", "closed", "created", "at", "customer_since")
_KEYS = ("$schema", "name", "reporting_currency", "as_of", "notes", "tables")
_BLOCK_KEYS = ("from", "where", "distinct", "columns", "rows")


def read(source: str | Path | Tables, mapping: str | Path | Mapping[str, Any]) -> ImportResult:
    """Reads the tables that the mapping describes.

    `source` is a folder of CSV files, or tables by the names under which the mapping knows them
    (lists of records, or dicts of columns). `mapping` is the path of a JSON file, the object
    itself, or the name of a mapping that the package brings along ("maven"). InputError names the
    mapping's part, the table, row and column, and what is wrong.
    """
    content, name = _load(mapping)
    place = Place(name)
    top = as_object(content, place, _KEYS)
    notes = Notes()
    files = Files(source)
    tables: dict[str, Columns] = {}
    described = as_object(top.get("tables"), place / "tables")
    for table, blocks in described.items():
        several = blocks if isinstance(blocks, list) else [blocks]
        used: dict[str, set[int]] = {}
        parts = [
            _block(table, block, (place / "tables" / table)[number], files, notes, used)
            for number, block in enumerate(several)
        ]
        tables[table] = _joined(parts)
        for file, numbers in used.items():
            total = len(files.rows(file, place))
            if len(numbers) < total:
                left = f"{total - len(numbers):,} of {total:,} rows of {file}"
                notes.say("where", f"{table}: {left} are left out by 'where'")
    as_of = _as_of(top, place, tables)
    said = [Note("mapping", str(text)) for text in as_list(top.get("notes", []), place / "notes")]
    currency = as_text(top.get("reporting_currency", "EUR"), place / "reporting_currency")
    return ImportResult(tables, said + notes.all(), as_of, currency)


class Files:
    """The source's tables as rows of text, each read once."""

    def __init__(self, source: str | Path | Tables) -> None:
        self._directory = Path(source) if isinstance(source, (str, Path)) else None
        self._given = {} if isinstance(source, (str, Path)) else source
        self._rows: dict[str, list[Row]] = {}

    def rows(self, name: str, place: Place) -> list[Row]:
        if name not in self._rows:
            self._rows[name] = self._read(name, place)
        return self._rows[name]

    def check_column(self, name: str, column: str, place: Place) -> None:
        """InputError where the source's table lacks the column."""
        rows = self.rows(name, place)
        if rows and column not in rows[0]:
            known = ", ".join(rows[0])
            raise place.fault(f"'{name}' has no column '{column}'; it has {known}")

    def _read(self, name: str, place: Place) -> list[Row]:
        if self._directory is not None:
            path = self._directory / name
            if not path.is_file():
                raise place.fault(f"there is no file '{name}' in {self._directory}")
            return read_csv(path)
        if name not in self._given:
            raise place.fault(f"there is no table '{name}' among those given")
        table = self._given[name]
        if isinstance(table, Mapping):
            columns = {key: list(values) for key, values in table.items()}
            records = [
                dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
            ]
        else:
            records = [dict(record) for record in table]
        return [{key: _as_text(value) for key, value in record.items()} for record in records]


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _load(mapping: str | Path | Mapping[str, Any]) -> tuple[Any, str]:
    """The mapping and what to call it in errors."""
    if isinstance(mapping, Mapping):
        return mapping, "mapping"
    path = Path(mapping)
    if isinstance(mapping, str) and not path.suffix:
        shipped = resources.files(__package__) / f"{mapping}.json"
        if shipped.is_file():
            return json.loads(shipped.read_text(encoding="utf-8")), f"{mapping}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8")), path.name
    except FileNotFoundError:
        raise fail("missing_file", f"there is no mapping {path}") from None
    except ValueError as error:
        raise fail("bad_mapping", f"{path.name} is not JSON in UTF-8: {error}") from None


def _block(
    table: str, block: Any, place: Place, files: Files, notes: Notes, used: dict[str, set[int]]
) -> Columns:
    """The rows that one block of the mapping gives for a table."""
    keys = as_object(block, place, _BLOCK_KEYS)
    if "rows" in keys:
        if len(keys) > 1:
            raise place.fault("'rows' stands alone: it takes no 'from', 'where' or 'columns'")
        return _constant_rows(keys["rows"], place / "rows")
    name = as_text(keys.get("from"), place / "from")
    where = Where(keys.get("where", {}), name, files, place / "where")
    columns = {
        column: make_column(spec, table, column, name, files, place / "columns" / column)
        for column, spec in as_object(keys.get("columns"), place / "columns").items()
    }
    rows = files.rows(name, place / "from")
    chosen = [(number, row) for number, row in enumerate(rows) if where.holds(row)]
    used.setdefault(name, set()).update(number for number, _ in chosen)
    found = [
        tuple(_value(column, number, row) for column in columns.values()) for number, row in chosen
    ]
    if keys.get("distinct", False):
        found = list(dict.fromkeys(found))
    for column_name, column in columns.items():
        if column.defaulted:
            notes.say(
                f"default {place}.{column_name}",
                f"{table}: {column.defaulted:,} empty values of {column_name} became "
                f"{column.default!r}",
            )
    return {column: [row[at] for row in found] for at, column in enumerate(columns)}


def _value(column: Column, number: int, row: Row) -> Any:
    value = column.value(row, number)
    return tuple(value) if isinstance(value, list) else value


def _constant_rows(rows: Any, place: Place) -> Columns:
    records = [as_object(row, place[at]) for at, row in enumerate(as_list(rows, place))]
    names = list(dict.fromkeys(name for record in records for name in record))
    return {
        name: [
            json.dumps(value) if isinstance(value := record.get(name), dict) else value
            for record in records
        ]
        for name in names
    }


def _joined(parts: list[Columns]) -> Columns:
    """The blocks one below the other; what a block does not give is empty."""
    names = list(dict.fromkeys(name for part in parts for name in part))
    lengths = [len(next(iter(part.values()), [])) for part in parts]
    return {
        name: [
            list(value) if isinstance(value, tuple) else value
            for part, length in zip(parts, lengths, strict=True)
            for value in part.get(name, [None] * length)
        ]
        for name in names
    }


def _as_of(top: dict[str, Any], place: Place, tables: dict[str, Columns]) -> date:
    """The day that the mapping states, else the last one on which the tables say something was."""
    if "as_of" in top:
        stated = parse_date(as_text(top["as_of"], place / "as_of"))
        if stated is None:
            raise (place / "as_of").fault(f"'{top['as_of']}' is not a date such as 2026-01-31")
        return stated
    days = (
        value
        for columns in tables.values()
        for name in _PAST_COLUMNS
        for value in columns.get(name, [])
        if isinstance(value, date)
    )
    return latest_day(days) or date.today()
