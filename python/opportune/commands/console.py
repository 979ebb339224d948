"""Output: with rich where it is there and a terminal is looked at, as plain text otherwise."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from opportune import _extras
from opportune._render import Grid
from opportune.table import Table


def _is_rich() -> bool:
    return sys.stdout.isatty() and _extras.maybe("rich") is not None


def width() -> int:
    """Columns of the terminal; 100 where the output goes elsewhere."""
    return shutil.get_terminal_size((100, 24)).columns


def heading(text: str) -> None:
    """The title of what follows."""
    if _is_rich():
        from rich.console import Console
        from rich.text import Text

        Console().print(Text(f"\n{text}", style="bold"))
    else:
        print(f"\n{text}\n{'=' * min(len(text), width())}")


def say(text: str, indent: str = "") -> None:
    """A paragraph, wrapped to the terminal."""
    print(
        textwrap.fill(
            text,
            width(),
            initial_indent=indent,
            subsequent_indent=indent + "  " * bool(indent),
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def show(table: Table, rows: int = 20) -> None:
    """The first rows of a table."""
    _show(Grid.of_table(table, rows))


def write_or_show(table: Table, path: str | None, rows: int) -> None:
    """Writes all rows to a CSV file where one is named; else shows the first."""
    if path is not None:
        table.to_csv(path)
        print(f"{len(table):,} rows written to {path}")
    else:
        show(table, rows=rows)


def show_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Python's own values as a table."""
    _show(Grid.of_records(records))


def _show(grid: Grid) -> None:
    if _is_rich():
        from rich.console import Console

        Console().print(grid.rich())
    else:
        print(grid.text(width()))
