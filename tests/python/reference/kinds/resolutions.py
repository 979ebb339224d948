"""What has been decided (domain.md 5.4): the pairs among a resolution's members are out of the
relation while it is in force."""

from __future__ import annotations

from collections.abc import Iterable

from ..records import Row
from .view import Member, Related, View


def in_force(view: View, kind: str) -> list[Row]:
    return [
        row
        for row in view.organisation.rows("resolution")
        if row["kind"] == kind
        and row["at"] <= view.at
        and (row["until"] is None or row["until"] >= view.day)
    ]


def named(resolution: Row) -> set[Member]:
    members = set()
    for name in resolution["members"]:
        type_, _, key = name.partition(":")
        members.add((type_, key))
    return members


def unresolved(view: View, kind: str, related: Iterable[Related]) -> list[Related]:
    """Without the pairs that one resolution names both members of."""
    decided = [named(resolution) for resolution in in_force(view, kind)]
    return [
        pair
        for pair in related
        if not any(pair.a in members and pair.b in members for members in decided)
    ]


def among(view: View, kind: str, members: list[Member]) -> str | None:
    """What was decided among some of them, before another joined. Markets, processes and
    requirements alone are of no group in particular."""
    ids = []
    for resolution in in_force(view, kind):
        meant = named(resolution) & set(members)
        types = {type_ for type_, _ in meant}
        if len(meant) >= 2 and types - {"market", "process", "requirement"}:
            ids.append(resolution["id"])
    ids.sort()
    return ";".join(ids) or None
