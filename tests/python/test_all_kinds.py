"""Every kind of conflict: the engine against the reference, on random organisations.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

import opportune as opp
from reference import admission, crowded, policies
from reference.comparison import (
    ENGINE_DECIDES,
    ENGINE_KINDS,
    check_all_kinds,
    tell,
)
from reference.data import rounds
from reference.generator import Tables, shuffled
from reference.kinds.components import Found
from reference.kinds.policy import Policy
from reference.kinds.view import View
from reference.records import Organisation

# What an engine that does not decide yet takes of a policy.
KNOWN = ("severity", "lead_collision_milestone", "suppression")


def given(tables: Tables) -> Tables:
    """What the engine heeds of an organisation."""
    return {name: rows for name, rows in tables.items() if ENGINE_DECIDES or name != "resolution"}


def heeded(policy: dict[str, Any]) -> dict[str, Any]:
    if ENGINE_DECIDES:
        return policy
    known = {name: policy[name] for name in KNOWN if name in policy}
    severity = {
        kind: {name: said for name, said in severity.items() if name != "when"}
        if isinstance(severity, dict)
        else severity
        for kind, severity in known.get("severity", {}).items()
        if kind in ENGINE_KINDS
    }
    return {**known, "severity": severity}


def loaded(tables: Tables, currency: str) -> opp.Workspace:
    workspace = opp.memory(currency)
    workspace.load(tables)
    return workspace


@pytest.mark.parametrize("seed", range(rounds(50)))
def test_all_kinds_of_random_organisations(seed: int) -> None:
    tables, currency, moments = crowded.organisation(seed)
    organisation = Organisation(given(tables), currency)
    workspace = loaded(given(tables), currency)
    check_all_kinds(workspace, organisation, moments)
    dice = random.Random(seed)
    for moment in moments:
        policy = heeded(policies.policy(organisation, moment, dice))
        check_all_kinds(workspace, organisation, [moment], policy)


@pytest.mark.parametrize("seed", range(1000, 1000 + rounds(10)))
def test_without_decisions(seed: int) -> None:
    tables, currency, moments = crowded.organisation(seed, opportunities=40)
    tables = {name: rows for name, rows in tables.items() if name != "resolution"}
    workspace = loaded(shuffled(tables, seed), currency)
    check_all_kinds(workspace, Organisation(tables, currency), moments)


@pytest.mark.parametrize("seed", range(2000, 2000 + rounds(5)))
def test_one_kind_alone_is_as_among_all(seed: int) -> None:
    tables, currency, moments = crowded.organisation(seed)
    workspace = loaded(given(tables), currency)
    for kind in ENGINE_KINDS:
        check_all_kinds(workspace, Organisation(given(tables), currency), moments, None, [kind])


# --- a check is the difference that saving makes --------------------------------------------------
def a_draft(tables: Tables, day: dt.date, dice: random.Random) -> dict[str, Any]:
    """An opportunity beside one that is there, or its own change, in one field or several."""
    beside = dice.choice(tables["opportunity"])
    other = dice.choice(tables["opportunity"])
    draft = dict(beside)
    for name in ("market", "owner", "products", "agreement", "discount", "shipping_terms", "kind"):
        if dice.random() < 0.25:
            draft[name] = other[name] or draft[name]
    if dice.random() < 0.5:
        draft = {**draft, "id": "new", "opened": day, "closed": None}
        draft["stage"] = first_stage(tables, draft["process"])
    return draft


def first_stage(tables: Tables, process: str | None) -> str:
    stages = Organisation({"process": tables.get("process", [])}).processes
    return next(iter(stages[process or "standard"]))


@pytest.mark.parametrize("seed", range(3000, 3000 + rounds(50)))
def test_a_check_foretells_the_difference(seed: int) -> None:
    tables, currency, moments = crowded.organisation(seed)
    tables = given(tables)
    dice = random.Random(seed)
    day = max(moment.date() if isinstance(moment, dt.datetime) else moment for moment in moments)
    draft = a_draft(tables, day, dice)
    start = dt.datetime.combine(day, dt.time(), dt.timezone.utc)
    before, after = (
        Found(View(organisation, day), Policy(), ENGINE_KINDS)
        for organisation in admission.organisations(tables, currency, "opportunity", draft, start)
    )
    difference = admission.Difference(before, after)
    workspace = loaded(tables, currency)
    record = {name: value for name, value in draft.items() if value is not None}
    decision = workspace.check(opportunity=record, as_of=day)
    related = difference.related(("opportunity", draft["id"]))
    assert {conflict.id for conflict in decision.conflicts} == set(related)
    organisation = Organisation(tables, currency)
    for conflict in decision.conflicts:
        expected = tell(after.conflicts[conflict.id], organisation)
        for name in ("kind", "severity", "group", "since", "value_minor"):
            found = getattr(conflict, name)
            if isinstance(found, dt.datetime):
                found = found.astimezone(dt.timezone.utc).replace(tzinfo=None)
            assert found == expected[name], name
        assert {(member.type, member.id) for member in conflict.related} == related[conflict.id]
