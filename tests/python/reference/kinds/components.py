"""Conflicts from related pairs: the connected components, with what domain.md 5.1 says of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from ..records import Row
from . import RELATIONS, resolutions, severity
from .policy import Policy
from .recommendation import recommend
from .shared_identity import ACROSS_GROUPS
from .view import Member, Related, Since, View, earliest, start_of

OPENING = {
    "opportunity": "opened",
    "lead": "created",
    "activity": "start",
    "agreement": "valid_from",
    "claim": "from",
}
HAVE_MARKETS = ("opportunity", "lead", "activity", "account")


@dataclass(frozen=True)
class Described:
    """A member as the table of members has it."""

    type: str
    id: str
    market: str | None
    owner: str | None
    since: Since


@dataclass(frozen=True)
class Conflict:
    id: str
    kind: str
    severity: str
    group: str
    members: frozenset[Described]
    markets: tuple[str, ...]
    pairs: int
    since: Since
    value_minor: int
    recommended_owner: str | None
    recommended_rule: str | None
    resolution: str | None


class Found:
    """All conflicts of these kinds at one instant, and the pairs that make them."""

    def __init__(self, view: View, policy: Policy, kinds: Iterable[str]) -> None:
        self.view = view
        self.policy = policy
        self.conflicts: dict[str, Conflict] = {}
        self.pairs: dict[tuple[str, Member, Member], Since] = {}
        """(conflict's id, the first member by type and id, the other) -> since"""
        for kind in kinds:
            if not policy.severity[kind].is_off:
                self._find(kind)

    def _find(self, kind: str) -> None:
        related = resolutions.unresolved(self.view, kind, RELATIONS[kind](self.view, self.policy))
        graph = nx.Graph()
        for pair in related:
            # A process or requirement may be a member in several groups: each has its own.
            ends = (pair.group, pair.a), (pair.group, pair.b)
            assert not graph.has_edge(*ends), "a pair was found twice"
            graph.add_edge(*ends, pair=pair)
        for nodes in nx.connected_components(graph):
            edges = graph.subgraph(nodes).edges(data=True)
            pairs = [data["pair"] for _, _, data in edges]
            conflict = self._conflict(kind, pairs)
            if conflict.severity == "off":
                continue
            assert conflict.id not in self.conflicts, "two conflicts of one id"
            self.conflicts[conflict.id] = conflict
            for pair in pairs:
                a, b = sorted([pair.a, pair.b])
                self.pairs[conflict.id, a, b] = pair.since

    def _conflict(self, kind: str, pairs: list[Related]) -> Conflict:
        members = sorted({member for pair in pairs for member in (pair.a, pair.b)})
        first = min(members, key=self._opening)
        group = pairs[0].group
        groups = {group}
        if group == ACROSS_GROUPS:
            group = self.view.group(first[1])
            groups = {self.view.group(account) for _, account in members}
        described = [self._described(member, pairs) for member in members]
        markets = tuple(sorted({one.market for one in described if one.market is not None}))
        rows = [self._row(member) for member in members if member[0] == "opportunity"]
        opportunities = [row for row in rows if self.view.is_open(row)]
        value = sum(self.view.amount(row) for row in opportunities)
        owner, rule = recommend(self.view, self.policy, group, members, markets)
        return Conflict(
            id=f"{kind}:{group}:{first[1]}",
            kind=kind,
            severity=severity.of(self.view, self.policy, kind, groups, opportunities, value),
            group=group,
            members=frozenset(described),
            markets=markets,
            pairs=len(pairs),
            since=earliest(pair.since for pair in pairs),
            value_minor=value,
            recommended_owner=owner,
            recommended_rule=rule,
            resolution=resolutions.among(self.view, kind, members),
        )

    def _row(self, member: Member) -> Row:
        table, key = member
        return self.view.organisation.row("account" if table == "group" else table, key)

    def _opening(self, member: Member) -> tuple[dt.datetime, str, str]:
        """Which member came first: since ever is before every day, then type, then id."""
        column = OPENING.get(member[0])
        opening = start_of(self._row(member)[column]) if column else None
        return opening or dt.datetime.min, *member

    def _described(self, member: Member, pairs: list[Related]) -> Described:
        table, key = member
        row = self._row(member)
        market = row.get("market") if table in (*HAVE_MARKETS, "group") else None
        if table == "opportunity":
            owner = self.view.owner(row)
        elif table in ("market", "process", "requirement"):
            owner = None
        else:
            owner = row.get("person" if table == "claim" else "owner")
        sinces = [
            since
            for pair in pairs
            for end, since in ((pair.a, pair.a_since), (pair.b, pair.b_since))
            if end == member
        ]
        return Described(table, key, key if table == "market" else market, owner, earliest(sinces))
