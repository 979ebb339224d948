"""Tables as text for a terminal, as a rich table and as HTML for Jupyter."""

from __future__ import annotations

import datetime as dt
import html
import shutil
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from opportune import _extras
from opportune._opportune import currency_digits

if TYPE_CHECKING:
    from rich.table import Table as RichTable

    from opportune.table import Table

MAX_ROWS = 20
_NARROWEST = 10  # what a text column is cut to before whole columns are left out
_LONGEST_CELL = 200
_NUMBERS = ("integer", "real")
_GAP = "  "


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


class Shown:
    """The first rows of a table as text, amounts in major units."""

    def __init__(self, table: Table, rows: int) -> None:
        self.total = table.num_rows
        self.rows = min(rows, self.total)
        types = table.types
        values = table.head(self.rows)
        self.names: list[str] = []
        self.cells: list[list[str]] = []
        self.right: list[bool] = []
        has_currency = "currency" in types
        for name, kind in types.items():
            is_money = name.endswith("_minor") and kind == "integer" and has_currency
            self.names.append(name.removesuffix("_minor") if is_money else name)
            self.right.append(kind in _NUMBERS)
            self.cells.append([self._cell(row, name, is_money) for row in values])

    @staticmethod
    def _cell(row: dict[str, Any], name: str, is_money: bool) -> str:
        value = row[name]
        if is_money and value is not None:
            return money(value, row["currency"])
        return one_line(cell_text(value))

    def footer(self) -> str:
        """How many rows there are, and how many are shown."""
        rows = f"{self.total:,} row{'' if self.total == 1 else 's'}"
        return rows if self.rows == self.total else f"{rows}, the first {self.rows} shown"


# --- a terminal -------------------------------------------------------------------------------


def as_text(table: Table, rows: int = MAX_ROWS, width: int | None = None) -> str:
    """Aligned columns within the terminal's width."""
    shown = Shown(table, rows)
    if not shown.names:
        return f"({table.name or 'table'}: no columns)"
    available = width or shutil.get_terminal_size((100, 24)).columns
    widths, left_out = fitted(shown, available)
    lines = [_line(shown.names, widths, shown.right).rstrip()]
    lines.append(_GAP.join("─" * w for w in widths))
    for row in range(shown.rows):
        line = _line([column[row] for column in shown.cells], widths, shown.right)
        lines.append(line.rstrip())
    footer = shown.footer()
    if left_out:
        footer += f"; not shown: {', '.join(left_out)}"
    return "\n".join([*lines, f"({footer})"])


def fitted(shown: Shown, available: int) -> tuple[list[int], list[str]]:
    """Widths of the columns that fit, and the names of those that do not. The widest text columns
    give way first."""
    widths = [
        max([width_of(name), *map(width_of, column)])
        for name, column in zip(shown.names, shown.cells, strict=True)
    ]

    def excess() -> int:
        return sum(widths) + len(_GAP) * (len(widths) - 1) - available

    soft = [i for i in range(len(widths)) if not shown.right[i]]
    while excess() > 0 and soft:
        widest = max(soft, key=lambda i: widths[i])
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    while excess() > 0 and len(widths) > 1:
        widths.pop()
    return widths, shown.names[len(widths) :]


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, is_right in zip(cells, widths, right, strict=False):
        text = cut(cell, width)
        space = " " * (width - width_of(text))
        padded.append(space + text if is_right else text + space)
    return _GAP.join(padded)


# --- rich and Jupyter -------------------------------------------------------------------------


def as_rich(table: Table, rows: int = MAX_ROWS, title: str | None = None) -> RichTable:
    """A table of the rich library."""
    rich_table = _extras.need("rich.table", extra="rich")
    text = _extras.need("rich.text", extra="rich")
    box = _extras.need("rich.box", extra="rich")
    shown = Shown(table, rows)
    out: RichTable = rich_table.Table(
        title=title, caption=shown.footer(), box=box.SIMPLE_HEAD, caption_justify="left"
    )
    for name, is_right in zip(shown.names, shown.right, strict=True):
        out.add_column(name, justify="right" if is_right else "left", overflow="fold")
    for row in range(shown.rows):
        out.add_row(*(text.Text(column[row]) for column in shown.cells))
    return out


def as_html(table: Table, rows: int = MAX_ROWS) -> str:
    """An HTML table; every cell is escaped."""
    shown = Shown(table, rows)
    aligned = [
        ' style="text-align:right"' if r else ' style="text-align:left"' for r in shown.right
    ]
    head = "".join(
        f"<th{a}>{html.escape(n)}</th>" for a, n in zip(aligned, shown.names, strict=True)
    )
    body = []
    for row in range(shown.rows):
        cells = (
            f"<td{a}>{html.escape(column[row])}</td>"
            for a, column in zip(aligned, shown.cells, strict=True)
        )
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        f"<p>{html.escape(shown.footer())}</p>"
    )
