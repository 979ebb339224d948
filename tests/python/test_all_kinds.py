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
from reference.comparison import check_all_kinds, naive, same
from reference.data import rounds
from reference.generator import Tables, shuffled
from reference.kinds import ALL_KINDS
from reference.kinds.components import Found
from reference.kinds.policy import Policy
from reference.kinds.view import View
from reference.records import Organisation


def loaded(tables: Tables, currency: str) -> opp.Workspace:
    workspace = opp.memory(currency)
    workspace.load(tables)
    return workspace


@pytest.mark.parametrize("seed", range(rounds(50, long=1000)))
def test_all_kinds_of_random_organisations(seed: int) -> None:
    tables, currency, moments = crowded.organisation(seed)
    organisation = Organisation(tables, currency)
    workspace = loaded(tables, currency)
    check_all_kinds(workspace, organisation, moments)
    dice = random.Random(seed)
    for moment in moments:
        policy = policies.policy(organisation, moment, dice)
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
    workspace = loaded(tables, currency)
    for kind in ALL_KINDS:
        check_all_kinds(workspace, Organisation(tables, currency), moments, None, [kind])


# --- a check is the difference that saving makes --------------------------------------------------
OTHERWISE = {
    "opportunity": (
        *("market", "owner", "products", "agreement", "discount", "shipping_terms", "kind"),
    ),
    "lead": ("market", "owner", "product"),
}
NEW = {"opportunity": {"closed": None}, "lead": {"closed": None, "status": "working"}}
BEGUN = {"opportunity": "opened", "lead": "created"}


def a_draft(tables: Tables, table: str, day: dt.date, dice: random.Random) -> dict[str, Any]:
    """A record beside one that is there, or its own change, in one field or several."""
    draft, other = (dict(dice.choice(tables[table])) for _ in range(2))
    for name in OTHERWISE[table]:
        if dice.random() < 0.25:
            draft[name] = other[name] or draft[name]
    if dice.random() < 0.5:
        draft.update({"id": "new", BEGUN[table]: day, **NEW[table]})
        if table == "opportunity":
            draft["stage"] = dice.choice(open_stages(tables, draft))
    return draft


def open_stages(tables: Tables, draft: dict[str, Any]) -> list[str]:
    processes = {name: tables.get(name, []) for name in ("process", "process_version")}
    run = {**draft, "process": draft["process"] or "standard"}
    return [
        key for key, stage in Organisation(processes).stages(run).items() if not stage.is_closed
    ]


@pytest.mark.parametrize("table", list(OTHERWISE))
@pytest.mark.parametrize("seed", range(3000, 3000 + rounds(40)))
def test_a_check_foretells_the_difference(seed: int, table: str) -> None:
    tables, currency, moments = crowded.organisation(seed)
    dice = random.Random(seed)
    day = max(moment.date() if isinstance(moment, dt.datetime) else moment for moment in moments)
    draft = a_draft(tables, table, day, dice)
    start = dt.datetime.combine(day, dt.time(), dt.timezone.utc)
    before, after = (
        Found(View(organisation, day), Policy(), ALL_KINDS)
        for organisation in admission.organisations(tables, currency, table, draft, start)
    )
    brought = admission.Difference(before, after).brought_by((table, draft["id"]))
    record = {name: value for name, value in draft.items() if value is not None}
    decision = loaded(tables, currency).check(**{table: record}, as_of=day)
    found = {
        conflict.id: {
            "severity": conflict.severity,
            "value_minor": conflict.value_minor,
            "since": naive(conflict.since),
            "related": {(member.type, member.id) for member in conflict.related},
        }
        for conflict in decision.conflicts
    }
    same(
        found,
        {
            key: {
                "severity": after.conflicts[key].severity,
                "value_minor": after.conflicts[key].value_minor,
                "since": after.conflicts[key].since,
                "related": related,
            }
            for key, related in brought.items()
        },
        f"what {record} brings",
    )
