"""Puts the engine's answers beside the reference's."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from .conflicts import Conflicts
from .history import AsOf
from .kinds import ALL_KINDS
from .kinds.components import Conflict, Described, Found
from .kinds.policy import Policy
from .kinds.view import View
from .measure.funnel import funnel
from .measure.pipeline import pipeline
from .measure.query import Query
from .measure_comparison import by_cell, same_cells
from .pairs import Pair, PairFinder
from .records import Organisation, Row

Moment = dt.date | dt.datetime
KINDS = ["duplicate_pursuit", "cross_market_pursuit", "lead_collision"]
"""Those that SQL relates."""
EVERY_PAIR = 10_000_000


def engine_pairs(conflicts: Any) -> dict[Pair, dt.datetime]:
    """The engine's pairs with their since, the first member by type, then id."""
    kinds = dict(zip(conflicts["id"], conflicts["kind"], strict=True))
    found = {}
    for row in conflicts.pairs:
        a, b = sorted([(row["a_type"], row["a_id"]), (row["b_type"], row["b_id"])])
        found[Pair(kinds[row["conflict"]], *a, *b)] = naive(row["since"])
    assert len(found) == len(conflicts.pairs), "the engine gives a pair twice"
    return found


def engine_conflicts(conflicts: Any) -> dict[str, Row]:
    """The engine's conflicts by id, in the reference's terms."""
    members: dict[str, set[Any]] = {}
    for row in conflicts.members:
        member = (row["type"], row["id"], row["market"], row["owner"])
        members.setdefault(row["conflict"], set()).add(member)
    return {
        row["id"]: {
            "kind": row["kind"],
            "group": row["group"],
            "markets": sorted(row["markets"]),
            "pairs": row["pairs"],
            "since": naive(row["since"]),
            "value_minor": row["value_minor"],
            "currency": row["currency"],
            "members": members[row["id"]],
        }
        for row in conflicts
    }


def check_conflicts(workspace: Any, organisation: Organisation, moments: list[Moment]) -> int:
    """Asserts that pairs and conflicts are the same; returns how many pairs there were."""
    finder = PairFinder(organisation)
    total = 0
    for moment in moments:
        found = workspace.conflicts(as_of=moment, kinds=KINDS, pairs=True, pair_limit=EVERY_PAIR)
        pairs = finder.at(moment)
        engine = engine_pairs(found)
        assert set(engine) == pairs, f"pairs as of {moment}"
        expected = Conflicts(AsOf(organisation, moment), pairs)
        assert engine == expected.since, f"since of the pairs as of {moment}"
        assert engine_conflicts(found) == {
            key: {
                "kind": conflict.kind,
                "group": conflict.group,
                "markets": list(conflict.markets),
                "pairs": conflict.pairs,
                "since": conflict.since,
                "value_minor": conflict.value_minor,
                "currency": organisation.reporting_currency,
                "members": set(conflict.members),
            }
            for key, conflict in expected.all.items()
        }, f"conflicts as of {moment}"
        total += len(pairs)
    finder.close()
    return total


def check_all_kinds(
    workspace: Any,
    organisation: Organisation,
    moments: list[Moment],
    policy: dict[str, Any] | None = None,
    kinds: list[str] = ALL_KINDS,
) -> Counter[str]:
    """Asserts that conflicts, members and pairs are those of the second implementation.

    Returns how many pairs of each kind there were.
    """
    total: Counter[str] = Counter()
    for moment in moments:
        found = workspace.conflicts(
            as_of=moment, kinds=kinds, pairs=True, pair_limit=EVERY_PAIR, policy=policy
        )
        expected = Found(View(organisation, moment), Policy.read(policy), kinds)
        question = f"as of {moment}, policy {policy}"
        pairs = {
            (
                row["conflict"],
                *sorted([(row["a_type"], row["a_id"]), (row["b_type"], row["b_id"])]),
            ): naive(row["since"])
            for row in found.pairs
        }
        assert len(pairs) == len(found.pairs), f"a pair comes twice {question}"
        same(pairs, expected.pairs, f"pairs {question}")
        told = {key: tell(conflict, organisation) for key, conflict in expected.conflicts.items()}
        same(described_by_engine(found), told, f"conflicts {question}")
        total.update(expected.conflicts[conflict].kind for conflict, _, _ in expected.pairs)
    return total


