"""Checks of what callers pass: TypeError for a wrong type, InputError for a wrong value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from opportune import _json
from opportune.errors import InputError, Issue

Names: TypeAlias = "str | Iterable[str]"


def expect(value: object, kind: type, argument: str) -> None:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"{argument}: expected {kind.__name__}, not {type(value).__name__}")


def expect_or_none(value: object, kind: type, argument: str) -> None:
    if value is not None:
        expect(value, kind, argument)


def count(value: int, argument: str) -> None:
    expect(value, int, argument)
    if not 0 <= value < 2**31:
        raise refused(argument, str(value), "expected 0 or more, below 2^31")


def names(given: Names, argument: str) -> list[str]:
    if isinstance(given, str):
        return [given]
    if isinstance(given, bytes) or not isinstance(given, Iterable):
        raise TypeError(f"{argument}: expected a str or a list of them, not {type(given).__name__}")
    out = list(given)
    for name in out:
        expect(name, str, argument)
    return out


def policy_text(policy: Mapping[str, Any] | None) -> str:
    if policy is None:
        return ""
    if not isinstance(policy, Mapping):
        raise TypeError(f"policy: expected a dict, not {type(policy).__name__}")
    return _json.dumps(policy, "policy")


def refused(argument: str, value: str, reason: str) -> InputError:
    return InputError.of(Issue("invalid_argument", "", None, argument, value, reason))
