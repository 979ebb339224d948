"""Output: with rich where it is there and a terminal is looked at, as plain text otherwise."""

from __future__ import annotations

import argparse
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


def configure(parser: argparse.ArgumentParser, rows: int = 20) -> None:
    """The arguments of every command that answers with a table."""
    parser.add_argument(
        "--rows",
        type=int,
        default=rows,
        metavar="N",
        help="how many are shown (default %(default)s)",
    )
    parser.add_argument("--csv", metavar="FILE", help="write them all to a CSV file")


def write_or_show(table: Table, path: str | None, rows: int, what: str = "rows") -> None:
    """Writes all rows to a CSV file where one is named; else shows the first."""
    if path is not None:
        table.to_csv(path)
        print(f"{len(table):,} {what} written to {path}")
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