def described_by_engine(conflicts: Any) -> dict[str, Row]:
    """All that the engine says of each conflict, by id, but for its words."""
    members: dict[str, set[Described]] = {}
    for row in conflicts.members:
        member = Described(row["type"], row["id"], row["market"], row["owner"], naive(row["since"]))
        members.setdefault(row["conflict"], set()).add(member)
    return {
        row["id"]: {
            "kind": row["kind"],
            "severity": row["severity"],
            "group": row["group"],
            "members": members[row["id"]],
            "markets": list(row["markets"]),
            "pairs": row["pairs"],
            "since": naive(row["since"]),
            "value_minor": row["value_minor"],
            "currency": row["currency"],
            **{name: row[name] for name in DECIDED},
        }
        for row in conflicts
    }


DECIDED = ("recommended_owner", "recommended_rule", "resolution")


def same(found: dict[Any, Any], expected: dict[Any, Any], question: str) -> None:
    several = differences(found, expected)
    lines = [f"  {key}: {value}" for key, value in several.items()]
    assert not several, "\n".join([f"{question}, (engine, reference):", *lines[:10]])


def differences(found: dict[Any, Any], expected: dict[Any, Any]) -> dict[Any, Any]:
    """What -> (as the engine has it, as the reference has it); of rows the differing fields."""
    out: dict[Any, Any] = {}
    for key in {**found, **expected}:
        one, other = found.get(key, "nothing"), expected.get(key, "nothing")
        if isinstance(one, dict) and isinstance(other, dict):
            if fields := differences(one, other):
                out[key] = fields
        elif one != other:
            out[key] = (one, other)
    return out


def tell(conflict: Conflict, organisation: Organisation) -> Row:
    """The same of the reference's conflict."""
    return {
        "kind": conflict.kind,
        "severity": conflict.severity,
        "group": conflict.group,
        "members": set(conflict.members),
        "markets": list(conflict.markets),
        "pairs": conflict.pairs,
        "since": conflict.since,
        "value_minor": conflict.value_minor,
        "currency": organisation.reporting_currency,
        **{name: getattr(conflict, name) for name in DECIDED},
    }


def duplicates_among(as_of: AsOf, pairs: set[Pair]) -> list[set[str]]:
    """The opportunities of each duplicate_pursuit conflict that these pairs make."""
    conflicts = Conflicts(as_of, {pair for pair in pairs if pair.kind == "duplicate_pursuit"})
    return [{id_ for _, id_, _, _ in conflict.members} for conflict in conflicts.all.values()]


def check_pipeline(
    workspace: Any, organisation: Organisation, moment: Moment, by: list[str], pairs: set[Pair]
) -> None:
    """Asserts that the pipelines are the same, cell by cell."""
    duplicates = duplicates_among(AsOf(organisation, moment), pairs)
    query = Query(by=by, as_of=moment)
    expected = pipeline(organisation, query, duplicates)
    found = by_cell(workspace.pipeline(by=by, as_of=moment), by)
    same_cells("pipeline", query, found, expected)


def check_funnel(
    workspace: Any,
    organisation: Organisation,
    moment: Moment,
    by: list[str],
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> None:
    """Asserts that the funnels are the same, cell by cell and milestone by milestone."""
    by = [name for name in by if name != "milestone"]  # the funnel has rows for milestones itself
    query = Query(by=by, as_of=moment, start=start, end=end)
    table = workspace.funnel(by=by, as_of=moment, from_=start, to=end)
    found = by_cell(table, [*by, "milestone"])
    same_cells("funnel", query, found, funnel(organisation, query))


def naive(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(dt.timezone.utc).replace(tzinfo=None) if moment else None
