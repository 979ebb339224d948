"""Conflicts from pairs: the connected components, with what domain.md 5.1 says of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from .history import AsOf, start_of
from .pairs import Pair
from .records import MILESTONES, Row

Member = tuple[str, str]
"""(type, id)"""


@dataclass(frozen=True)
class Conflict:
    id: str
    kind: str
    group: str
    members: frozenset[tuple[str, str, str | None, str | None]]
    """(type, id, market, owner)"""
    markets: tuple[str, ...]
    pairs: int
    since: dt.datetime
    value_minor: int


class Conflicts:
    """All conflicts of these pairs."""

    def __init__(self, as_of: AsOf, pairs: Iterable[Pair]) -> None:
        self.as_of = as_of
        self.since = {pair: self._since(pair) for pair in pairs}
        graph = nx.Graph()
        for pair in self.since:
            a, b = (pair.kind, pair.a_type, pair.a), (pair.kind, pair.b_type, pair.b)
            graph.add_edge(a, b, pair=pair)
        self.all = {
            conflict.id: conflict
            for nodes in nx.connected_components(graph)
            for conflict in [self._conflict(graph.subgraph(nodes))]
        }

    def _row(self, member: Member) -> Row:
        return self.as_of.organisation.row(*member)

    def _opening(self, member: Member) -> dt.datetime:
        row = self._row(member)
        return start_of(row["opened"] if member[0] == "opportunity" else row["created"])

    def _beginning(self, kind: str, member: Member) -> dt.datetime:
        """When the member began to matter for this kind."""
        if kind == "lead_collision" and member[0] == "opportunity":
            return self.as_of.standing_since(self._row(member), MILESTONES.index("negotiation"))
        return self._opening(member)

    def _since(self, pair: Pair) -> dt.datetime:
        a, b = (pair.a_type, pair.a), (pair.b_type, pair.b)
        joined = self.as_of.joined(self._row(a)["account"], self._row(b)["account"])
        return max(self._beginning(pair.kind, a), self._beginning(pair.kind, b), joined)

    def _owner(self, member: Member) -> str | None:
        row = self._row(member)
        return self.as_of.owner(row) if member[0] == "opportunity" else row.get("owner")

    def _conflict(self, component: nx.Graph) -> Conflict:
        nodes = sorted(component.nodes)
        kind = nodes[0][0]
        members = [(type_, id_) for _, type_, id_ in nodes]
        first = min(members, key=lambda member: (self._opening(member), *member))
        group = self.as_of.group(self._row(first)["account"])
        pairs = [data["pair"] for _, _, data in component.edges(data=True)]
        opportunities = [self._row(member) for member in members if member[0] == "opportunity"]
        return Conflict(
            id=f"{kind}:{group}:{first[1]}",
            kind=kind,
            group=group,
            members=frozenset(
                (*member, self._row(member)["market"], self._owner(member)) for member in members
            ),
            markets=tuple(sorted({self._row(member)["market"] for member in members} - {None})),
            pairs=len(pairs),
            since=min(self.since[pair] for pair in pairs),
            value_minor=sum(self.as_of.amount(row) for row in opportunities),
        )
