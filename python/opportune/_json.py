"""Python values as the JSON that the engine reads."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import math
import uuid
from collections.abc import Mapping, Sequence, Set
from typing import Any

from opportune.errors import InputError, Issue
from opportune.moment import in_utc

_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False)
_quoted = json.encoder.encode_basestring_ascii
_AS_IT_IS = frozenset({str, int, bool, type(None)})


def dumps(value: object, argument: str = "record") -> str:
    """JSON text. Dates, datetimes and Decimals become text (amounts stay exact), sets become
    sorted lists, NaN and pandas' missing values become null."""
    try:
        # Text that is not valid UTF-8 stays escaped, for the engine to refuse with its reason.
        return _ENCODER.encode(_plain(value, argument))
    except RecursionError:
        raise _refused(argument, "it is nested too deeply, or within itself") from None


def draft(table: str, fields: Mapping[str, Any]) -> str:
    """What ``dumps({"table": table, "record": record(fields)}, table)`` says. Forms ask on every
    keystroke, mostly with plain values: these take no walk through the value and no encoder."""
    try:
        members = {
            _member_name(name, table): _plain_text(value) or _member(value, name, table)
            for name, value in fields.items()
        }
    except RecursionError:
        raise _refused(table, "it is nested too deeply, or within itself") from None
    said = ", ".join(f"{name}: {value}" for name, value in members.items())
    return f'{{"table": {_quoted(table)}, "record": {{{said}}}}}'


def _member_name(name: object, table: str) -> str:
    if not isinstance(name, str):
        raise TypeError(f"{table}.record: field names are str, not {type(name).__name__}")
    return _quoted("from" if name == "from_" else name)


def _member(value: object, name: str, table: str) -> str:
    return _ENCODER.encode(_plain(value, f"{table}.record.{name}"))


def _plain_text(value: object) -> str | None:
    """The JSON of a text, a whole number, None or a list of texts; None of anything else."""
    kind = type(value)
    if kind is str:
        return _quoted(value)  # type: ignore[arg-type]
    if value is None:
        return "null"
    if kind is int:
        return repr(value)
    if isinstance(value, list) and all(type(item) is str for item in value):
        return f"[{', '.join(map(_quoted, value))}]"
    return None


def record(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Field names as the tables have them: ``from_`` stands for ``from``, which is a word of
    Python's."""
    return {"from" if name == "from_" else name: value for name, value in fields.items()}


def _plain(value: Any, path: str) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return _real(value, path)
    if type(value) is dict:  # known without asking the abstract classes
        return _object(value, path)
    if isinstance(value, dt.datetime):
        if value != value:  # pandas' NaT
            return None
        return in_utc(value).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return None if value.is_nan() else format(value, "f" if abs(value.adjusted()) < 40 else "")
    if isinstance(value, Mapping):
        return _object(value, path)
    if isinstance(value, Set):
        return [_plain(item, path) for item in sorted(value, key=str)]
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [_plain(item, path) for item in value]
    if isinstance(value, uuid.UUID):
        return str(value)
    return _foreign(value, path)


def _real(value: float, path: str) -> float | None:
    if math.isinf(value):
        raise _refused(path, f"{value} is not a number that can be stored")
    return None if math.isnan(value) else value


def _object(value: Mapping[Any, Any], path: str) -> dict[str, Any]:
    out = {}
    for name, item in value.items():
        if not isinstance(name, str):
            raise TypeError(f"{path}: field names are str, not {type(name).__name__}")
        # Most are as they are: a name for what may be wrong is made for the others alone.
        out[name] = item if type(item) in _AS_IT_IS else _plain(item, f"{path}.{name}")
    return out


def _foreign(value: Any, path: str) -> Any:
    """numpy's scalars and arrays and pandas' NA, without importing either."""
    kind = type(value)
    if kind.__name__ == "NAType" and kind.__module__.startswith("pandas"):
        return None
    if kind.__module__ == "numpy":
        plain = value.tolist()
        if type(plain).__module__ != "numpy":
            return _plain(plain, path)
    raise TypeError(
        f"{path}: a Python {kind.__name__} cannot be read; expected str, int, float, Decimal, "
        "bool, date, datetime, None, a list or a dict"
    )


def _refused(path: str, reason: str) -> InputError:
    return InputError.of(Issue("invalid_value", "", None, path, "", reason))
