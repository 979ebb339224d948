"""Tables as text for a terminal, as a rich table and as HTML for Jupyter."""

from __future__ import annotations

import datetime as dt
import html
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opportune import _extras
from opportune._opportune import currency_digits

if TYPE_CHECKING:
    from rich.table import Table as RichTable

    from opportune.table import Table

MAX_ROWS = 20
_NARROWEST = 12  # what a text column is cut to before whole columns are left out
_LONGEST_CELL = 200
_NUMBERS = ("integer", "real")
_GAP = "  "
_CURRENCIES = ("currency", "reporting_currency")


# --- cells ------------------------------------------------------------------------------------


def money(minor: int, currency: str | None) -> str:
    """1234567 minor units of EUR as "12,345.67". Exact: no float is involved."""
    digits = currency_digits(currency) if currency else None
    if digits is None:
        return f"{minor:,} minor"
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), 10**digits)
    return f"{sign}{whole:,}.{part:0{digits}d}" if digits else f"{sign}{whole:,}"


def cell_text(value: Any) -> str:
    """One value in one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        text = value.strftime("%Y-%m-%d %H:%M:%S")
        return text.removesuffix(" 00:00:00").removesuffix(" 23:59:59").removesuffix(":00")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def one_line(text: str, limit: int = _LONGEST_CELL) -> str:
    """Without line breaks or characters that would move a terminal's cursor."""
    text = text[: limit + 1]
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def width_of(text: str) -> int:
    """Columns that the text takes in a terminal."""
    if text.isascii():
        return len(text)
    width = 0
    for char in text:
        if unicodedata.combining(char):
            continue
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width


def cut(text: str, width: int) -> str:
    """At most that many terminal columns; what is cut off ends in an ellipsis."""
    if width_of(text) <= width:
        return text
    out = ""
    for char in text:
        if width_of(out + char) > width - 1:
            break
        out += char
    return out + "…"


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
        currency = _one_currency(types, head)
        for name, kind in types.items():
            if currency and name in _CURRENCIES:
                continue
            is_money = kind == "integer" and name.endswith("_minor") and "currency" in types
            grid.names.append(name.removesuffix("_minor") if is_money else name)
            grid.right.append(kind in _NUMBERS)
            grid.columns.append([_cell(row, name, is_money) for row in head])
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


def _one_currency(types: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> str | None:
    """The currency of all amounts, where there are any and just one."""
    if "currency" not in types or not any(name.endswith("_minor") for name in types):
        return None
    currencies = {row[name] for row in rows for name in _CURRENCIES if name in types}
    return currencies.pop() if len(currencies) == 1 else None


def _cell(row: dict[str, Any], name: str, is_money: bool) -> str:
    value = row[name]
    if is_money and value is not None:
        # Where a table has both currencies, the plain amount is in its own.
        own = name == "amount_minor" or "reporting_currency" not in row
        return money(value, row["currency" if own else "reporting_currency"])
    return one_line(cell_text(value))


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
    for cell, width, is_right in zip(cells, widths, right, strict=False):
        text = cut(cell, width)
        space = " " * (width - width_of(text))
        padded.append(space + text if is_right else text + space)
    return _GAP.join(padded)


# --- rich and Jupyter -------------------------------------------------------------------------


def as_rich(table: Table, rows: int = MAX_ROWS, title: str | None = None) -> RichTable:
    """The first rows as a table of the rich library."""
    return Grid.of_table(table, rows).rich(title)


def as_html(table: Table, rows: int = MAX_ROWS) -> str:
    """The first rows as an HTML table; every cell is escaped."""
    grid = Grid.of_table(table, rows)
    aligned = [f' style="text-align:{"right" if r else "left"}"' for r in grid.right]
    head = "".join(
        f"<th{a}>{html.escape(n)}</th>" for a, n in zip(aligned, grid.names, strict=True)
    )
    body = []
    for row in range(grid.rows):
        cells = (
            f"<td{a}>{html.escape(column[row])}</td>"
            for a, column in zip(aligned, grid.columns, strict=True)
        )
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        f"<p>{html.escape(grid.footer)}</p>"
    )
