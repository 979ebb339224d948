"""The part of the workspace that shows a group's conflicts as a graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opportune import _opportune
from opportune._arguments import Names, count, expect, names, policy_text
from opportune.conflict_graph import ConflictGraph
from opportune.moment import Moment, micros_of
from opportune.table import Table

_ALL = 2**63 - 1


class Graphs:
    """A part of :class:`opportune.Workspace`."""

    __slots__ = ()

    _native: _opportune.Workspace

    def conflict_graph(
        self,
        group: str,
        *,
        as_of: Moment = None,
        kinds: Names = (),
        policy: Mapping[str, Any] | None = None,
        language: str = "en",
        node_limit: int | None = 60,
        pair_limit: int = 10_000,
    ) -> ConflictGraph:
        """One group's conflict graph: its accounts by country, opportunities, leads, agreements,
        claims and marketing, what relates them, and what conflicts. ``.nodes`` and ``.edges`` are
        tables; ``.svg()`` and notebooks draw it with Graphviz; ``.dot`` is the drawing's text.

        :param group: the id of any account of the group.
        :param kinds: names of kinds; none: all that the policy has not switched off.
        :param policy: asked under this policy instead of the workspace's.
        :param language: of evidence and drawing, "en" or "sv".
        :param node_limit: at most so many nodes: those in conflict first, then those of the
            largest amounts, each with the accounts that own it. None: all.
        :param pair_limit: at most so many edges of each conflict.
        :raises NotFoundError: there is no such account, kind or language.
        """
        expect(group, str, "group")
        expect(language, str, "language")
        if node_limit is not None:
            count(node_limit, "node_limit")
        count(pair_limit, "pair_limit")
        nodes, edges, dot = self._native.conflict_graph(
            group,
            micros_of(as_of),
            names(kinds, "kinds"),
            policy_text(policy),
            language,
            _ALL if node_limit is None else node_limit,
            pair_limit,
        )
        return ConflictGraph(Table(nodes), Table(edges), dot)
