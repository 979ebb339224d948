"""A whole workspace as a folder of files, and back: a file for each table."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opportune import _extras, _json, _opportune
from opportune._arguments import refused
from opportune.errors import StoreError
from opportune.load_report import LoadReport
from opportune.table import Table

if TYPE_CHECKING:
    from opportune.sources import Source


def _write_parquet(table: Table, path: Path) -> None:
    _extras.need("pyarrow.parquet", "arrow").write_table(table.to_arrow(), path)


def _read_parquet(path: Path) -> Any:
    return _extras.need("pyarrow.parquet", "arrow").read_table(path)


def _write_arrow(table: Table, path: Path) -> None:
    feather = _extras.need("pyarrow.feather", "arrow")
    feather.write_feather(table.to_arrow(), path, compression="uncompressed")


def _read_arrow(path: Path) -> Any:
    return _extras.need("pyarrow.feather", "arrow").read_table(path)


def _write_lines(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in table:
            filled = {name: value for name, value in row.items() if value is not None}
            file.write(_json.dumps(filled) + "\n")


def _read_lines(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


FORMATS: dict[str, tuple[Callable[[Table, Path], None], Callable[[Path], Any]]] = {
    "parquet": (_write_parquet, _read_parquet),
    "arrow": (_write_arrow, _read_arrow),
    "jsonl": (_write_lines, _read_lines),
}
"""By the files' suffix: how they are written and read."""


class Folders:
    """The part of :class:`Workspace` that goes into a folder and comes out of one."""

    __slots__ = ()

    _native: _opportune.Workspace
    load: Callable[..., LoadReport]

    def export(self, folder: str | os.PathLike[str], format: str = "parquet") -> None:
        """Writes all records, a file for each table that has any: ``opportunity.parquet``, ...

        The files are the tables of :meth:`table`, so they are the same whatever order the records
        came in. The folder is made where there is none; StoreError where a table's file is there
        already.

        :param format: ``parquet``, ``arrow`` (IPC) or ``jsonl`` (a JSON object a line). The first
            two need pyarrow.
        """
        if format not in FORMATS:
            raise refused("format", str(format), f"must be one of: {', '.join(FORMATS)}")
        write, _ = FORMATS[format]
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        for name in _opportune.table_names():
            path = place / f"{name}.{format}"
            if path.exists():
                raise StoreError(f"'{path}' is there already")
        for name in _opportune.table_names():
            table = Table(self._native.export_table(name))
            if table:
                write(table, place / f"{name}.{format}")

    def load_folder(self, folder: str | os.PathLike[str], **options: Any) -> LoadReport:
        """Loads the tables of a folder that :meth:`export` wrote, or any other with files named as
        the tables are: as one unit, as :meth:`load` does, whose options these are. Other files are
        left alone. StoreError: no file is a table's, or one has two."""
        place = Path(folder)
        tables: dict[str, Source] = {}
        for name in _opportune.table_names():
            found = [place / f"{name}.{end}" for end in FORMATS]
            found = [path for path in found if path.exists()]
            if len(found) > 1:
                raise StoreError(f"'{found[0]}' and '{found[1]}' are both the table '{name}'")
            if found:
                _, read = FORMATS[found[0].suffix[1:]]
                tables[name] = _read(read, found[0])
        if not tables:
            raise StoreError(f"'{place}' has no file of a table, such as opportunity.parquet")
        return self.load(tables, **options)


def _read(read: Callable[[Path], Any], path: Path) -> Any:
    try:
        return read(path)
    except (OSError, ValueError) as error:  # pyarrow's errors and JSON's are among them
        raise StoreError(f"'{path}' cannot be read: {error}") from error
