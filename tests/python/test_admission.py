"""A check says exactly what saving then does: drafts are checked, then saved, and compared."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

import opportune as opp

DAY = dt.date(2026, 6, 30)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def organisation() -> opp.synth.Organisation:
    return opp.synth.organisation(seed=5, opportunities=1500)


def loaded(organisation: opp.synth.Organisation) -> opp.Workspace:
    workspace = opp.memory("EUR")
    workspace.load(organisation.tables)
    return workspace


def conflicts_with(workspace: opp.Workspace, kind: str, key: str) -> dict[str, Row]:
    """The conflicts that have this member, by id, with the pairs that it is in."""
    found = workspace.conflicts(as_of=DAY, pairs=True)
    with_it = {row["conflict"] for row in found.members if (row["type"], row["id"]) == (kind, key)}
    out = {}
    for row in found:
        if row["id"] in with_it:
            related = {
                other
                for pair in found.pairs
                if pair["conflict"] == row["id"]
                for mine, other in (
                    ((pair["a_type"], pair["a_id"]), (pair["b_type"], pair["b_id"])),
                    ((pair["b_type"], pair["b_id"]), (pair["a_type"], pair["a_id"])),
                )
                if mine == (kind, key)
            }
            out[row["id"]] = {**row, "related": related}
    return out


def a_draft(dice: random.Random, rows: list[Row], people: list[str], markets: list[str]) -> Row:
    """An opportunity beside one that is there: often its account, sometimes its own change."""
    beside = dice.choice(rows)
    changes = dice.random() < 0.3
    return {
        "id": beside["id"] if changes else "draft-1",
        "account": beside["account"],
        "market": dice.choice([beside["market"], beside["market"], dice.choice(markets)]),
        "owner": dice.choice([beside["owner"], dice.choice(people), None]),
        "process": beside["process"],
        "stage": beside["stage"],
        "products": dice.choice([beside["products"], [], dice.choice(rows)["products"]]),
        "amount_minor": dice.randrange(10**7),
        "currency": beside["currency"],
        "opened": beside["opened"] if changes else DAY,
        "agreement": dice.choice([beside["agreement"], None]),
    }


@pytest.mark.parametrize("seed", range(40))
def test_a_check_is_the_difference_that_saving_makes(
    organisation: opp.synth.Organisation, seed: int
) -> None:
    dice = random.Random(seed)
    workspace = loaded(organisation)
    rows = [row for row in workspace.table("opportunity") if row["closed"] is None]
    in_conflict = {row["id"] for row in workspace.conflicts(as_of=DAY).members}
    crowded = [row for row in rows if row["id"] in in_conflict]
    people = workspace.table("person")["id"]
    markets = workspace.table("market")["id"]
    draft = a_draft(dice, dice.choice([rows, crowded]), people, markets)

    before = conflicts_with(workspace, "opportunity", draft["id"])
    decision = workspace.check(opportunity=draft, as_of=DAY)
    assert conflicts_with(workspace, "opportunity", draft["id"]) == before  # nothing was changed
    record = {name: value for name, value in draft.items() if value is not None}
    workspace.apply({"table": "opportunity", "record": record, "at": DAY})
    after = conflicts_with(workspace, "opportunity", draft["id"])

    related_before = {row["kind"]: row["related"] for row in before.values()}
    expected = {
        key: row for key, row in after.items() if row["related"] != related_before.get(row["kind"])
    }
    assert {conflict.id for conflict in decision.conflicts} == set(expected)
    for conflict in decision.conflicts:
        row = expected[conflict.id]
        assert conflict.severity == row["severity"]
        assert conflict.value_minor == row["value_minor"]
        assert conflict.since == row["since"]
        assert conflict.pairs == len(row["related"])
        assert {(member.type, member.id) for member in conflict.related} == row["related"]
    worst = {row["severity"] for row in expected.values()}
    verdict = "block" if "critical" in worst else "warn" if "warning" in worst else "allow"
    assert decision.verdict == verdict


@pytest.mark.parametrize("seed", range(40, 60))
def test_a_decision_says_what_the_checklist_says_once_it_is_saved(
    organisation: opp.synth.Organisation, seed: int
) -> None:
    dice = random.Random(seed)
    workspace = loaded(organisation)
    rows = [row for row in workspace.table("opportunity") if row["closed"] is None]
    people = workspace.table("person")["id"]
    markets = workspace.table("market")["id"]
    drafts = [a_draft(dice, rows, people, markets) for _ in range(25)]
    statuses = {row["id"]: row["status"] for row in workspace.table("activity")}
    law = Law(workspace)
    for number, draft in enumerate(drafts):
        is_new = draft["id"] == "draft-1"
        draft["id"] = f"draft-{number}" if is_new else draft["id"]
        decision = workspace.check(opportunity=draft, as_of=DAY)
        record = {name: value for name, value in draft.items() if value is not None}
        workspace.apply({"table": "opportunity", "record": record, "at": DAY})
        saved = workspace.checklist(draft["id"], as_of=DAY)
        assert decision.people == saved.people
        assert decision.agreements == saved.agreements
        assert (decision.process.applies, decision.process.runs) == (saved.applies, saved.process)
        assert decision.process.mismatch == (saved.applies not in (saved.process, "standard"))
        asked = [(item.requirement, item.milestone) for item in decision.requirements]
        assert asked == law.asks(draft["market"], draft["products"])
        running = {item for item in saved.paused if statuses[item.activity] != "paused"}
        if is_new:
            assert set(decision.paused) == running
        else:  # the stage is the stored one's, and suppressed the same before
            assert decision.paused == ()


class Law:
    """What a jurisdiction asks of products before the business is won, by the tables."""

    def __init__(self, workspace: opp.Workspace) -> None:
        self.markets = {row["id"]: row for row in workspace.table("market")}
        self.parents = {row["id"]: row["parent"] for row in workspace.table("product")}
        self.requirements = workspace.table("requirement").to_pylist()

    def asks(self, market: str | None, products: list[str]) -> list[tuple[str, str]]:
        order = ["qualified", "discovery", "proposal", "negotiation", "won"]
        jurisdiction = None
        while market and not jurisdiction:
            row = self.markets[market]
            jurisdiction, market = row["jurisdiction"], row["parent"]
        above = {up for product in products for up in self.lineage(product)}
        found = [
            (order.index(row["milestone"]), row["id"])
            for row in self.requirements
            if jurisdiction and row["jurisdiction"] == jurisdiction
            if not row["products"] or above & set(row["products"])
        ]
        return [(key, order[milestone]) for milestone, key in sorted(found)]

    def lineage(self, product: str | None) -> list[str]:
        return [] if product is None else [product, *self.lineage(self.parents[product])]


def test_the_law_and_the_stages_of_the_organisation_say_something(
    organisation: opp.synth.Organisation,
) -> None:
    """Or the test above would compare nothing with nothing."""
    workspace = loaded(organisation)
    said = {"requirements": 0, "agreements": 0, "people": 0, "paused": 0}
    for row in workspace.table("opportunity"):
        if row["closed"] is None:
            decision = workspace.check(opportunity={**row, "id": "another"}, as_of=DAY)
            for name in said:
                said[name] += len(getattr(decision, name))
    assert min(said.values()) > 0, said


def test_a_lead_is_checked_alike(organisation: opp.synth.Organisation) -> None:
    workspace = loaded(organisation)
    collisions = workspace.conflicts(as_of=DAY, kinds=["lead_collision"])
    key = next(row["id"] for row in collisions.members if row["type"] == "lead")
    lead = next(row for row in workspace.table("lead") if row["id"] == key)
    assert workspace.check(lead=lead, as_of=DAY).allowed  # it stands already: nothing new
    again = workspace.check(lead={**lead, "id": "another"}, as_of=DAY)
    assert again.warned
    assert [conflict.kind for conflict in again.conflicts] == ["lead_collision"]


def test_a_stored_lead_has_no_kind_whatever_opportunities_there_are() -> None:
    stages = [{"id": "a", "milestone": "qualified"}, {"id": "w", "milestone": "won"}]
    definition = {"kinds": ["renewal"], "stages": stages}
    tables: dict[str, list[Row]] = {
        "market": [{"id": "SE"}],
        "account": [{"id": "acme", "market": "SE"}],
        "process": [{"id": "renewals", "definition": definition}],
        "lead": [{"id": "L1", "account": "acme", "status": "new", "created": "2026-01-01"}],
    }
    renewal = {
        "id": "O1",
        "account": "acme",
        "process": "renewals",
        "stage": "a",
        "kind": "renewal",
        "opened": "2026-01-01",
    }
    for opportunities in ([], [renewal]):
        workspace = opp.memory()
        workspace.load({**tables, **({"opportunity": opportunities} if opportunities else {})})
        stored = workspace.check(lead=tables["lead"][0], as_of=DAY)
        drafted = workspace.check(lead={**tables["lead"][0], "id": "L2"}, as_of=DAY)
        assert stored.process.applies == drafted.process.applies == "standard"


# --- as Python callers ask ------------------------------------------------------------------------


@pytest.fixture
def acme() -> opp.Workspace:
    """A global customer with an agreement, a mailing, and an offer that suppresses it."""
    workspace = opp.memory()
    stages = [
        {"id": "talk", "milestone": "qualified"},
        {
            "id": "offer",
            "milestone": "proposal",
            "suppress": ["*"],
            "exit": {"approvals": ["legal"]},
        },
        {"id": "won", "milestone": "won"},
    ]
    workspace.load(
        market=[
            {"id": "SE", "country": "SE", "jurisdiction": "sweden"},
            {"id": "DE", "country": "DE"},
        ],
        person=[{"id": "anna"}, {"id": "gina"}],
        account=[
            {"id": "acme", "market": "SE", "customer_since": "2020-01-01"},
            {"id": "acme-de", "parent": "acme", "market": "DE"},
        ],
        team_member=[{"account": "acme", "person": "gina", "role": "global_account_manager"}],
        process=[{"id": "own", "definition": {"stages": stages}}],
        agreement=[
            {"id": "frame", "account": "acme", "discount": 12.5, "shipping_terms": "DAP"},
        ],
        requirement=[
            {"id": "DPA", "jurisdiction": "sweden", "milestone": "won", "text": "data agreement"},
        ],
        activity=[
            {"id": "M-1", "account": "acme", "kind": "mailing", "channel": "marketing",
             "status": "active", "start": "2026-01-01"},
        ],
    )  # fmt: skip
    return workspace


DRAFT = {
    "id": "O-1",
    "account": "acme",
    "owner": "anna",
    "process": "own",
    "stage": "offer",
    "agreement": "frame",
    "discount": 12.5,
    "opened": dt.date(2026, 3, 1),
}


def test_what_a_decision_says_beside_its_conflicts(acme: opp.Workspace) -> None:
    decision = acme.check(opportunity=DRAFT, as_of="2026-03-01")
    assert decision.process == opp.DraftProcess("own", "own", mismatch=False)
    assert decision.agreements == (opp.Terms("frame", True, 12.5, "DAP"),)
    assert decision.requirements == (
        opp.RequirementAhead("DPA", "won", False, None, "data agreement"),
    )
    assert [(one.role, one.person) for one in decision.people] == [
        ("global_account_manager", "gina"),
        ("key_account_manager", None),
        ("legal", None),
    ]
    assert decision.paused == (opp.ActivityEffect("M-1", "mailing", "acme"),)
    assert decision.suppressed_by == ()
    assert decision.to_dict()["process"] == {"applies": "own", "runs": "own", "mismatch": False}


def test_a_decision_reads_well(acme: opp.Workspace) -> None:
    lines = repr(acme.check(opportunity=DRAFT, as_of="2026-03-01")).splitlines()
    assert lines[0] == "warn (group acme)"
    assert lines[-6:] == [
        "  agreement frame, discount 12.5%, DAP",
        "  [ ] requirement DPA before won: data agreement",
        "  global_account_manager gina: the group is global",
        "  key_account_manager (nobody yet): the group is global, and this is its market",
        "  legal (nobody yet): the stage asks for an approval",
        "  pauses mailing M-1 to acme",
    ]
    other = repr(acme.check(opportunity={**DRAFT, "process": None, "stage": None}))
    assert "  process own applies, not standard" in other.splitlines()


def test_an_activity_is_told_what_holds_it_back(acme: opp.Workspace) -> None:
    acme.put("opportunity", **DRAFT)
    mailing = {"account": "acme-de", "kind": "mailing", "channel": "marketing", "status": "planned"}
    decision = acme.check(activity=mailing, as_of="2026-03-01")
    assert decision.suppressed_by == (opp.Suppressor("O-1", "offer", "acme"),)
    assert decision.process == opp.DraftProcess(None, None, mismatch=False)
    assert repr(decision).splitlines()[-1] == "  suppressed by O-1 in offer at acme"
    assert acme.tables()["activity"] == 1  # asking saved nothing


def test_a_decision_in_another_language(acme: opp.Workspace) -> None:
    swedish = acme.check(opportunity=DRAFT, as_of="2026-03-01", language="sv")
    english = acme.check(opportunity=DRAFT, as_of="2026-03-01", language="en")
    assert english == acme.check(opportunity=DRAFT, as_of="2026-03-01")
    assert swedish != english
    assert swedish.people[0].why == "koncernen är global"
    with pytest.raises(opp.NotFoundError, match="en, sv"):
        acme.check(opportunity=DRAFT, language="xx")
    with pytest.raises(TypeError, match="language"):
        acme.check(opportunity=DRAFT, language=7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("drafts", "words"),
    [
        ({}, "activity"),
        ({"activity": DRAFT, "opportunity": DRAFT}, "one draft"),
        ({"activity": "mailing"}, "activity: expected a dict"),
    ],
)
def test_a_question_about_no_one_draft_is_refused(
    acme: opp.Workspace, drafts: dict[str, Any], words: str
) -> None:
    with pytest.raises(TypeError, match=words):
        acme.check(**drafts)
