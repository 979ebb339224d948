"""What the state machines in Python move: a deal with what its stages ask for, and its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

Move = tuple[str, str, dt.datetime, str]
"""Of which deal, to which stage, when, by whom."""

History = list[tuple[str, str, str, dt.datetime, str]]
"""Deal, from, to, when, by whom."""

OPEN = ["qualify", "discover", "propose", "negotiate"]


class Deal:
    """What guards ask and effects write. `state` is where the state machines keep the stage."""

    __slots__ = (
        *("id", "state", "amount", "demos", "managers", "approved", "mailings"),
        *("is_paused", "customer_since", "history"),
    )

    def __init__(self, fields: Mapping[str, Any], history: History) -> None:
        self.id: str = fields["id"]
        self.state: str | None = "qualify"
        self.amount: int = fields["amount"]
        self.demos: int = fields["demos"]
        self.managers: int = fields["managers"]
        self.approved: int = fields["approved"]
        self.mailings: int = fields["mailings"]
        self.is_paused = False
        self.customer_since: dt.date | None = None
        self.history = history


def letters(deals: Mapping[str, Deal], moves: Iterable[Move], done: Iterable[bool]) -> str:
    """What came of each move, a letter each: refused `-`, moved `m`, moved and marketing pauses
    `p`, moved and a customer won `c`."""

    def letter(key: str, to: str, was_done: bool) -> str:
        if not was_done:
            return "-"
        if to == "negotiate" and deals[key].mailings:
            return "p"
        return "c" if to == "won" else "m"

    return "".join(
        letter(key, to, was_done) for (key, to, _, _), was_done in zip(moves, done, strict=True)
    )
