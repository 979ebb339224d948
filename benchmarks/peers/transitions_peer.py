"""The process of the moves benchmark in `transitions`, as somebody who knows it would write it for
speed: its core Machine, one for all deals; no automatic transitions, no queue, no EventData for
callbacks, and its log off. Deals are not registered as models, which would set a dozen attributes
on each: the machine's events are triggered with the deal that they are for.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from typing import Any

import transitions

from . import deal

logging.getLogger("transitions").setLevel(logging.CRITICAL)


class Deal(deal.Deal):
    """The model. Every callback gets what the event was triggered with."""

    __slots__ = ()

    def has_amount(self, to: str, at: dt.datetime, by: str) -> bool:
        return self.amount > 0

    def has_demos(self, to: str, at: dt.datetime, by: str) -> bool:
        return self.demos >= 2

    def has_manager(self, to: str, at: dt.datetime, by: str) -> bool:
        return self.managers >= 1

    def is_approved(self, to: str, at: dt.datetime, by: str) -> bool:
        return self.approved > 0

    def record(self, to: str, at: dt.datetime, by: str) -> None:
        self.history.append((self.id, self.state, to, at, by))

    def pause(self, to: str, at: dt.datetime, by: str) -> None:
        self.is_paused = self.mailings > 0

    def resume(self, to: str, at: dt.datetime, by: str) -> None:
        self.is_paused = False

    def win(self, to: str, at: dt.datetime, by: str) -> None:
        if self.customer_since is None:
            self.customer_since = at.date()


STATES = [
    *("qualify", "discover", "propose", "lost"),
    {"name": "negotiate", "on_enter": "pause", "on_exit": "resume"},
    {"name": "won", "on_enter": "win"},
]
TRANSITIONS = [
    {"trigger": "discover", "source": "qualify", "dest": "discover", "conditions": "has_amount"},
    {"trigger": "propose", "source": "discover", "dest": "propose", "conditions": "has_demos"},
    {"trigger": "negotiate", "source": "propose", "dest": "negotiate", "conditions": "has_manager"},
    {"trigger": "won", "source": "negotiate", "dest": "won", "conditions": "is_approved"},
    {"trigger": "lost", "source": deal.OPEN, "dest": "lost"},
    *(
        {"trigger": to, "source": deal.OPEN[place + 1 :], "dest": to}
        for place, to in enumerate(deal.OPEN[:3])
    ),
]


class Peer:
    """All deals, and the machine that moves them."""

    version = transitions.__version__

    def __init__(self, deals: Iterable[Mapping[str, Any]]) -> None:
        self.history: deal.History = []
        self.deals = {fields["id"]: Deal(fields, self.history) for fields in deals}
        machine = transitions.Machine(
            model=None,
            states=STATES,
            transitions=TRANSITIONS,
            initial="qualify",
            auto_transitions=False,
            ignore_invalid_triggers=True,
            send_event=False,
            queued=False,
            before_state_change="record",
        )
        self._triggers = {name: event.trigger for name, event in machine.events.items()}

    def advance(self, moves: Iterable[deal.Move]) -> list[bool]:
        """Which of them were made."""
        deals, triggers = self.deals, self._triggers
        return [triggers[to](deals[key], to, at, by) for key, to, at, by in moves]
