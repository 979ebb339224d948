"""The journal of a workspace: deciding on a view, what was known, who changed what."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from opportune._arguments import expect, refused
from opportune._live import Changes, changes_text
from opportune.effects import Effects, effects_of
from opportune.errors import StaleError
from opportune.moment import Moment, micros_of
from opportune.table import Table

if TYPE_CHECKING:
    from opportune import _opportune

Self = TypeVar("Self", bound="Journal")


class Journal:
    """The part of :class:`Workspace` that looks at its journal. Where there is none (a workspace in
    memory), :meth:`known_at`, :meth:`audit` and :meth:`backup` raise StoreError."""

    __slots__ = ()

    _native: _opportune.Workspace

    @property
    def position(self) -> int:
        """How many changes the state has seen; it grows with every command that changes something,
        of this and of other processes."""
        return self._native.position()

    def apply_at(self, position: int, changes: Changes) -> Effects:
        """Applies changes as :meth:`apply` does, where the position is still the one at which they
        were decided on; StaleError where it is not. :meth:`decide` decides again then."""
        expect(position, int, "position")
        if position < 0:
            raise refused("position", str(position), "must be 0 or more")
        return effects_of(self._native.apply_at(position, changes_text(changes)))

    def decide(self: Self, decide: Callable[[Self], Changes]) -> Effects | None:
        """Applies the changes that ``decide(workspace)`` gives, and asks it again where others have
        changed something meanwhile. No changes: nothing is done, and None returned.

        Of two processes that decide on the same pursuit, one is first; the other sees that when
        it is asked again: ``ws.decide(lambda ws: draft if ws.check(...).allowed else [])``.
        """
        while True:
            position = self.position
            changes = decide(self)
            if not changes:
                return None
            try:
                return self.apply_at(position, changes)
            except StaleError:
                continue

    def known_at(self: Self, recorded: Moment) -> Self:
        """The state as the journal knew it at an instant (a date: its end), by when changes were
        recorded: a workspace of its own, whose now is that instant, and which cannot be changed.

        ``as_of`` asks what was true on a day, by all that is known now; this, what we believed.
        """
        micros = micros_of(recorded, "recorded")
        if micros is None:
            raise refused("recorded", "None", "must be an instant or a date")
        view = object.__new__(type(self))
        view._native = self._native.known_at(micros)
        return view

    def audit(self, table: str, id: str) -> Table:
        """Who changed what of a record: a row for each field altered, with ``sequence``,
        ``recorded``, ``at``, ``by``, ``field``, ``from`` and ``to``. NotFoundError: there is no
        such record, or a record of that table has no id."""
        expect(table, str, "table")
        expect(id, str, "id")
        return Table(self._native.audit(table, id))

    def checkpoint(self) -> None:
        """Writes the checkpoint now, while others go on. That is done without it when there is
        much that the last one has not: on opening, after a load, and in the end. StoreError: there
        is no place for it, or it cannot be written."""
        self._native.checkpoint()

    def backup(self, location: str | os.PathLike[str]) -> None:
        """Copies the journal into a new SQLite file, while others go on writing. StoreError: it is
        in a server (use its own tools), or something is at the location already."""
        self._native.backup(os.fspath(location))
