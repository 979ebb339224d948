"""The process of the moves benchmark in `python-statemachine`, in its lightest form: one
StateMachine for each deal, made once, with the deal as its model; guards and effects with no
more parameters than they use; errors raised and not queued as events; an event that leads nowhere
is tolerated, which costs less than the exception.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import statemachine
from statemachine import State, StateMachine

from .deal import Deal, History, Move


class DealMachine(StateMachine):
    allow_event_without_transition = True

    qualify = State(initial=True)
    discover = State()
    propose = State()
    negotiate = State(enter="pause", exit="resume")
    won = State(final=True, enter="win")
    lost = State(final=True)

    to_qualify = qualify.from_(discover, propose, negotiate, on="record")
    to_discover = discover.from_(qualify, cond="has_amount", on="record")
    to_discover |= discover.from_(propose, negotiate, on="record")
    to_propose = propose.from_(discover, cond="has_demos", on="record")
    to_propose |= propose.from_(negotiate, on="record")
    to_negotiate = negotiate.from_(propose, cond="has_manager", on="record")
    to_won = won.from_(negotiate, cond="is_approved", on="record")
    to_lost = lost.from_(qualify, discover, propose, negotiate, on="record")

    def has_amount(self) -> bool:
        return self.model.amount > 0

    def has_demos(self) -> bool:
        return self.model.demos >= 2

    def has_manager(self) -> bool:
        return self.model.managers >= 1

    def is_approved(self) -> bool:
        return self.model.approved > 0

    def record(self, to: str, at: dt.datetime, by: str) -> bool:
        """The event's result: without a transition there is none."""
        deal = self.model
        deal.history.append((deal.id, deal.state, to, at, by))
        return True

    def pause(self) -> None:
        self.model.is_paused = self.model.mailings > 0

    def resume(self) -> None:
        self.model.is_paused = False

    def win(self, at: dt.datetime) -> None:
        if self.model.customer_since is None:
            self.model.customer_since = at.date()


EVENTS = {
    stage: f"to_{stage}" for stage in ("qualify", "discover", "propose", "negotiate", "won", "lost")
}


class Peer:
    """All deals, each in its machine."""

    version = statemachine.__version__

    def __init__(self, deals: Iterable[Mapping[str, Any]]) -> None:
        self.history: History = []
        self.deals = {fields["id"]: Deal(fields, self.history) for fields in deals}
        self._machines = {key: DealMachine(deal) for key, deal in self.deals.items()}

    def advance(self, moves: Iterable[Move]) -> list[bool]:
        """Which of them were made."""
        machines, events = self._machines, EVENTS
        return [
            getattr(machines[key], events[to])(to=to, at=at, by=by) is True
            for key, to, at, by in moves
        ]
