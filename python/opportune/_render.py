"""Tables as text for a terminal, as a rich table and as HTML for Jupyter."""

from __future__ import annotations

import html
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opportune import _extras
from opportune._cells import (
    CURRENCIES,
    NUMBERS,
    cell,
    cell_text,
    cut,
    is_money,
    one_currency,
    one_line,
    width_of,
)

if TYPE_CHECKING:
    from rich.table import Table as RichTable

    from opportune.table import Table

MAX_ROWS = 20
_NARROWEST = 12  # what a text column is cut to before whole columns are left out
_GAP = "  "
_LEFT = "text-align:left"
_RIGHT = "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums"


@dataclass
class Grid:
    """Text in rows and columns, with what is to be said below it."""

    names: list[str]
    columns: list[list[str]]
    right: list[bool]
    """Which columns are aligned right."""
    footer: str = ""

    @property
    def rows(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @classmethod
    def of_table(cls, table: Table, rows: int) -> Grid:
        """The first rows of a table, amounts in major units of the row's currency."""
        types = table.types
        head = table.head(rows)
        grid = cls([], [], [])
        currency = one_currency(types, head)
        for name, kind in types.items():
            if currency and name in CURRENCIES:
                continue
            in_major = kind in NUMBERS and is_money(name) and "currency" in types
            grid.names.append(name.replace("_minor", "") if in_major else name)
            grid.right.append(kind in NUMBERS)
            grid.columns.append([cell(row, name, kind) for row in head])
        total = table.num_rows
        grid.footer = f"{total:,} row{'' if total == 1 else 's'}"
        if total > len(head):
            grid.footer += f", the first {len(head)} shown"
        if currency:
            grid.footer += f"; amounts in {currency}"
        return grid

    @classmethod
    def of_records(cls, records: Sequence[Mapping[str, Any]]) -> Grid:
        """Python's own values, a column for each key of the first record."""
        names = list(records[0]) if records else []
        return cls(
            names,
            [[one_line(cell_text(record[name])) for record in records] for name in names],
            [all(isinstance(record[name], (int, float)) for record in records) for name in names],
        )

    def text(self, width: int | None = None) -> str:
        """Aligned columns within the terminal's width."""
        available = width or shutil.get_terminal_size((100, 24)).columns
        widths, left_out = fitted(self, available)
        lines = [_line(self.names, widths, self.right).rstrip()]
        lines.append(_GAP.join("─" * w for w in widths))
        for row in range(self.rows):
            line = _line([column[row] for column in self.columns], widths, self.right)
            lines.append(line.rstrip())
        below = [self.footer] if self.footer else []
        if left_out:
            below.append(f"not shown: {', '.join(left_out)}")
        if below:
            lines.append(f"({'; '.join(below)})")
        return "\n".join(lines)

    def rich(self, title: str | None = None) -> RichTable:
        """A table of the rich library."""
        box = _extras.need("rich.box", extra="rich")
        text = _extras.need("rich.text", extra="rich")
        out: RichTable = _extras.need("rich.table", extra="rich").Table(
            title=title, caption=self.footer or None, box=box.SIMPLE_HEAD, caption_justify="left"
        )
        for name, is_right in zip(self.names, self.right, strict=True):
            out.add_column(name, justify="right" if is_right else "left", overflow="fold")
        for row in range(self.rows):
            out.add_row(*(text.Text(column[row]) for column in self.columns))
        return out


# --- a terminal -------------------------------------------------------------------------------


def as_text(table: Table, rows: int = MAX_ROWS, width: int | None = None) -> str:
    """The first rows in aligned columns."""
    if not table.columns:
        return f"({table.name or 'table'}: no columns)"
    return Grid.of_table(table, rows).text(width)


def fitted(grid: Grid, available: int) -> tuple[list[int], list[str]]:
    """Widths of the columns that fit, and the names of those that do not. The widest text columns
    give way first."""
    widths = [
        max([width_of(name), *map(width_of, column)])
        for name, column in zip(grid.names, grid.columns, strict=True)
    ]

    def excess() -> int:
        return sum(widths) + len(_GAP) * (len(widths) - 1) - available

    soft = [i for i in range(len(widths)) if not grid.right[i]]
    while excess() > 0 and soft:
        widest = max(soft, key=lambda i: widths[i])
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    while excess() > 0 and len(widths) > 1:
        widths.pop()
    return widths, grid.names[len(widths) :]


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for whole, width, is_right in zip(cells, widths, right, strict=False):
        text = cut(whole, width)
        space = " " * (width - width_of(text))
        padded.append(space + text if is_right else text + space)
    return _GAP.join(padded)


# --- rich and Jupyter -------------------------------------------------------------------------


def as_rich(table: Table, rows: int = MAX_ROWS, title: str | None = None) -> RichTable:
    """The first rows as a table of the rich library."""
    return Grid.of_table(table, rows).rich(title)


def as_html(table: Table, rows: int = MAX_ROWS) -> str:
    """The first rows as an HTML table, numbers aligned right; every cell is escaped."""
    grid = Grid.of_table(table, rows)
    styles = [f' style="{_RIGHT if right else _LEFT}"' for right in grid.right]
    head = "".join(
        f"<th{style}>{html.escape(name)}</th>"
        for style, name in zip(styles, grid.names, strict=True)
    )
    body = []
    for row in range(grid.rows):
        cells = (
            f"<td{style}>{html.escape(column[row])}</td>"
            for style, column in zip(styles, grid.columns, strict=True)
        )
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        '<div style="overflow-x:auto">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        f"<p>{html.escape(grid.footer)}</p></div>"
    )
