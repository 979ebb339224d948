"""Reading the JSON of a mapping with errors that name the place in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opportune.errors import InputError

from .common import fail


class Place:
    """Where in the mapping we are: `maven.json: tables.account[0].columns.id`."""

    def __init__(self, file: str, path: str = "") -> None:
        self.file = file
        self.path = path

    def __truediv__(self, key: str) -> Place:
        return Place(self.file, f"{self.path}.{key}" if self.path else key)

    def __getitem__(self, number: int) -> Place:
        return Place(self.file, f"{self.path}[{number}]")

    def __str__(self) -> str:
        return f"{self.file}: {self.path}" if self.path else self.file

    def fault(self, reason: str) -> InputError:
        """The error for a mapping that is wrong here."""
        return fail("bad_mapping", f"{self}: {reason}")


def as_object(value: Any, place: Place, keys: Sequence[str] = ()) -> dict[str, Any]:
    """The value as a JSON object; with `keys`, one that has no others."""
    if not isinstance(value, Mapping):
        raise place.fault("expected an object" + (", got nothing" if value is None else ""))
    for key in value:
        if keys and key not in keys:
            raise place.fault(f"unknown key '{key}'; known are {', '.join(keys)}")
    return dict(value)


def as_list(value: Any, place: Place) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise place.fault("expected a list")
    return list(value)


def as_text(value: Any, place: Place) -> str:
    if not isinstance(value, str):
        raise place.fault("expected a text" + (", got nothing" if value is None else ""))
    return value
