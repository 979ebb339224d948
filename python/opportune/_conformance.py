"""The part of the workspace that looks at histories: deviations from processes, the ways that
opportunities went, and a process drawn."""

from __future__ import annotations

from opportune import _opportune
from opportune._arguments import count, expect
from opportune.moment import Moment, micros_of
from opportune.process_graph import ProcessGraph
from opportune.table import Table


class Conformance:
    """A part of :class:`opportune.Workspace`."""

    __slots__ = ()

    _native: _opportune.Workspace

    def deviations(self, process: str | None = None, as_of: Moment = None) -> Table:
        """The moves that the process of their opportunity does not allow: opportunity, process,
        version, from, to, at, by, kind, forced, explanation; by opportunity, in the order of the
        moves.

        :param process: its id, or "standard"; None: all.
        :param as_of: only what had happened by then.
        :raises NotFoundError: there is no such process.
        """
        if process is not None:
            expect(process, str, "process")
        return Table(self._native.deviations(process or "", micros_of(as_of)))

    def process_edges(
        self, process: str, *, version: int | None = None, as_of: Moment = None
    ) -> Table:
        """Which ways opportunities went, beside those that the process lists: from, to,
        milestone_from, milestone_to, listed, count, opportunities, median_days (in ``from`` before
        the move; null where the count is 0); in the order of the stages.

        :param process: its id, or "standard".
        :param version: None: the latest.
        :raises NotFoundError: there is no such process or version.
        """
        number = _version(process, version)
        return Table(self._native.process_edges(process, number, micros_of(as_of)))

    def process_graph(
        self,
        process: str,
        *,
        version: int | None = None,
        as_of: Moment = None,
        histories: bool = True,
    ) -> ProcessGraph:
        """The process drawn: stages, the moves that it lists, and, with ``histories``, how many
        went each way in how many days. ``.svg()`` and notebooks draw it with Graphviz; ``.dot`` is
        its text.

        :raises NotFoundError: there is no such process or version.
        """
        expect(histories, bool, "histories")
        number = _version(process, version)
        return ProcessGraph(
            self._native.process_graph(process, number, micros_of(as_of), histories)
        )


def _version(process: str, version: int | None) -> int:
    expect(process, str, "process")
    if version is None:
        return 0
    count(version, "version")
    return version
