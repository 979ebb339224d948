"""The builder of process definitions: what it builds is what one would have written."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import jsonschema
import pytest

import opportune as opp
from opportune.processes import Exit, Process, Stage

WRITTEN = json.loads("""
{
  "id": "swedish-direct",
  "name": "Direct sales in Sweden",
  "scope": "local",
  "markets": ["se"],
  "maturity": ["mature"],
  "structure": ["direct", "hybrid"],
  "kinds": ["new_business"],
  "stages": [
    {
      "id": "visit",
      "name": "Customer visit",
      "milestone": "discovery",
      "probability": 0.2,
      "max_days": 30,
      "suppress": ["*"],
      "exit": {
        "activities": [{"kind": "demo", "minimum": 2}, "call"],
        "fields": ["amount"],
        "roles": ["legal"],
        "approvals": ["legal", "sales_manager"],
        "requirements": true
      }
    },
    {"id": "won", "milestone": "won", "probability": 1.0},
    {"id": "lost", "milestone": "lost"}
  ],
  "transitions": [
    {"from": "visit", "to": "won"},
    {"from": "visit", "to": "lost"},
    {"from": "lost", "to": "visit"}
  ]
}
""")


def built() -> Process:
    return (
        Process(
            "swedish-direct",
            "Direct sales in Sweden",
            scope="local",
            markets="se",
            maturity=["mature"],
            structure=["direct", "hybrid"],
            kinds=["new_business"],
        )
        .stage(
            "visit",
            name="Customer visit",
            milestone="discovery",
            probability=0.2,
            max_days=30,
            suppress="*",
            exit=Exit(
                activities={"demo": 2, "call": 1},
                fields=["amount"],
                roles={"legal": 1},
                approvals=["legal", "sales_manager"],
                requirements=True,
            ),
        )
        .stage("won", milestone="won", probability=1)
        .stage("lost", milestone="lost")
        .move("visit", "won", "lost")
        .move("lost", "visit")
    )


def market(ws: opp.Workspace) -> opp.Workspace:
    ws.put("market", id="se", currency="SEK")
    return ws


def test_what_is_built_is_what_is_written() -> None:
    assert built().to_dict() == WRITTEN
    assert jsonschema.Draft202012Validator(opp.processes.schema()).is_valid(built().to_dict())


def test_what_is_not_said_is_not_written() -> None:
    process = (
        Process("p")
        .stage("a", milestone="qualified", exit=Exit())
        .stage("w", milestone="won", max_days=0, probability=0)
    )
    assert process.to_dict() == {
        "id": "p",
        "stages": [
            {"id": "a", "milestone": "qualified"},
            {"id": "w", "milestone": "won", "probability": 0.0, "max_days": 0},
        ],
    }


def test_days_may_be_counted_as_business_days() -> None:
    stage = Process("p").stage("a", milestone="qualified", max_days=5, days="business").stages[0]
    assert stage.to_dict() == {
        "id": "a", "milestone": "qualified", "max_days": 5, "days": "business"
    }  # fmt: skip


def library_as_built() -> dict[str, Process]:
    """The library's definitions, stage by stage, through the builder."""
    out = {}
    for name, written in opp.processes.library().items():
        applies = {key: written.get(key, ()) for key in ("maturity", "structure", "kinds")}
        process = Process(name, written["name"], scope=written["scope"], **applies)
        for stage in written["stages"]:
            given = dict(stage)
            if "exit" in given:
                asked = dict(given["exit"])
                asked["activities"] = {
                    item if isinstance(item, str) else item["kind"]:
                    1 if isinstance(item, str) else item["minimum"]
                    for item in asked.get("activities", [])
                }  # fmt: skip
                given["exit"] = Exit(**asked)
            process = process.stage(given.pop("id"), **given)
        for move in written.get("transitions", []):
            process = process.move(move["from"], move["to"])
        out[name] = process
    return out


@pytest.mark.parametrize("name", opp.processes.library())
def test_the_library_can_be_built(name: str) -> None:
    """To the engine they are one definition: putting the built one after the other makes no new
    version."""
    ws = opp.memory()
    ws.put("process", id=name, definition=opp.processes.library()[name])
    library_as_built()[name].put(ws)
    ws.load(
        market=[{"id": "se", "currency": "SEK"}],
        account=[{"id": "acme", "market": "se"}],
        opportunity=[
            {"id": "o", "account": "acme", "process": name, "opened": "2026-01-05",
             "stage": opp.processes.library()[name]["stages"][0]["id"]}
        ],
    )  # fmt: skip
    assert ws.checklist("o", as_of="2026-02-01").version == 1


def test_it_is_put_as_itself_as_a_record_or_loaded() -> None:
    one, two, three = market(opp.memory()), market(opp.memory()), market(opp.memory())
    built().put(one)
    two.put("process", **built().record())
    three.load(process=[built().record()])
    rows = [ws.table("process").head(1)[0] for ws in (one, two, three)]
    assert {(row["id"], row["name"]) for row in rows} == {
        ("swedish-direct", "Direct sales in Sweden")
    }
    assert [json.loads(row["definition"]) for row in rows] == [WRITTEN] * 3
    four = market(opp.memory())
    four.load(process=opp.processes.records([built().to_dict()]))
    assert four.table("process")["name"] == ["Direct sales in Sweden"]


