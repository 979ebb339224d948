"""What the package raises. Everything derives from :class:`Error`.

A business "no" (a blocked draft) is never an error; it is a value, see
:class:`opportune.Decision`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Issue:
    """One thing that is wrong with one cell (or row, or table) of the input."""

    code: str
    """Stable, meant for programs: ``unknown_reference``, ``duplicate_id``, ..."""
    table: str
    row: int | None
    """Zero-based position in the table as given; None where no single row is meant."""
    field: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = [f"table '{self.table}'" if self.table else "input"]
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.field:
            where.append(f"field '{self.field}'")
        if self.value:
            where.append(f"value '{self.value}'")
        return f"{', '.join(where)}: {self.reason}"


class Error(Exception):
    """Base of everything that opportune raises. ``code`` is stable and meant for programs."""

    def __init__(self, message: str, code: str = "error") -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (str(self), self.code))


class InputError(Error, ValueError):
    """Data or arguments break a rule. ``issues`` holds up to the caller's limit of them (an
    argument's error may have none); ``total`` counts them all."""

    def __init__(
        self,
        message: str,
        code: str = "input",
        issues: Sequence[Issue] = (),
        total: int | None = None,
    ) -> None:
        super().__init__(message, code)
        self.issues = list(issues)
        self.total = len(self.issues) if total is None else total

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (str(self), self.code, self.issues, self.total))

    @classmethod
    def of(cls, issue: Issue) -> InputError:
        """The error for one issue."""
        return cls(str(issue), issue.code, [issue], 1)


class NotFoundError(Error, LookupError):
    """A record, table, measure, dimension or column that does not exist was asked for."""


class StaleError(Error):
    """Something was decided on a view that is no longer the present one."""


class StoreError(Error):
    """A file, stream or database failed."""


class AccessError(Error):
    """The viewer may not do or see this."""
