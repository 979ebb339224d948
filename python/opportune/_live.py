"""Changes, time, and who is told of what they do to conflicts."""

from __future__ import annotations

import datetime as dt
import queue
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from opportune import _json
from opportune._arguments import expect
from opportune.effects import Effects, WhatIf, effects_of
from opportune.moment import Moment, micros_of
from opportune.table import Table

if TYPE_CHECKING:
    from opportune import _opportune

Changes: TypeAlias = "Mapping[str, Any] | Sequence[Mapping[str, Any]]"


class Subscription:
    """Tells a function of every change of conflicts until it is closed; a context manager."""

    __slots__ = ("_id", "_native")

    def __init__(self, native: _opportune.Workspace, tell: Callable[[Effects], object]) -> None:
        self._native = native
        self._id: int | None = native.subscribe(lambda text: tell(effects_of(text)))

    def close(self) -> None:
        """Ends it: after this the function is not being called, and never will be again, unless it
        is the function itself that asks."""
        if self._id is not None:
            subscription, self._id = self._id, None
            self._native.unsubscribe(subscription)

    def __enter__(self) -> Subscription:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Watch(Subscription):
    """Collects effects, to be taken when it suits: ``for effects in watch`` gives those that have
    come so far."""

    __slots__ = ("_queue",)

    def __init__(self, native: _opportune.Workspace) -> None:
        self._queue: queue.SimpleQueue[Effects] = queue.SimpleQueue()
        super().__init__(native, self._queue.put)

    def get(self, timeout: float | None = None) -> Effects | None:
        """The next; waits up to ``timeout`` seconds for it (None: for ever), and gives None where
        none came."""
        try:
            return self._queue.get(timeout=timeout)
        except queue.Empty:
            return None

    def __iter__(self) -> Iterator[Effects]:
        while not self._queue.empty():
            yield self._queue.get()


class Live:
    """The part of :class:`Workspace` that changes it and tells of it."""

    __slots__ = ()

    _native: _opportune.Workspace

    def apply(self, changes: Changes) -> Effects:
        """Applies changes in order, all or none.

        A change is ``{"table": "opportunity", "record": {...}}``, with ``"at"`` (when it takes
        effect; now) and ``"by"`` (who makes it) beside. A record replaces the one with its id. The
        effects tell which conflicts came, altered and went by it.
        """
        return effects_of(self._native.apply(changes_text(changes)))

    def put(self, table: str, /, **fields: Any) -> Effects:
        """Puts one record, as of now: ``ws.put("account", id="acme", name="Acme")``. Write
        ``from_`` for a field named ``from``."""
        expect(table, str, "table")
        return self.apply({"table": table, "record": _json.record(fields)})

    def what_if(self, changes: Changes, *, as_of: Moment = None) -> WhatIf:
        """What applying the changes would bring; nothing is changed.

        A merger is ``{"table": "account_parent", "record": {"account": "volta", "parent": "acme",
        "from": "2026-01-01"}}``; any other change likewise.

        :param as_of: the instant at which conflicts are compared, and at which changes without one
            take effect; None: now.
        """
        verdict, effects, pipeline, coverage, agreements = self._native.what_if(
            changes_text(changes), micros_of(as_of)
        )
        return WhatIf(
            verdict, effects_of(effects), Table(pipeline), Table(coverage), Table(agreements)
        )

    def advance_clock(self, to: Moment = None) -> Effects:
        """Lets time pass: what starts or ends by its date alone since the clock was moved last.

        Looks only at groups of which a record speaks of a day in between. A date is its end;
        None: the machine's clock. InputError where the clock stands later already.
        """
        return effects_of(self._native.advance_clock(micros_of(to, "to")))

    @property
    def clock(self) -> dt.datetime:
        """The instant up to which time has passed."""
        return self._native.clock()

    def subscribe(self, tell: Callable[[Effects], object]) -> Subscription:
        """Calls ``tell(effects)`` after every change of conflicts, by whatever command, in the
        order of the changes, from the thread of some writer. It may call the workspace and close
        its subscription; what it raises goes to :func:`sys.unraisablehook`."""
        if not callable(tell):
            raise TypeError(f"tell: expected a function, not {type(tell).__name__}")
        return Subscription(self._native, tell)

    def watch(self) -> Watch:
        """Collects the effects of changes from now on."""
        return Watch(self._native)


def changes_text(changes: Changes) -> str:
    if isinstance(changes, (str, bytes)) or not isinstance(changes, (Mapping, Sequence)):
        raise TypeError(
            f"changes: expected a dict or a list of dicts, not {type(changes).__name__}"
        )
    for index, change in enumerate([changes] if isinstance(changes, Mapping) else changes):
        if not isinstance(change, Mapping):
            raise TypeError(f"changes[{index}]: expected a dict, not {type(change).__name__}")
    return _json.dumps(changes, "changes")
