"""What `Workspace.conflicts` answers."""

from __future__ import annotations

from collections.abc import Callable

from opportune._opportune import Result
from opportune.errors import StaleError
from opportune.table import Table

Answer = tuple[Result, Result, "Result | None"]


class Conflicts(Table):
    """A table of conflicts, the worst first: id, kind, severity, group, markets, pairs, since,
    value_minor, currency, explanation, recommended_owner, recommended_rule, resolution, message
    (the explanation's sentences before they are put into words, as JSON: see
    :func:`opportune.render`)."""

    __slots__ = ("_ask_with_pairs", "_members", "_pairs")

    def __init__(self, answer: Answer, ask_with_pairs: Callable[[], Answer]) -> None:
        conflicts, members, pairs = answer
        super().__init__(conflicts)
        self._members = Table(members)
        self._pairs = None if pairs is None else Table(pairs)
        self._ask_with_pairs = ask_with_pairs

    @property
    def members(self) -> Table:
        """Who is in which conflict: conflict, type, id, market, owner, since."""
        return self._members

    @property
    def pairs(self) -> Table:
        """The related pairs and their evidence: conflict, a_type, a_id, b_type, b_id, since,
        evidence, message (JSON likewise). Found by asking again, unless asked for at once
        (``pairs=True``); StaleError where the workspace has changed so much since that the
        conflicts are others."""
        if self._pairs is None:
            conflicts, _, pairs = self._ask_with_pairs()
            again = Table(conflicts)
            if pairs is None or again["id"] != self["id"] or again["pairs"] != self["pairs"]:
                raise StaleError(
                    "the workspace has changed since these conflicts were found; "
                    "ask again, with pairs=True",
                    "stale",
                )
            self._pairs = Table(pairs)
        return self._pairs
