"""Are conflicts those that the rules give? Each is looked at pair by pair, by rules that share
nothing with the engine (opportune.demo.rules)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from opportune.conflicts import Conflicts
from opportune.demo.records import Record
from opportune.demo.rules import Member, related
from opportune.demo.world import World

ALL_PAIRS = 40
"""Up to so many members every pair of them is tried, also those that the engine does not give."""


@dataclass(frozen=True)
class Verdict:
    """What the re-check says of one conflict: nothing where the rules give it."""

    conflict: str
    objections: tuple[str, ...]
    pairs: int


def recheck(world: World, conflicts: Conflicts, pair_limit: int) -> list[Verdict]:
    """Re-checks that the rules relate every pair of every conflict, that they relate no further
    members of it, and that the pairs connect just the members. The world holds the records of the
    conflicts' groups, as of their day.

    :param pair_limit: that with which the conflicts were asked for.
    """
    pairs = _grouped(conflicts.pairs.to_pylist(), "conflict")
    members = _grouped(conflicts.members.to_pylist(), "conflict")
    return [
        _verdict(world, conflict, pairs[conflict["id"]], members[conflict["id"]], pair_limit)
        for conflict in conflicts
    ]


def _verdict(
    world: World,
    conflict: Record,
    its_pairs: Sequence[Record],
    its_members: Sequence[Record],
    pair_limit: int,
) -> Verdict:
    kind = conflict["kind"]
    given = [((p["a_type"], p["a_id"]), (p["b_type"], p["b_id"])) for p in its_pairs]
    members = [(m["type"], m["id"]) for m in its_members]
    objections = [
        f"{_named(a)} and {_named(b)}: the rules do not relate them"
        for a, b in given
        if not related(world, kind, a, b)
    ]
    if len(given) != min(conflict["pairs"], pair_limit):
        objections.append(f"{conflict['pairs']} pairs, but {len(given)} were given")
    if conflict["pairs"] <= pair_limit:
        objections.extend(_connection_faults(set(members), given))
        if len(members) <= ALL_PAIRS:
            known = {frozenset(pair) for pair in given}
            objections.extend(
                f"{_named(a)} and {_named(b)}: the rules relate them, and the pair is not given"
                for a, b in combinations(members, 2)
                if frozenset((a, b)) not in known and related(world, kind, a, b)
            )
    return Verdict(conflict["id"], tuple(objections), len(given))


def _connection_faults(members: set[Member], pairs: Sequence[tuple[Member, Member]]) -> list[str]:
    """A conflict is one connected component: its pairs touch just its members, and join them."""
    neighbours: dict[Member, set[Member]] = defaultdict(set)
    for a, b in pairs:
        neighbours[a].add(b)
        neighbours[b].add(a)
    if set(neighbours) != members:
        return ["its pairs and its members are not the same records"]
    reached, ahead = set(), [next(iter(members))]
    while ahead:
        at = ahead.pop()
        if at not in reached:
            reached.add(at)
            ahead.extend(neighbours[at])
    return [] if reached == members else ["its pairs do not connect its members"]


def _named(member: Member) -> str:
    return " ".join(member)


def _grouped(records: Iterable[Record], field: str) -> dict[Any, list[Record]]:
    grouped: dict[Any, list[Record]] = defaultdict(list)
    for record in records:
        grouped[record[field]].append(record)
    return grouped
