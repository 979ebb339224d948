"""Conflicts that were found, against those that were planted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from opportune.conflicts import Conflicts
from opportune.table import Table
from opportune.workspace import Workspace

Members = frozenset[str]


@dataclass
class KindComparison:
    """One kind: what was planted of it, and what was found."""

    kind: str
    planted: int = 0
    found: int = 0
    """Planted ones whose members are all within one conflict of that kind."""
    missing: list[str] = field(default_factory=list)
    conflicts: int = 0
    """All conflicts of the kind on the organisation's last day."""
    extra: list[str] = field(default_factory=list)
    """Ids of those that hold nothing that was planted."""


def compare(
    ws: Workspace, planted: Table, kinds: Iterable[str], until: dt.date, at_until: Conflicts
) -> list[KindComparison]:
    """Looks for every planted conflict of the kinds on its own day. `at_until`: the conflicts of
    the last day, of all those kinds."""
    results = {kind: KindComparison(kind) for kind in kinds}
    by_day: dict[dt.date, list[dict[str, Any]]] = defaultdict(list)
    for wanted in planted:
        if wanted["kind"] in results:
            by_day[wanted["as_of"]].append(wanted)
    for day, all_wanted in sorted(by_day.items()):
        found = at_until if day == until else ws.conflicts(as_of=day, kinds=list(results))
        sets = member_sets(found)
        for wanted in all_wanted:
            result = results[wanted["kind"]]
            result.planted += 1
            members = frozenset(wanted["members"])
            if any(members <= its for _, its in sets[wanted["kind"]]):
                result.found += 1
            else:
                result.missing.append(f"{day}: {', '.join(sorted(members))}")
    _add_extras(results, planted, at_until)
    return list(results.values())


def _add_extras(results: dict[str, KindComparison], planted: Table, at_until: Conflicts) -> None:
    planted_sets: dict[str, list[Members]] = defaultdict(list)
    for wanted in planted:
        planted_sets[wanted["kind"]].append(frozenset(wanted["members"]))
    for kind, conflicts in member_sets(at_until).items():
        if kind in results:
            results[kind].conflicts = len(conflicts)
            results[kind].extra = [
                conflict
                for conflict, members in conflicts
                if not any(wanted <= members for wanted in planted_sets[kind])
            ]


def member_sets(conflicts: Conflicts) -> dict[str, list[tuple[str, Members]]]:
    """By kind: each conflict's id and its members as "type:id"."""
    members: dict[str, set[str]] = defaultdict(set)
    table = conflicts.members
    for conflict, kind, record in zip(table["conflict"], table["type"], table["id"], strict=True):
        members[conflict].add(f"{kind}:{record}")
    sets: dict[str, list[tuple[str, Members]]] = defaultdict(list)
    for conflict, kind in zip(conflicts["id"], conflicts["kind"], strict=True):
        sets[kind].append((conflict, frozenset(members[conflict])))
    return sets
