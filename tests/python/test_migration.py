"""Migrations as Python callers ask for them; what comes of them is in tests/scenarios. Versions
through files, and the builders of both languages against one file."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import opportune as opp
from opportune import processes
from opportune.processes import Exit, Process

AT = "2026-03-01T09:00:00Z"
DATA = Path(__file__).resolve().parents[1] / "data"

FIRST = (
    Process("own")
    .stage("talk", milestone="qualified")
    .stage("offer", milestone="proposal")
    .stage("won", milestone="won")
)
SECOND = (
    Process("own")
    .stage("talk", milestone="qualified")
    .stage("bid", milestone="proposal", suppress="mailing")
    .stage("won", milestone="won")
)


def organisation() -> opp.Workspace:
    """Two deals under the first version; the second has come since."""
    workspace = opp.memory()
    deal = {"account": "acme", "process": "own", "opened": "2026-01-05"}
    workspace.load(
        market=[{"id": "se", "currency": "SEK"}],
        person=[{"id": "maud", "role": "sales_manager"}],
        account=[{"id": "acme", "market": "se"}],
        process=[FIRST.record()],
        opportunity=[{"id": "o1", "stage": "talk", **deal}, {"id": "o2", "stage": "offer", **deal}],
        activity=[
            {"id": "m1", "kind": "mailing", "channel": "marketing", "account": "acme",
             "status": "active"},
        ],
    )  # fmt: skip
    SECOND.put(workspace, at="2026-02-01", by="maud")
    return workspace


def test_a_migration_tells_what_moved_and_what_follows() -> None:
    workspace = organisation()
    done = workspace.migrate("own", stages={"offer": "bid"}, at=AT, by="maud", reason="new")
    assert done.process == "own"
    assert done.version == 2
    assert done.at == dt.datetime(2026, 3, 1, 9, tzinfo=dt.timezone.utc)
    assert done.moved == (
        opp.Migrated("o1", 1, "talk", "talk"),
        opp.Migrated("o2", 1, "offer", "bid"),
    )
    assert done.unchanged == 0
    assert [effect.activity for effect in done.pause] == ["m1"]
    assert [effect.id for effect in done.opened] == ["marketing_collision:acme:m1"]
    assert (done.resume, done.closed) == ((), ())
    assert repr(done) == (
        "own: 2 to version 2, 0 ran it already\n"
        "  o1: talk (version 1) -> talk\n"
        "  o2: offer (version 1) -> bid\n"
        "  pause mailing m1 to acme\n"
        "  opens Marketing at acme should pause: activity m1 (no owner) would reach it while "
        "o2 (no owner, se) must not be disturbed."
    )
    again = workspace.migrate("own", at=dt.date(2026, 3, 2))
    assert (again.moved, again.unchanged) == ((), 2)


def test_named_opportunities_and_a_named_version() -> None:
    workspace = organisation()
    assert [
        one.opportunity for one in workspace.migrate("own", opportunities="o1", at=AT).moved
    ] == ["o1"]
    assert workspace.migrate("own", opportunities=[], at=AT).moved == ()
    back = workspace.migrate("own", opportunities=["o1", "o2"], version=1, at="2026-03-02")
    assert (len(back.moved), back.unchanged) == (1, 1)


def test_refusals_name_every_opportunity() -> None:
    workspace = organisation()
    with pytest.raises(opp.InputError) as refused:
        workspace.migrate("own", opportunities=["o9", "o2"], at=AT)
    assert [(issue.code, issue.row, issue.value) for issue in refused.value.issues] == [
        ("unknown_reference", 0, "o9"),
        ("stage_removed", 1, "o2"),
    ]
    assert workspace.tables()["stage_change"] == 0
    with pytest.raises(opp.NotFoundError, match="no process 'other'"):
        workspace.migrate("other")


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("process", 5),
        ("opportunities", 5),
        ("opportunities", [5]),
        ("version", "2"),
        ("version", True),
        ("stages", ["offer"]),
        ("stages", {"offer": 1}),
        ("at", 20260301),
        ("by", 5),
        ("reason", 5),
    ],
)
def test_wrong_types_are_type_errors(argument: str, value: Any) -> None:
    given: dict[str, Any] = {"process": "own", argument: value}
    with pytest.raises(TypeError, match=argument):
        organisation().migrate(**given)


def tables_of(workspace: opp.Workspace) -> dict[str, list[dict[str, Any]]]:
    return {name: workspace.table(name).to_pylist() for name in opp.table_names()}


def migrated() -> opp.Workspace:
    """o1 runs version 2, o2 version 1, and a third has come."""
    workspace = organisation()
    workspace.migrate("own", opportunities="o1", at=AT, by="maud", reason="new")
    FIRST.stage("lost", milestone="lost").put(workspace, at="2026-04-01")
    return workspace


def test_versions_survive_a_folder_of_csv_files(tmp_path: Path) -> None:
    workspace = migrated()
    for name, rows in workspace.tables().items():
        if rows:
            workspace.table(name).to_csv(tmp_path / f"{name}.csv")
    again = opp.memory()
    again.load_csv(tmp_path)
    assert tables_of(again) == tables_of(workspace)
    assert [(again.checklist(key).version, again.checklist(key).stage) for key in ("o1", "o2")] == [
        (2, "talk"),
        (1, "offer"),
    ]
    assert again.checklist("o1", as_of="2026-02-28").version == 1
    assert [row["version"] for row in again.table("process_version").to_pylist()] == [1, 2]


def test_versions_survive_arrow() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    workspace = migrated()
    again = opp.memory()
    again.load(
        **{
            name: pyarrow.table(workspace.table(name))
            for name, rows in workspace.tables().items()
            if rows
        }
    )
    assert tables_of(again) == tables_of(workspace)


BUILT = (
    Process(
        "own",
        "Our own",
        scope="global",
        markets=["se", "dk"],
        maturity=["mature", "growing"],
        structure="direct",
        kinds=["renewal", "expansion"],
    )
    .stage(
        "a",
        name="Meet",
        milestone="qualified",
        probability=0.125,
        max_days=9,
        days="business",
        suppress=["mailing", "seminar"],
        exit=Exit(
            activities={"call": 1, "demo": 2},
            fields=["amount", "buyer"],
            roles={"legal": 3, "seller": 1},
            approvals="sales_manager",
            requirements=True,
        ),
    )
    .stage("b", milestone="negotiation", probability=0.333333, max_days=0, suppress="*")
    .stage("w", milestone="won", probability=1)
    .stage("l", milestone="lost")
    .move("a", "b")
    .move("b", "w")
    .move("a", "l")
    .move("l", "a")
)


def test_the_versions_of_a_process_come_in_their_order() -> None:
    workspace = opp.memory()
    for number in range(1, 13):
        for process, kind in (("own", "renewal"), ("another", "expansion")):
            Process(process, kinds=[kind]).stage(
                "talk", milestone="qualified", max_days=number
            ).stage("won", milestone="won").put(workspace, at=f"2026-01-{number:02}")
    versions = workspace.table("process_version")
    before = [*range(1, 12)]
    assert versions["process"] == ["another"] * 11 + ["own"] * 11
    assert versions["version"] == before + before
    days = [json.loads(text)["stages"][0]["max_days"] for text in versions["definition"]]
    assert days == before + before


def test_both_builders_write_one_file_which_the_schema_takes() -> None:
    written = json.loads((DATA / "process.json").read_text(encoding="utf-8"))
    assert BUILT.to_dict() == written  # that of C++: tests/unit/process/builder_test.cpp
    jsonschema.validate(written, processes.schema())


def test_the_schema_for_milestones_of_the_organisation() -> None:
    names = ["contact", "signed"]
    definition = Process("p").stage("a", milestone="contact").stage("w", milestone="signed")
    jsonschema.validate(definition.to_dict(), processes.schema(milestones=names))
    with pytest.raises(jsonschema.ValidationError, match="contact"):
        jsonschema.validate(definition.to_dict(), processes.schema())
    policy = {"milestones": ["contact", {"name": "signed", "outcome": "won"}]}
    workspace = opp.memory(policy=policy)
    definition.put(workspace)
    with pytest.raises(opp.InputError, match="is set when a workspace is opened"):
        workspace.conflicts(policy=policy)
