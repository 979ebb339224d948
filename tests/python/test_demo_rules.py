"""The slow rules that the demonstration explains conflicts with, against the engine: on random
organisations they relate the same pairs. So what is planted is found, and the rest is explained.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations, product

import pytest

import opportune as opp
from opportune.demo import rules
from opportune.demo.compare import compare
from opportune.demo.recheck import recheck
from opportune.demo.rules import Member, related
from opportune.demo.world import World
from reference import crowded
from reference.data import rounds

LIMIT = 10_000


def days(moments: list[dt.date | dt.datetime]) -> list[dt.date]:
    """The whole days among them: the rules look at the end of a day."""
    return [moment for moment in moments if not isinstance(moment, dt.datetime)]


def all_of(world: World, kind: str) -> list[Member]:
    table = {
        "account": world.accounts,
        "activity": world.activities,
        "agreement": world.agreements,
        "claim": world.claims,
        "lead": world.leads,
        "market": world.markets,
        "opportunity": world.opportunities,
        "process": world.processes,
        "requirement": world.requirements,
        "group": {world.root(account) for account in world.accounts},
    }[kind]
    return [(kind, key) for key in table]


def candidates(world: World, kind: str) -> Iterator[tuple[Member, Member]]:
    first, second = rules.RULES[kind].TYPES
    if first == second:
        yield from combinations(all_of(world, first), 2)
    else:
        yield from product(all_of(world, first), all_of(world, second))
    if kind == "coverage_gap":
        yield from ((group, group) for group in all_of(world, "group"))


def by_the_rules(world: World, kind: str) -> set[frozenset[Member]]:
    return {frozenset(pair) for pair in candidates(world, kind) if related(world, kind, *pair)}


def by_the_engine(ws: opp.Workspace, day: dt.date, kind: str) -> set[frozenset[Member]]:
    pairs = ws.conflicts(as_of=day, kinds=kind, pairs=True, pair_limit=LIMIT).pairs
    return {
        frozenset({(pair["a_type"], pair["a_id"]), (pair["b_type"], pair["b_id"])})
        for pair in pairs
    }


def test_there_is_a_rule_of_every_kind() -> None:
    assert list(rules.RULES) == opp.conflict_kinds()


def test_the_rules_relate_what_the_engine_relates() -> None:
    compared = dict.fromkeys(opp.conflict_kinds(), 0)
    for seed in range(5000, 5000 + rounds(12)):
        tables, currency, moments = crowded.organisation(seed)
        ws = opp.memory(currency)
        ws.load(tables)
        for day in days(moments):
            world = World(ws, day)
            for kind in opp.conflict_kinds():
                expected = by_the_rules(world, kind)
                assert by_the_engine(ws, day, kind) == expected, (seed, day, kind)
                compared[kind] += len(expected)
    assert min(compared.values()) > 10, compared


@pytest.mark.parametrize("seed", range(6000, 6000 + rounds(5)))
def test_the_recheck_has_no_objection(seed: int) -> None:
    """Also where it has read the records of the conflicts' groups alone."""
    tables, currency, moments = crowded.organisation(seed)
    ws = opp.memory(currency)
    ws.load(tables)
    for day in days(moments):
        found = ws.conflicts(as_of=day)
        verdicts = recheck(World(ws, day, set(found["group"])), found, LIMIT)
        assert {verdict.conflict for verdict in verdicts} == set(found["id"])
        assert [verdict for verdict in verdicts if verdict.objections] == []


@pytest.mark.parametrize("seed", range(1, 1 + rounds(3)))
def test_what_is_planted_is_found_and_the_rest_explained(seed: int) -> None:
    organisation = opp.synth.organisation(seed=seed, opportunities=4000, planted_share=0.002)
    ws = opp.memory()
    ws.load(organisation)
    found = ws.conflicts(as_of=organisation.until)
    compared = compare(ws, organisation.planted, opp.conflict_kinds(), organisation.until, found)
    for kind in compared:
        assert kind.planted == 8
        assert kind.missing == []
    world = World(ws, organisation.until, set(found["group"]))
    verdicts = recheck(world, found, LIMIT)
    assert {verdict.conflict for verdict in verdicts} == set(found["id"])
    assert [verdict for verdict in verdicts if verdict.objections] == []


@pytest.mark.parametrize("seed", range(1, 1 + rounds(3)))
def test_a_healthy_organisation_is_left_in_peace(seed: int) -> None:
    organisation = opp.synth.organisation(seed=seed, opportunities=5000, plant=False)
    ws = opp.memory()
    ws.load(organisation)
    assert sum(row["count"] for row in ws.pipeline(as_of=organisation.until)) > 1000
    assert ws.conflicts(as_of=organisation.until)["id"] == []


def test_the_recheck_objects_to_what_does_not_stand() -> None:
    """Asked about a day before anything was there, the rules relate nothing; asked for one kind as
    another, they say so too."""
    organisation = opp.synth.organisation(seed=3, opportunities=2000)
    ws = opp.memory()
    ws.load(organisation)
    found = ws.conflicts(as_of=organisation.until)
    before = World(ws, dt.date(2000, 1, 1))
    kinds = {c["id"]: c["kind"] for c in found}
    objected = {kinds[v.conflict] for v in recheck(before, found, LIMIT) if v.objections}
    # Agreements, identifiers and material have no day on which they were written down.
    always = {"shared_identity"}
    assert objected >= set(opp.conflict_kinds()) - always


def test_the_recheck_misses_pairs_and_members(ws: opp.Workspace) -> None:
    found = ws.conflicts(as_of="2026-03-31", pairs=True, pair_limit=0)
    world = World(ws, dt.date(2026, 3, 31))
    assert all(not verdict.objections for verdict in recheck(world, found, 0))
    said = [verdict.objections for verdict in recheck(world, found, 100)]
    assert all("but 0 were given" in objections[0] for objections in said)
    assert all("its pairs and its members are not" in objections[1] for objections in said)
    assert all("the pair is not given" in objections[2] for objections in said)
