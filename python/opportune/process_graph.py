"""A process as a drawing."""

from __future__ import annotations

from opportune._graphviz import Drawing


class ProcessGraph(Drawing):
    """A process, its stages and the ways between them. See :class:`Drawing` for ``.dot``,
    ``.svg()`` and ``.save()``."""

    __slots__ = ()