def test_nothing_that_is_built_is_altered() -> None:
    process = built()
    longer = process.stage("abandoned", milestone="abandoned")
    assert process == built() != longer
    assert len(process.stages) == 3
    assert hash(process) == hash(built())
    process.to_dict()["stages"].clear()
    assert process.to_dict() == WRITTEN
    with pytest.raises(dataclasses.FrozenInstanceError):
        process.id = "other"  # type: ignore[misc]
    renamed = dataclasses.replace(process, id="other", stages=process.stages[:1])
    assert (renamed.id, renamed.markets, len(renamed.stages)) == ("other", ("se",), 1)
    first = process.stages[0]
    assert dataclasses.replace(first, max_days=5).exit == first.exit
    assert first.exit is not None
    assert dataclasses.replace(first.exit, fields=()).activities == first.exit.activities


def test_what_is_wrong_is_said_by_the_engine() -> None:
    ws = opp.memory()
    wrong = (
        Process("p", markets=["mars"], kinds=["sale"])
        .stage("a", milestone="first", probability=1.5, exit=Exit(activities={"demo": 0}))
        .stage("a", milestone="won")
        .move("a", "z")
    )
    with pytest.raises(opp.InputError) as error:
        wrong.put(ws)
    assert [issue.reason.split(" ")[0] for issue in error.value.issues] == [
        "kinds[0]",
        "stages[0].exit.activities[0].minimum",
        "stages[0].milestone",
        "stages[0].probability",
        "stages[1].id",
        "transitions[0].to",
    ]
    assert {(issue.table, issue.field) for issue in error.value.issues} == {
        ("process", "definition")
    }
    with pytest.raises(opp.InputError, match="there is no market 'mars'"):
        Process("p", markets=["mars"]).stage("a", milestone="qualified").stage(
            "w", milestone="won"
        ).put(ws)
    with pytest.raises(opp.InputError, match="stages must be a list of 1 to 1000 stages"):
        Process("p").put(ws)
    assert ws.tables()["process"] == 0


def test_a_definition_that_differs_is_a_new_version() -> None:
    ws = opp.memory()
    process = Process("p").stage("a", milestone="qualified").stage("w", milestone="won")
    ws.put("market", id="se", currency="SEK")
    ws.put("account", id="acme", market="se")
    process.put(ws)
    process.put(ws)
    opened = {"account": "acme", "process": "p", "stage": "a", "opened": "2026-01-05"}
    ws.put("opportunity", id="o1", **opened)
    dataclasses.replace(process, stages=(*process.stages, Stage(id="l", milestone="lost"))).put(
        ws, at="2026-02-01", by=None
    )
    ws.put("opportunity", id="o2", **opened)
    ways = {
        key: (found.version, [way.to for way in found.ways])
        for key, found in ((key, ws.checklist(key, "2026-03-01")) for key in ("o1", "o2"))
    }
    assert ways == {"o1": (1, ["w"]), "o2": (2, ["w", "l"])}


@pytest.mark.parametrize(
    ("build", "argument"),
    [
        (lambda: Process(7), "id"),
        (lambda: Process("p", name=7), "name"),
        (lambda: Process("p", scope=True), "scope"),
        (lambda: Process("p", markets=7), "markets"),
        (lambda: Process("p", kinds=[7]), "kinds"),
        (lambda: Process("p").stage(7, milestone="won"), "id"),
        (lambda: Process("p").stage("a", milestone=None), "milestone"),
        (lambda: Process("p").stage("a", milestone="won", probability="high"), "probability"),
        (lambda: Process("p").stage("a", milestone="won", probability=True), "probability"),
        (lambda: Process("p").stage("a", milestone="won", max_days=2.5), "max_days"),
        (lambda: Process("p").stage("a", milestone="won", days=5), "days"),
        (lambda: Process("p").stage("a", milestone="won", suppress=7), "suppress"),
        (lambda: Process("p").stage("a", milestone="won", exit={"fields": []}), "exit"),
        (lambda: Process("p").move("a"), "move"),
        (lambda: Process("p").move("a", 7), "to"),
        (lambda: Process("p").move(7, "a"), "from_"),
        (lambda: Exit(activities=7), "activities"),
        (lambda: Exit(activities={"demo": "two"}), "activities"),
        (lambda: Exit(roles={7: 1}), "roles"),
        (lambda: Exit(fields=[None]), "fields"),
        (lambda: Exit(requirements="yes"), "requirements"),
        (lambda: opp.processes.records({"id": "p"}), "definitions"),
    ],
)
def test_a_wrong_type_is_a_type_error_that_names_it(build: Any, argument: str) -> None:
    with pytest.raises(TypeError, match=argument):
        build()


def test_it_shows_its_stages() -> None:
    assert repr(built()) == ("Process swedish-direct: visit (discovery), won (won), lost (lost)")
    assert repr(Process("p")) == "Process p: no stages yet"
