"""Values as text, one line each: in tables, in what is printed, in charts."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from opportune._opportune import currency_digits

_LONGEST_CELL = 200
NUMBERS = ("integer", "real")
CURRENCIES = ("currency", "reporting_currency")
_SHARES = {
    "conversion",
    "completeness",
    "validity",
    "timeliness",
    "consistency",
    "progress",
    "elapsed",
    "predicted",
    "observed",
}
_SHARE_ENDS = ("_rate", "_rate_low", "_rate_high", "_share")


def is_share(column: str) -> bool:
    """Whether a column of a measure holds shares of one, which are shown in percent."""
    return column in _SHARES or column.endswith(_SHARE_ENDS)


def is_money(column: str) -> bool:
    """Whether a column holds minor units of the row's currency, also a day, also their mean."""
    return column.endswith("_minor") or "_minor_per_" in column


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


def one_currency(types: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> str | None:
    """The currency of all amounts, where there are any and just one."""
    if "currency" not in types or not any(is_money(name) for name in types):
        return None
    currencies = {row[name] for row in rows for name in CURRENCIES if name in types}
    return currencies.pop() if len(currencies) == 1 else None


def cell(row: Mapping[str, Any], name: str, kind: str) -> str:
    """A value of a table's row: amounts in major units of the row's currency, shares in percent."""
    value = row[name]
    if value is None:
        return ""
    if kind in NUMBERS and is_money(name) and "currency" in row:
        # Where a table has both currencies, the plain amount is in its own.
        own = name == "amount_minor" or "reporting_currency" not in row
        return money(round(value), row["currency" if own else "reporting_currency"])
    if kind == "real" and is_share(name):
        return f"{value:.1%}"
    return one_line(cell_text(value))
