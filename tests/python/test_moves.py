"""Moves, checklists, conversions and what marketing may run, as Python callers ask for them. What
the answers must be is in tests/scenarios; here is how they are given, and what is refused."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Callable
from typing import Any
from unittest.mock import ANY

import pytest

import opportune as opp
from opportune.processes import Exit, Process

AT = "2026-02-01T09:00:00Z"
INSTANT = dt.datetime(2026, 2, 1, 9, tzinfo=dt.timezone.utc)

OWN = (
    Process("own")
    .stage("talk", name="Talk", milestone="qualified", max_days=20,
           exit=Exit(activities={"demo": 2}, fields="buyer"))
    .stage("offer", name="Offer", milestone="proposal", suppress="mailing",
           exit=Exit(approvals="legal", requirements=True))
    .stage("won", name="Won", milestone="won")
    .stage("lost", name="Lost", milestone="lost")
)  # fmt: skip


def organisation(policy: dict[str, Any] | None = None) -> opp.Workspace:
    """Acme is talked to and made an offer, Birch has a lead that may be converted; Cone has one
    that a deal stands against."""
    workspace = opp.memory(policy=policy)
    opened = {"process": "own", "opened": dt.date(2026, 1, 5)}
    workspace.load(
        market=[{"id": "se", "country": "SE", "jurisdiction": "sweden"}],
        person=[
            {"id": "anna", "role": "seller", "market": "se"},
            {"id": "maud", "role": "sales_manager", "market": "se"},
            {"id": "leo", "role": "legal", "market": "se"},
        ],
        account=[{"id": key, "market": "se"} for key in ("acme", "birch", "cone")],
        product=[{"id": "pumps"}, {"id": "valves"}],
        process=[OWN.record()],
        requirement=[
            {"id": "ce", "jurisdiction": "sweden", "milestone": "won", "text": "CE mark",
             "products": ["valves"]},
        ],
        agreement=[
            {"id": "frame", "account": "acme", "discount": 12.5, "shipping_terms": "DAP"},
        ],
        opportunity=[
            {"id": "o1", "account": "acme", "owner": "anna", "stage": "talk",
             "products": ["pumps"], "amount": 10, "currency": "EUR", **opened},
            {"id": "o2", "account": "acme", "owner": "anna", "stage": "offer",
             "products": ["valves"], **opened},
            {"id": "o3", "account": "cone", "owner": "anna", "stage": "talk", **opened},
        ],
        activity=[
            {"id": "m1", "kind": "mailing", "channel": "marketing", "account": "acme",
             "status": "active", "start": "2026-01-01"},
        ],
        lead=[
            {"id": "l1", "name": "Fair", "account": "birch", "owner": "anna", "status": "working",
             "created": "2026-01-02"},
            {"id": "l2", "account": "cone", "owner": "anna", "status": "new",
             "created": "2026-01-02"},
        ],
    )  # fmt: skip
    return workspace


@pytest.fixture
def ws() -> opp.Workspace:
    return organisation()


def everything(workspace: opp.Workspace) -> dict[str, list[dict[str, Any]]]:
    return {name: workspace.table(name).to_pylist() for name in opp.table_names()}


# --- advance --------------------------------------------------------------------------------------


def test_a_move_that_is_refused_says_all_that_is_missing(ws: opp.Workspace) -> None:
    before = everything(ws)
    answer = ws.advance("o1", "offer", at=AT, by="anna")
    assert not answer
    assert (answer.done, answer.forced, answer.customer) == (False, False, False)
    assert (answer.opportunity, answer.process, answer.version) == ("o1", "own", 1)
    assert (answer.from_, answer.to, answer.at) == ("talk", "offer", INSTANT)
    assert answer.refusal is None
    assert [(item.kind, item.what, item.needed, item.present) for item in answer.missing] == [
        ("activity", "demo", 2, 0),
        ("field", "buyer", 1, 0),
    ]
    assert not any(item.met for item in answer.missing)
    assert answer.pause == answer.resume == answer.opened == answer.closed == ()
    assert everything(ws) == before


def test_a_move_that_is_done_is_in_the_history(ws: opp.Workspace) -> None:
    answer = ws.advance("o2", "lost", at=AT, by="anna")
    assert answer
    assert answer.missing == ()
    assert ws.table("stage_change").to_pylist() == [
        {"opportunity": "o2", "process": None, "from_version": 1, "to_version": 1,
         "from": "offer", "to": "lost", "at": INSTANT, "by": "anna", "reason": None},
    ]  # fmt: skip
    row = next(row for row in ws.table("opportunity") if row["id"] == "o2")
    assert (row["stage"], row["closed"]) == ("lost", dt.date(2026, 2, 1))


def test_a_forced_move_says_over_what_and_what_it_pauses(ws: opp.Workspace) -> None:
    refused = ws.advance("o1", "offer", at=AT, by="anna", force=True, reason="hurry")
    assert not refused
    assert "sales_manager" in (refused.refusal or "")
    assert ws.tables()["stage_change"] == 0
    answer = ws.advance("o1", "offer", at=AT, by="maud", force=True, reason="hurry")
    assert answer.done
    assert answer.forced
    assert [item.what for item in answer.missing] == ["demo", "buyer"]
    assert answer.pause == (opp.ActivityEffect("m1", "mailing", "acme"),)
    assert ws.table("stage_change")["reason"] == ["hurry"]


def test_winning_makes_a_customer(ws: opp.Workspace) -> None:
    ws.put("approval", opportunity="o2", role="legal", by="leo", at="2026-01-20T00:00:00Z")
    ws.put("fulfilment", opportunity="o2", requirement="ce", at="2026-01-20T00:00:00Z")
    assert ws.advance("o2", "won", at=AT).customer
    acme = next(row for row in ws.table("account") if row["id"] == "acme")
    assert acme["customer_since"] == dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-02-01T09:00:00Z", INSTANT),
        ("2026-02-01T10:00:00+01:00", INSTANT),
        (INSTANT, INSTANT),
        (INSTANT.replace(tzinfo=None), INSTANT),
        (INSTANT.astimezone(dt.timezone(dt.timedelta(hours=5))), INSTANT),
        ("2026-02-01", INSTANT.replace(hour=0)),
        (dt.date(2026, 2, 1), INSTANT.replace(hour=0)),
    ],
)
def test_at_is_an_instant_or_the_start_of_a_day(ws: opp.Workspace, at: Any, then: Any) -> None:
    assert ws.advance("o1", "lost", at=at).at == then


def test_at_is_now_where_it_is_not_given(ws: opp.Workspace) -> None:
    before = dt.datetime.now(dt.timezone.utc)
    answer = ws.advance("o1", "lost")
    assert before <= answer.at <= dt.datetime.now(dt.timezone.utc)


def test_many_moves_are_made_in_order(ws: opp.Workspace) -> None:
    moves = [
        {"opportunity": "o2", "to": "talk", "at": AT},
        {"opportunity": "o1", "to": "offer", "at": AT},
        {"opportunity": "o2", "to": "lost", "at": INSTANT + dt.timedelta(hours=1), "by": "anna"},
    ]
    answers = ws.advance_all(move for move in moves)
    assert [(a.opportunity, a.from_, a.to, a.done) for a in answers] == [
        ("o2", "offer", "talk", True),
        ("o1", "talk", "offer", False),
        ("o2", "talk", "lost", True),
    ]
    assert ws.table("stage_change")["to"] == ["talk", "lost"]
    assert ws.advance_all([]) == []


def test_where_one_of_many_makes_no_sense_none_has_moved(ws: opp.Workspace) -> None:
    before = everything(ws)
    moves = [{"opportunity": "o2", "to": "lost", "at": AT}, {"opportunity": "o1", "to": "nowhere"}]
    with pytest.raises(opp.InputError, match="it has: talk, offer, won, lost"):
        ws.advance_all(moves)
    moves[1] = {"opportunity": "o9", "to": "lost"}
    with pytest.raises(opp.NotFoundError, match="o9"):
        ws.advance_all(moves)
    assert everything(ws) == before


# --- what is refused ------------------------------------------------------------------------------

Call = Callable[[opp.Workspace], object]


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda ws: ws.advance(7, "offer"), "opportunity"),
        (lambda ws: ws.advance(None, "offer"), "opportunity"),
        (lambda ws: ws.advance("o1", 7), "to"),
        (lambda ws: ws.advance("o1", "offer", at=7), "at"),
        (lambda ws: ws.advance("o1", "offer", by=7), "by"),
        (lambda ws: ws.advance("o1", "offer", force=1), "force"),
        (lambda ws: ws.advance("o1", "offer", reason=["hurry"]), "reason"),
        (lambda ws: ws.advance_all("o1"), "moves"),
        (lambda ws: ws.advance_all({"opportunity": "o1", "to": "offer"}), "moves"),
        (lambda ws: ws.advance_all(7), "moves"),
        (lambda ws: ws.advance_all([("o1", "offer")]), r"moves\[0\]"),
        (lambda ws: ws.advance_all([{"opportunity": "o1", "to": object()}]), "moves"),
        (lambda ws: ws.advance_all([{7: "o1"}]), "moves"),
        (lambda ws: ws.checklist(7), "opportunity"),
        (lambda ws: ws.checklist("o1", 7), "as_of"),
        (lambda ws: ws.convert(7, "o9"), "lead"),
        (lambda ws: ws.convert("l1", None), "opportunity"),
        (lambda ws: ws.convert("l1", "o9", name=7), "name"),
        (lambda ws: ws.convert("l1", "o9", owner=7), "owner"),
        (lambda ws: ws.convert("l1", "o9", process=OWN), "process"),
        (lambda ws: ws.convert("l1", "o9", kind=7), "kind"),
        (lambda ws: ws.convert("l1", "o9", at=7), "at"),
        (lambda ws: ws.convert("l1", "o9", by=7), "by"),
        (lambda ws: ws.convert("l1", "o9", force="yes"), "force"),
        (lambda ws: ws.convert("l1", "o9", reason=7), "reason"),
        (lambda ws: ws.activities(7), "account"),
        (lambda ws: ws.activities("acme", 7), "as_of"),
    ],
)
def test_a_wrong_type_is_a_type_error_that_names_it(
    ws: opp.Workspace, call: Call, argument: str
) -> None:
    before = everything(ws)
    with pytest.raises(TypeError, match=argument):
        call(ws)
    assert everything(ws) == before


@pytest.mark.parametrize(
    ("call", "code", "table", "row", "field", "value"),
    [
        (lambda ws: ws.advance("", "offer", at=AT), "invalid_advance", "advance", 0,
         "opportunity", ""),
        (lambda ws: ws.advance("o1", "", at=AT), "invalid_advance", "advance", 0, "to", ""),
        (lambda ws: ws.advance("o1", "nowhere", at=AT), "unknown_stage", "advance", ANY, "to",
         "nowhere"),
        (lambda ws: ws.advance("o1", "lost", at="soon"), "invalid_advance", "advance", 0, "at",
         "soon"),
        (lambda ws: ws.advance("o1", "lost", at="2026-01-04"), "time_before_last_change",
         "advance", ANY, "at", "2026-01-04T00:00:00Z"),
        (lambda ws: ws.advance("o1", "lost", at=AT, by="nobody"), "unknown_reference", "advance",
         ANY, "by", "nobody"),
        (lambda ws: ws.advance("o1", "offer", at=AT, by="maud", force=True), "missing_value",
         "advance", ANY, "reason", ""),
        (lambda ws: ws.advance_all([{"opportunity": "o2", "to": "lost", "at": AT},
                                    {"opportunity": "o1", "to": "lost", "colour": "red"}]),
         "invalid_advance", "advance", 1, "colour", '"red"'),
        (lambda ws: ws.advance_all([{"opportunity": "o1", "to": "lost", "force": "yes"}]),
         "invalid_advance", "advance", 0, "force", '"yes"'),
        (lambda ws: ws.advance_all([{"opportunity": 7, "to": "lost"}]),
         "invalid_advance", "advance", 0, "opportunity", "7"),
        (lambda ws: ws.advance_all([{"to": "lost"}]),
         "invalid_advance", "advance", 0, "opportunity", ""),
        (lambda ws: ws.checklist("o1", "soon"), "invalid_moment", "", None, "as_of", "soon"),
        (lambda ws: ws.activities("acme", "soon"), "invalid_moment", "", None, "as_of", "soon"),
        (lambda ws: ws.convert("l1", "", at=AT), "invalid_convert", "convert", None,
         "opportunity", ""),
        (lambda ws: ws.convert("l1", "o1", at=AT), "duplicate_id", "convert", None,
         "opportunity", "o1"),
        (lambda ws: ws.convert("l1", "o9", at="2026-01-01"), "lead_not_active", "convert", None,
         "lead", "l1"),
        (lambda ws: ws.convert("l1", "o9", at=AT, process="none"), "unknown_reference", "convert",
         None, "process", "none"),
        (lambda ws: ws.convert("l1", "o9", at=AT, by="nobody"), "unknown_reference", "convert",
         None, "by", "nobody"),
        (lambda ws: ws.convert("l1", "o9", at=AT, force=True, by="maud"), "missing_value",
         "convert", None, "reason", ""),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_an_input_error(
    ws: opp.Workspace,
    call: Call,
    code: str,
    table: str,
    row: int | None,
    field: str,
    value: str,
) -> None:
    before = everything(ws)
    with pytest.raises(opp.InputError) as error:
        call(ws)
    issue = error.value.issues[0]
    assert (issue.code, issue.table, issue.row) == (code, table, row)
    assert (issue.field, issue.value) == (field, value)
    assert issue.reason
    assert error.value.code == code
    assert everything(ws) == before


@pytest.mark.parametrize(
    "call",
    [
        lambda ws: ws.advance("missing", "lost"),
        lambda ws: ws.checklist("missing"),
        lambda ws: ws.convert("missing", "o9"),
        lambda ws: ws.activities("missing"),
    ],
)
def test_what_is_not_there_is_not_found(ws: opp.Workspace, call: Call) -> None:
    before = everything(ws)
    with pytest.raises(opp.NotFoundError, match="'missing'") as error:
        call(ws)
    assert error.value.code == "not_found"
    assert everything(ws) == before


# --- checklist ------------------------------------------------------------------------------------


def test_a_checklist(ws: opp.Workspace) -> None:
    before = everything(ws)
    found = ws.checklist("o1", as_of="2026-01-26")
    assert (found.process, found.version, found.applies) == ("own", 1, "own")
    assert (found.stage, found.stage_name, found.milestone) == ("talk", "Talk", "qualified")
    assert found.since == dt.datetime(2026, 1, 5, tzinfo=dt.timezone.utc)
    assert (found.days, found.max_days, found.overdue) == (21, 20, True)
    assert [way.to for way in found.ways] == ["offer", "lost"]
    way = found["offer"]
    assert (way.name, way.milestone, way.forward, way.open) == ("Offer", "proposal", True, False)
    assert way.missing == way.demands
    assert found["lost"].open
    with pytest.raises(KeyError, match="won"):
        found["won"]
    assert found.agreements == (opp.Terms("frame", False, 12.5, "DAP"),)
    assert found.people == found.paused == ()
    assert [conflict.id for conflict in found.conflicts] == ["agreement_bypass:acme:frame"]
    other = ws.checklist("o2", as_of=dt.date(2026, 1, 26))
    assert [(person.role, person.person) for person in other.people] == [("legal", None)]
    assert other.paused == (opp.ActivityEffect("m1", "mailing", "acme"),)
    assert [demand.kind for demand in other["won"].missing] == ["approval", "requirement"]
    assert everything(ws) == before


def test_a_checklist_says_what_a_move_then_says(ws: opp.Workspace) -> None:
    for key, to in (("o1", "offer"), ("o2", "won"), ("o3", "offer"), ("o1", "lost")):
        found = ws.checklist(key, as_of=INSTANT)[to]
        answer = ws.advance(key, to, at=INSTANT)
        assert found.missing == answer.missing
        assert found.open == answer.done


# --- convert --------------------------------------------------------------------------------------


def test_a_lead_that_is_converted(ws: opp.Workspace) -> None:
    answer = ws.convert("l1", "o9", at=AT, by="anna", kind="expansion")
    assert answer
    assert (answer.lead, answer.opportunity, answer.process) == ("l1", "o9", "own")
    assert (answer.stage, answer.refusal, answer.forced) == ("talk", None, False)
    assert answer.decision.allowed
    row = next(row for row in ws.table("opportunity") if row["id"] == "o9")
    assert (row["name"], row["owner"], row["kind"]) == ("Fair", "anna", "expansion")
    lead = next(row for row in ws.table("lead") if row["id"] == "l1")
    assert (lead["status"], lead["opportunity"]) == ("qualified", "o9")


def test_a_lead_that_admission_blocks(ws: opp.Workspace) -> None:
    before = everything(ws)
    answer = ws.convert("l2", "o9", at=AT, by="anna")
    assert not answer
    assert answer.refusal == "admission blocks the opportunity"
    assert answer.decision.blocked
    assert [conflict.kind for conflict in answer.decision.conflicts] == ["duplicate_pursuit"]
    assert not ws.convert("l2", "o9", at=AT, by="anna", force=True, reason="agreed")
    assert everything(ws) == before
    forced = ws.convert("l2", "o9", at=AT, by="maud", force=True, reason="agreed")
    assert (forced.done, forced.forced) == (True, True)


def test_what_a_lead_does_not_know_may_be_given(ws: opp.Workspace) -> None:
    assert ws.convert("l1", "o9", name="Pumps", owner="maud", process="own", at=AT)
    row = next(row for row in ws.table("opportunity") if row["id"] == "o9")
    assert (row["name"], row["owner"], row["process"]) == ("Pumps", "maud", "own")


# --- activities -----------------------------------------------------------------------------------


def test_what_marketing_may_run(ws: opp.Workspace) -> None:
    assert ws.activities("acme", as_of="2026-02-01").to_pylist() == [
        {"kind": "mailing", "allowed": False, "opportunity": "o2", "stage": "offer",
         "opportunity_account": "acme"},
    ]  # fmt: skip
    assert ws.activities("birch", "2026-02-01").to_pylist() == [
        {"kind": "mailing", "allowed": True, "opportunity": None, "stage": None,
         "opportunity_account": None},
    ]  # fmt: skip


# --- policy ---------------------------------------------------------------------------------------


def test_the_policy_says_who_forces_over_what() -> None:
    force = {"at": AT, "force": True, "reason": "hurry"}
    sellers = organisation({"force": {"roles": ["seller"]}})
    assert not sellers.advance("o1", "offer", by="maud", **force)
    assert sellers.advance("o1", "offer", by="anna", **force)
    assert sellers.convert("l2", "o9", by="anna", **force).forced
    fields = organisation({"force": {"demands": ["field"]}})
    assert "over a missing activity" in str(fields.advance("o1", "offer", by="maud", **force))
    law = organisation({"force": {"demands": ["approval", "requirement"]}})
    assert law.advance("o2", "won", by="maud", **force).forced
    assert "over a missing transition" in str(law.advance("o1", "won", by="maud", **force))
    nobody = organisation({"force": {"roles": []}})
    assert "but: (nobody)" in str(nobody.advance("o1", "offer", by="maud", **force))


@pytest.mark.parametrize(
    ("reach", "held"),
    [("account", ["home"]), ("country", ["home", "near"]), ("group", ["home", "near", "far"])],
)
def test_the_policy_says_how_far_a_stage_suppresses(reach: str, held: list[str]) -> None:
    ws = opp.memory(policy={"suppression": reach})
    ws.load(
        market=[{"id": "se", "country": "SE"}, {"id": "dk", "country": "DK"}],
        account=[
            {"id": "home", "market": "se"},
            {"id": "near", "market": "se", "parent": "home"},
            {"id": "far", "market": "dk", "parent": "home"},
        ],
        process=[OWN.record()],
        opportunity=[
            {"id": "o", "account": "home", "process": "own", "stage": "offer",
             "opened": "2026-01-05"}
        ],
    )  # fmt: skip
    accounts = ("home", "near", "far")
    assert [key for key in accounts if not ws.activities(key)["allowed"][0]] == held


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        ({"suppression": "world"}, "suppression"),
        ({"force": ["seller"]}, "force"),
        ({"force": {"people": []}}, "force.people"),
        ({"force": {"roles": "seller"}}, "force.roles"),
        ({"force": {"roles": [7]}}, "force.roles"),
        ({"force": {"demands": ["transition"]}}, "force.demands"),
    ],
)
def test_a_policy_that_is_wrong_is_refused_with_its_path(
    policy: dict[str, Any], field: str
) -> None:
    with pytest.raises(opp.InputError) as error:
        opp.memory(policy=policy)
    issue = error.value.issues[0]
    assert (issue.code, issue.field) == ("invalid_policy", field)


# --- as text --------------------------------------------------------------------------------------


def test_a_move_reads_well(ws: opp.Workspace) -> None:
    assert repr(ws.advance("o1", "offer", at=AT, by="anna", force=True, reason="hurry")) == (
        "o1: talk -> offer, refused\n"
        "  the policy lets nobody force but: sales_manager, global_account_manager\n"
        "  missing: 2 activities of kind 'demo' must be done, 0 is\n"
        "  missing: the field 'buyer' must be set"
    )
    ws.put(
        "activity", id="m2", kind="mailing", channel="marketing", account="acme", status="paused"
    )
    assert repr(ws.advance("o2", "lost", at=AT)) == (
        "o2: offer -> lost, done\n"
        "  resume mailing m2 to acme\n"
        "  closes Marketing at acme should pause: activity m1 (no owner) would reach it while "
        "o2 (anna, se) must not be disturbed."
    )


def test_a_checklist_reads_well(ws: opp.Workspace) -> None:
    assert repr(ws.checklist("o1", "2026-01-26")) == (
        "o1 in Talk (qualified), day 21 of 20, overdue; process own, version 1\n"
        "  to Offer: not yet\n"
        "    [ ] 2 activities of kind 'demo' must be done, 0 is\n"
        "    [ ] the field 'buyer' must be set\n"
        "  to Lost: open\n"
        "  agreement frame, discount 12.5%, DAP\n"
        "  warning agreement_bypass: o1 (anna, se) and o2 (anna, se) should name agreement frame "
        "(no owner): this business is covered there."
    )
    lines = repr(ws.checklist("o2", "2026-01-26")).splitlines()
    assert "  legal (nobody yet): the stage asks for an approval" in lines
    assert "  pauses mailing m1 to acme" in lines


def test_a_conversion_reads_well(ws: opp.Workspace) -> None:
    lines = repr(ws.convert("l2", "o9", at=AT)).splitlines()
    assert lines[:3] == [
        "l2 -> o9 in own/talk, refused",
        "  admission blocks the opportunity",
        "  admission: block (group cone)",
    ]
    assert lines[3].startswith("    opens duplicate_pursuit, critical")
    assert repr(ws.convert("l1", "o8", at=AT)) == (
        "l1 -> o8 in own/talk, done\n  admission: allow (group birch)"
    )


def test_answers_are_not_altered(ws: opp.Workspace) -> None:
    for answer in (ws.advance("o1", "offer", at=AT), ws.checklist("o1"), ws.convert("l1", "o9")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            answer.opportunity = "other"  # type: ignore[misc]


# --- threads --------------------------------------------------------------------------------------


def test_moves_of_many_threads_are_all_made() -> None:
    """Each thread moves opportunities of its own to and fro, and one that all of them move."""
    threads, each, rounds = 8, 6, 5
    own = [f"o{thread}-{index}" for thread in range(threads) for index in range(each)]
    ws = opp.memory()
    ws.load(
        market=[{"id": "se"}],
        account=[{"id": key, "market": "se"} for key in (*own, "shared")],
        opportunity=[
            {"id": key, "account": key, "stage": "qualified", "opened": "2026-01-05"}
            for key in (*own, "shared")
        ],
    )
    start = threading.Barrier(threads)
    wrong: list[object] = []

    def work(thread: int) -> None:
        try:
            start.wait()
            for step in range(rounds):
                to = "qualified" if step % 2 else "discovery"
                for index in range(each):
                    key = f"o{thread}-{index}"
                    at = INSTANT + dt.timedelta(minutes=step)
                    answer = ws.advance(key, to, at=at)
                    if not answer or ws.checklist(key, as_of=at).stage != to:
                        wrong.append(answer)
                ws.advance_all(
                    [
                        {"opportunity": "shared", "to": stage, "at": AT}
                        for stage in ("discovery", "qualified")
                    ]
                )
        except BaseException as error:
            wrong.append(error)

    running = [threading.Thread(target=work, args=(thread,)) for thread in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert wrong == []
    made: dict[str, list[str]] = {}
    for change in ws.table("stage_change"):
        made.setdefault(change["opportunity"], []).append(change["to"])
    to_and_fro = ["discovery", "qualified"] * rounds
    for key in own:
        assert made[key] == to_and_fro[:rounds]
    assert made["shared"] == ["discovery", "qualified"] * (threads * rounds)
    stages = dict(zip(ws.table("opportunity")["id"], ws.table("opportunity")["stage"], strict=True))
    assert {stages[key] for key in own} == {"discovery"}
    assert stages["shared"] == "qualified"
