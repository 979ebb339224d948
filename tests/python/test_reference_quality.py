"""The reference by hand: histories against their process, and how far records can be trusted."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from reference.small import around, opportunity
from reference.small_measures import cells, filled, only, rows

Changes = dict[str, Any]
STAGES = {
    **{"talk": "qualified", "demo": "discovery", "offer": "proposal"},
    **{"terms": "negotiation", "won": "won", "lost": "lost"},
}
PROCESS = {
    "id": "pr",
    "definition": json.dumps(
        {"stages": [{"id": id_, "milestone": at, "max_days": 30} for id_, at in STAGES.items()]}
    ),
}
RUNS = {"process": "pr", "source": "fair", "amount": 100, "expected_close": "2026-07-31"}


def history(*stages: str | None, key: str = "o") -> list[Changes]:
    """From stage to stage, on the 1st, 2nd, ... of June."""
    return [
        {"opportunity": key, "from": start, "to": to, "at": f"2026-06-{day:02}"}
        for day, (start, to) in enumerate(pairwise(stages), 1)
    ]


def world(*stages: str | None, **columns: Any) -> dict[str, Any]:
    last = stages[-1] if stages else "talk"
    closed = f"2026-06-{len(stages) - 1:02}" if last in ("won", "lost") else None
    row = opportunity("o", **{**RUNS, "stage": last, "closed": closed, **columns})
    return around(process=[PROCESS], opportunity=[row], stage_change=history(*stages))


# --- conformance ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stages", "moves", "kinds"),
    [
        (("talk", "demo", "offer", "terms", "won"), 5, {}),
        (("talk", "demo", "talk", "lost"), 4, {}),
        (("talk", "offer"), 2, {"skip": 1}),
        (("talk", "demo", "won"), 3, {"close": 1}),
        (("talk", "lost", "talk", "lost"), 4, {"after_close": 1}),
        (("talk", "talk"), 2, {"loop": 1}),
        (("demo", "offer"), 2, {"start": 1}),
        (("offer", "terms", "won", "lost"), 4, {"start": 1, "after_close": 1}),
        ((None, "talk", "demo"), 2, {}),
        ((None, "offer", "terms"), 2, {"start": 1}),
    ],
)
def test_conformance(stages: tuple[str | None, ...], moves: int, kinds: dict[str, int]) -> None:
    row = only("conformance", world(*stages))
    deviations = sum(kinds.values())
    expected = {**{"opportunities": 1, "histories": 1, "moves": moves}, **kinds}
    expected |= {"deviations": deviations} if deviations else {"fitting": 1, "fitting_share": 1}
    assert filled(row) == expected


def test_only_what_had_happened_is_judged() -> None:
    tables = world("talk", "offer", "talk")
    assert filled(only("conformance", tables, as_of="2026-06-01"))["skip"] == 1
    before = only("conformance", tables, as_of="2026-05-31")
    assert filled(before) == {  # it is known to have begun where it should
        **{"opportunities": 1, "histories": 1, "fitting": 1, "fitting_share": 1, "moves": 1}
    }
    assert filled(only("conformance", tables, as_of="2026-02-28")) == {}
    nothing_known = {"opportunities": 1}
    assert filled(only("conformance", world())) == nothing_known
    assert only("conformance", world())["fitting_share"] is None


def test_a_step_back_is_listed_or_not() -> None:
    listed = [(a, b) for a, b in zip(STAGES, list(STAGES)[1:5], strict=False)]
    listed.append(("talk", "lost"))
    definition = json.loads(PROCESS["definition"]) | {
        "transitions": [{"from": a, "to": b} for a, b in listed]
    }
    changes = {"process.pr.definition": json.dumps(definition)}
    row = only("conformance", world("talk", "demo", "talk", "lost"), changes)
    assert filled(row)["backward"] == row["deviations"] == 1


# --- data_quality ---------------------------------------------------------------------------------
def failed(changes: Changes, tables: dict[str, Any], **asked: Any) -> set[str]:
    found = rows("data_quality_records", tables, changes, **asked)
    row = only("data_quality", tables, changes, **asked)
    checks = {row["check"] for row in found}
    assert all(row[check] == (check in checks) for check in row if check in CHECKS)
    return checks


CHECKS = (
    *("no_amount", "no_expected_close", "no_owner", "no_products", "no_source", "zero_amount"),
    *("close_before_open", "stale", "overdue", "over_max_days", "wrong_process"),
    *("broken_history", "backdated", "batch_jump"),
)
RECENT = [{"opportunity": "o", "to": 100, "at": "2026-04-01"}]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"opportunity.o.amount": None}, {"no_amount"}),
        ({"opportunity.o.amount": 0}, {"zero_amount"}),
        ({"opportunity.o.expected_close": None}, {"no_expected_close"}),
        ({"opportunity.o.owner": None}, {"no_owner"}),
        ({"opportunity.o.source": None}, {"no_source"}),
        ({"opportunity.o.products": []}, {"no_products"}),
        (
            {
                "opportunity.o.products": [],
                "opportunity_product": [{"opportunity": "o", "product": "seals"}],
            },
            set(),
        ),
        ({"opportunity.o.expected_close": "2026-06-30"}, set()),
        ({"opportunity.o.expected_close": "2026-06-29"}, {"overdue"}),
        ({"opportunity.o.expected_close": "2026-05-01"}, {"overdue"}),
        ({"opportunity.o.expected_close": "2026-04-30"}, {"overdue", "close_before_open"}),
        ({"opportunity.o.opened": "2026-04-01"}, {"over_max_days"}),
        ({"opportunity.o.opened": "2026-03-31"}, {"over_max_days", "stale"}),
        ({"opportunity.o.opened": "2026-03-31", "amount_change": RECENT}, {"over_max_days"}),
        ({"opportunity.o.process": "standard", "opportunity.o.stage": "proposal"}, set()),
    ],
)
def test_what_an_open_one_fails(changes: Changes, expected: set[str]) -> None:
    """It was opened on 1 May; 60 days it may stand there."""
    tables = world(opened="2026-05-01")
    definition = PROCESS["definition"].replace('"max_days": 30', '"max_days": 60')
    changes = {"process.pr.definition": definition, **changes}
    elsewhere = changes.get("opportunity.o.process") == "standard"
    wrong = {"wrong_process"} if elsewhere else set()
    assert failed(changes, tables) == expected | wrong


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"opportunity.o.closed": "2026-06-05"}, {"backdated"}),
        ({"opportunity.o.expected_close": None}, set()),  # asked of open ones alone
        ({"stage_change": history("terms", "won")}, {"broken_history", "batch_jump"}),
    ],
)
def test_what_a_closed_one_fails(changes: Changes, expected: set[str]) -> None:
    assert failed(changes, world("talk", "demo", "offer", "terms", "won")) == expected


@pytest.mark.parametrize(("second", "jumps"), [(0, True), (60, True), (61, False)])
def test_a_jump_within_a_minute(second: int, jumps: bool) -> None:
    minute, rest = divmod(second, 60)
    later = {"opportunity": "o", "from": "demo", "to": "offer"}
    changes = {"stage_change": [{**later, "at": f"2026-06-01T00:{minute:02}:{rest:02}"}]}
    tables = world("talk", "demo", stage="offer")
    assert failed(changes, tables) == ({"batch_jump"} if jumps else set())


def test_a_closing_that_was_undone_is_not_backdated() -> None:
    tables = world("talk", "lost", "talk", "lost")
    assert failed({}, tables, as_of="2026-06-01") == set()
    moved = {"opportunity.o.closed": "2026-06-10"}
    assert failed(moved, tables) == {"backdated"}
    assert failed(moved, tables, as_of="2026-06-02") == set()


@pytest.mark.parametrize(("as_of", "records"), [("2027-06-04", 1), ("2027-06-05", 0)])
def test_what_was_closed_in_the_year_before(as_of: str, records: int) -> None:
    tables = world("talk", "demo", "offer", "terms", "won")
    assert only("data_quality", tables, as_of=as_of)["records"] == records


def test_the_score_is_the_mean_of_the_parts() -> None:
    """Five of completeness, one failing; two, three and three of the others, overdue failing."""
    tables = world("talk", "demo", opened="2026-05-01", source=None, expected_close="2026-06-29")
    row = only("data_quality", tables)
    assert [row[part] for part in ("completeness", "validity", "consistency")] == [0.8, 1, 1]
    assert row["timeliness"] == pytest.approx(2 / 3)
    assert row["score"] == pytest.approx(100 * (0.8 + 1 + 1 + 2 / 3) / 4)
    closed = world(stage="lost", closed="2026-06-30")
    row = only("data_quality", closed)
    assert (row["timeliness"], row["consistency"], row["score"]) == (None, None, 100)
    assert cells("data_quality", closed, by=["owner"], as_of="2026-02-01") == {}
    assert only("data_quality", closed, as_of="2026-02-01")["score"] is None
