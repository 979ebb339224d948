"""The random organisations of test_all_kinds: what is compared there is not compared in vain."""

from __future__ import annotations

import importlib
import random
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import product
from unittest.mock import patch

import pytest

from reference import crowded, policies
from reference.ablation import Names, variants
from reference.history import NEVER
from reference.kinds import ALL_KINDS, RELATIONS, Relation, resolutions, view
from reference.kinds.components import Found
from reference.kinds.policy import RECOMMENDATION, Policy
from reference.kinds.view import Related, View
from reference.records import Organisation

SEEDS = range(50)


@cache
def views() -> list[tuple[View, Policy]]:
    """Every moment of every organisation, under the default policy and another."""
    found = []
    for seed in SEEDS:
        tables, currency, moments = crowded.organisation(seed)
        organisation = Organisation(tables, currency)
        dice = random.Random(seed)
        for moment in moments:
            policy = policies.policy(organisation, moment, dice)
            at = View(organisation, moment)
            found += [(at, Policy()), (at, Policy.read(policy))]
    return found


@cache
def conflicts() -> list[Found]:
    return [Found(at, policy, ALL_KINDS) for at, policy in views()]


def test_every_kind_occurs_often() -> None:
    pairs = Counter(key.split(":")[0] for found in conflicts() for key, _, _ in found.pairs)
    assert min(pairs[kind] for kind in ALL_KINDS) >= 100, pairs


def test_every_kind_has_large_conflicts() -> None:
    large = Counter(
        conflict.kind
        for found in conflicts()
        for conflict in found.conflicts.values()
        if conflict.pairs > 1
    )
    assert min(large[kind] for kind in ALL_KINDS) >= 10, large


def test_decisions_take_pairs_of_every_kind_away_and_leave_some() -> None:
    decided: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for (at, policy), found in zip(views(), conflicts(), strict=True):
        for kind in ALL_KINDS:
            pairs = list(RELATIONS[kind](at, policy))
            decided[kind] += len(pairs) - len(resolutions.unresolved(at, kind, pairs))
        left.update(conflict.kind for conflict in found.conflicts.values() if conflict.resolution)
    assert min(decided[kind] for kind in ALL_KINDS) >= 20, decided
    assert sum(left.values()) >= 100, left


def test_every_severity_and_every_rule_occurs() -> None:
    every = [conflict for found in conflicts() for conflict in found.conflicts.values()]
    severities = Counter((conflict.kind, conflict.severity) for conflict in every)
    expected = set(product(ALL_KINDS, ("info", "warning", "critical")))
    assert not {each for each in expected if severities[each] < 3}, severities
    rules = Counter(conflict.recommended_rule for conflict in every)
    assert not {rule for rule in [*RECOMMENDATION, None] if rules[rule] < 30}, rules


def test_since_is_decided_by_each_of_its_parts() -> None:
    parts: Counter[str] = Counter()
    for at, policy in views():
        for kind in ALL_KINDS:
            for pair in RELATIONS[kind](at, policy):
                for part in ("a_since", "b_since", "joined"):
                    if pair.since is not None and getattr(pair, part) == pair.since:
                        parts[part] += 1
                parts["none"] += pair.since is None
                parts["ahead"] += (pair.since or NEVER) > at.at
    assert min(parts[part] for part in ("a_since", "b_since", "joined", "none", "ahead")) >= 50


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_each_clause_and_bound_of_a_kind_decides_somewhere(kind: str) -> None:
    module = importlib.import_module(f"reference.kinds.{kind}")
    unnoticed = [what for what, names in variants(module) if not differs(kind, names["pairs"])]
    assert not unnoticed


def test_each_clause_and_bound_of_the_view_decides_somewhere() -> None:
    unnoticed = [
        what
        for what, names in variants(view)
        if not any(
            sees_otherwise(kind, names, part) for part in range(0, 500, 25) for kind in ALL_KINDS
        )
    ]
    assert not unnoticed


def sees_otherwise(kind: str, names: Names, part: int) -> bool:
    """Does the kind find others with these in place of what it has of the view?"""
    own = vars(importlib.import_module(f"reference.kinds.{kind}"))
    from_view = {name: names[name] for name in own if name in vars(view) and name[0] != "_"}
    with patch.dict(own, from_view):
        return differs(kind, RELATIONS[kind], names["View"], slice(part, part + 25))


def differs(
    kind: str,
    relation: Relation,
    see: Callable[..., View] = View,
    part: slice = slice(None),
) -> bool:
    """From the kind's pairs, in any organisation. Failing differs, too: a clause may also keep the
    others from what they cannot be asked of."""
    for (at, policy), expected in zip(views()[part], pairs_of(kind)[part], strict=True):
        try:
            if list(relation(see(at.organisation, at.at), policy)) != expected:
                return True
        except Exception:
            return True
    return False


@cache
def pairs_of(kind: str) -> list[list[Related]]:
    return [list(RELATIONS[kind](at, policy)) for at, policy in views()]
