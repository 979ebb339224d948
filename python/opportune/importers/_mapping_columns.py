"""The columns of a mapping: where a value comes from, and what becomes of it.

The steps are always taken in this order: take (`from`, `template`, `constant`), `map`, `lookup`,
`default`, and then the type (`date`, `instant`, `number`, `boolean`, `split`).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from typing import Any, Protocol

from ._mapping_parts import Place, as_object, as_text
from .common import Row, fail, parse_date, parse_instant, parse_number

_TYPES = ("date", "instant", "number", "boolean", "split")
_KEYS = ("from", "template", "constant", "map", "unmapped", "lookup", "default", *_TYPES)
_LOOKUP_KEYS = ("from", "key", "value", "where", "take")
_NAMES = re.compile(r"\{([^{}]+)\}")
_TRUE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Source(Protocol):
    """Where the rows of the source's tables are."""

    def rows(self, name: str, place: Place) -> list[Row]: ...
    def check_column(self, name: str, column: str, place: Place) -> None: ...


class Where:
    """A filter: column -> a list of accepted values, "empty" or "not empty"; all must hold."""

    def __init__(self, spec: Any, table: str, source: Source, place: Place) -> None:
        self._accepted: dict[str, set[str]] = {}
        self._filled: dict[str, bool] = {}
        for column, rule in as_object(spec, place).items():
            source.check_column(table, column, place)
            if rule in ("empty", "not empty"):
                self._filled[column] = rule == "not empty"
            elif isinstance(rule, list):
                self._accepted[column] = {str(value) for value in rule}
            else:
                raise (place / column).fault('expected a list of values, or "empty" or "not empty"')

    def holds(self, row: Row) -> bool:
        return all(row[column] in values for column, values in self._accepted.items()) and all(
            bool(row[column]) == filled for column, filled in self._filled.items()
        )


class Column:
    """One column of a target table. Values that it cannot make are an InputError of their row."""

    def __init__(
        self, spec: dict[str, Any], table: str, name: str, source_table: str, place: Place
    ) -> None:
        self._spec = spec
        self._table = table
        self._name = name
        self._source_table = source_table
        self._place = place
        self._map: dict[str, Any] | None = None
        self._lookup: Lookup | None = None
        self.default = spec.get("default")
        self.defaulted = 0
        """How many empty values became the default."""

    def prepare(self, source: Source) -> None:
        """Checks the specification and reads what it looks up."""
        spec, place = self._spec, self._place
        taken = [key for key in ("from", "template", "constant") if key in spec]
        if len(taken) != 1:
            raise place.fault("exactly one of 'from', 'template' and 'constant' must be there")
        if len([key for key in _TYPES if key in spec]) > 1:
            raise place.fault(f"at most one of {', '.join(_TYPES)}")
        if spec.get("unmapped", "keep") not in ("keep", "empty", "error"):
            raise (place / "unmapped").fault("expected keep, empty or error")
        for column in self._sources():
            source.check_column(self._source_table, column, place)
        if "map" in spec:
            self._map = as_object(spec["map"], place / "map")
        if "lookup" in spec:
            self._lookup = Lookup(spec["lookup"], source, self._typed, place / "lookup")

    def value(self, row: Row, number: int) -> Any:
        """What the column is for the source's row of that number."""
        try:
            return self._made(row)
        except ValueError as error:
            raise fail(
                "bad_value",
                f"{self._place}: {error}, for {self._table}.{self._name}",
                table=self._source_table,
                row=number,
                column=", ".join(self._sources()),
                value=str(self._taken(row)),
            ) from None

    def _sources(self) -> list[str]:
        """The source's columns that this one reads."""
        if "from" in self._spec:
            return [as_text(self._spec["from"], self._place / "from")]
        if "template" not in self._spec:
            return []
        return _NAMES.findall(as_text(self._spec["template"], self._place / "template"))

    def _taken(self, row: Row) -> Any:
        if "from" in self._spec:
            return row[self._spec["from"]]
        if "constant" in self._spec:
            return self._spec["constant"]
        return _NAMES.sub(lambda name: row[name[1]], self._spec["template"])

    def _made(self, row: Row) -> Any:
        value = self._taken(row)
        if self._map is not None:
            value = self._mapped(value)
        if self._lookup is not None and value not in ("", None):
            return self._or_default(self._lookup.find(str(value)))
        return self._or_default(self._typed(value))

    def _mapped(self, value: Any) -> Any:
        assert self._map is not None
        if value in self._map:
            return self._map[value]
        unmapped = self._spec.get("unmapped", "keep")
        if unmapped == "error" and value != "":
            raise ValueError(f"the map has no '{value}'")
        return value if unmapped == "keep" else ""

    def _or_default(self, value: Any) -> Any:
        if value is None and self.default is not None:
            self.defaulted += 1
            return self._typed(self.default)
        return value

    def _typed(self, value: Any) -> Any:
        """The value in the column's type; None where it is empty."""
        if value is None or value == "":
            return None
        if "date" in self._spec:
            return _parsed(str(value), self._spec["date"], "date")
        if "instant" in self._spec:
            return _parsed(str(value), self._spec["instant"], "instant")
        if self._spec.get("number"):
            number = parse_number(str(value))
            if number is None:
                raise ValueError("expected a number")
            return number
        if self._spec.get("boolean"):
            if str(value).lower() not in _TRUE:
                raise ValueError("expected true or false")
            return _TRUE[str(value).lower()]
        if "split" in self._spec:
            return [part.strip() for part in str(value).split(self._spec["split"]) if part.strip()]
        return value


class Lookup:
    """Values of another of the source's tables, found by a key."""

    def __init__(self, spec: Any, source: Source, typed: Any, place: Place) -> None:
        keys = as_object(spec, place, _LOOKUP_KEYS)
        table = as_text(keys.get("from"), place / "from")
        key = as_text(keys.get("key"), place / "key")
        value = as_text(keys.get("value"), place / "value")
        self._take = keys.get("take", "first")
        if self._take not in ("first", "min", "max"):
            raise (place / "take").fault("expected first, min or max")
        for column in (key, value):
            source.check_column(table, column, place)
        where = Where(keys.get("where", {}), table, source, place / "where")
        self._typed = typed
        self._found: dict[str, list[str]] = {}
        for row in source.rows(table, place / "from"):
            if row[value] and where.holds(row):
                self._found.setdefault(row[key], []).append(row[value])

    def find(self, key: str) -> Any:
        """None where no row has the key."""
        texts = self._found.get(key, [])
        if not texts:
            return None
        if self._take == "first":
            return self._typed(texts[0])
        values = [self._typed(text) for text in texts]
        return min(values) if self._take == "min" else max(values)


def _parsed(text: str, style: Any, kind: str) -> date | datetime:
    """By a strptime format, or (true) by any of the forms that `parse_instant` knows."""
    if style is True:
        value = parse_instant(text) if kind == "instant" else parse_date(text)
        if value is None:
            raise ValueError(f"expected a {kind}")
        return value
    parsed = datetime.strptime(text, style)
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=timezone.utc)
    parsed = parsed.astimezone(timezone.utc)
    return parsed if kind == "instant" else parsed.date()


def make_column(
    spec: Any, table: str, name: str, source_table: str, source: Source, place: Place
) -> Column:
    """The column that a specification describes; a text stands for {"from": text}."""
    full = {"from": spec} if isinstance(spec, str) else as_object(spec, place, _KEYS)
    column = Column(full, table, name, source_table, place)
    column.prepare(source)
    return column
