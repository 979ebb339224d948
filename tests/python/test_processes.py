"""The library of processes, and its schema against the engine: what the schema refuses the engine
refuses, and what the engine alone finds is listed here."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import opportune as opp

Definition = dict[str, Any]
Place = tuple[str | int, ...]

LIBRARY = opp.processes.library()
SCHEMA = jsonschema.Draft202012Validator(opp.processes.schema())

# What the schema cannot say; docs/processes.md has the same list.
ONLY_THE_ENGINE = [
    r"\.id '.*' stands twice",  # two stages of one id
    r"\.(activities|roles)\[\d+\] '.*' stands twice",  # one kind or role with two minimums
    r"there is no stage '",
    r"leads from stage '.*' to itself",
    r"comes first, so opportunities start there: its milestone must be an open one",
    r"is a second start beside",
    r"cannot be reached from the start",
    r"no won stage can be reached from stage",
    r"leaves a closed stage for a closed one",
    r"on the way forward from .* the milestone falls",
    r"there is no market '",
    r"must be a whole number",  # 30.0, which JSON Schema calls an integer
]


def faults(definition: object) -> list[str]:
    """What the engine says of a definition."""
    ws = opp.memory()
    try:
        ws.put("process", id="p", definition=definition)
    except opp.InputError as error:
        for issue in error.issues:
            assert (issue.table, issue.row, issue.field) == ("process", 0, "definition")
        assert ws.tables()["process"] == 0
        return [issue.reason for issue in error.issues]
    return []


# --- the library ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIBRARY)
def test_a_definition_of_the_library_is_valid(name: str) -> None:
    assert list(SCHEMA.iter_errors(LIBRARY[name])) == []
    assert faults(LIBRARY[name]) == []
    assert LIBRARY[name]["id"] == name


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(opp.processes.schema())


@pytest.mark.parametrize("name", LIBRARY)
def test_what_is_asked_again_is_more(name: str) -> None:
    """What was done stays done and what was approved stays approved: to ask for it again, and not
    for more, would ask nothing."""
    done: dict[str, int] = {}
    approved: set[str] = set()
    for stage in LIBRARY[name]["stages"]:
        asked = stage.get("exit", {})
        for item in asked.get("activities", []):
            kind, minimum = (item, 1) if isinstance(item, str) else (item["kind"], item["minimum"])
            assert minimum > done.get(kind, 0), (stage["id"], kind)
            done[kind] = minimum
        assert approved.isdisjoint(asked.get("approvals", [])), stage["id"]
        approved |= set(asked.get("approvals", []))


@pytest.mark.parametrize("name", LIBRARY)
def test_its_page_says_what_is_in_it(name: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "process-library.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("| ")
    ][1:]
    stages = [stage for stage in LIBRARY[name]["stages"] if "max_days" in stage]
    assert [(row[0], row[1], row[2], row[5], row[6]) for row in rows] == [
        (
            stage["name"],
            stage["milestone"],
            f"{stage['probability']:.0%}",
            ", ".join(stage.get("suppress", [])).replace("*", "all"),
            str(stage["max_days"]),
        )
        for stage in stages
    ]
    for row, stage in zip(rows, stages, strict=True):
        asked = stage.get("exit", {})
        for role in [*asked.get("roles", []), *asked.get("approvals", [])]:
            words = role.replace("_", " ").removesuffix(" account manager")
            assert words in row[4], (row[0], role)
        assert ("legal requirements" in row[3]) == asked.get("requirements", False), row[0]
        assert ("approve" in row[4]) == ("approvals" in asked), row[0]


MARKETS = [
    {"id": f"{maturity}-{structure}", "maturity": maturity, "structure": structure, "country": "SE"}
    for maturity in ("emerging", "growing", "mature")
    for structure in ("direct", "partner", "hybrid")
] + [{"id": "plain", "country": "SE"}]


def test_all_four_together_do_not_tie() -> None:
    ws = opp.memory()
    ws.load(market=MARKETS, process=opp.processes.records())
    assert ws.table("process")["id"] == sorted(LIBRARY)


def test_what_is_altered_is_the_callers_own() -> None:
    opp.processes.library()["mature-direct"]["stages"].clear()
    assert opp.processes.library() == LIBRARY


@pytest.mark.parametrize(
    ("market", "kind", "across", "applies"),
    [
        ("mature-direct", "new_business", False, "mature-direct"),
        ("mature-direct", None, False, "mature-direct"),
        ("mature-hybrid", "new_agreement", False, "mature-direct"),
        ("growing-direct", "new_business", False, "mature-direct"),
        ("emerging-partner", "new_business", False, "emerging-partner"),
        ("growing-partner", "renewal", False, "emerging-partner"),
        ("mature-direct", "renewal", False, "short-transactional"),
        ("growing-hybrid", "expansion", False, "short-transactional"),
        ("emerging-direct", "new_business", False, "standard"),
        ("mature-partner", "renewal", False, "standard"),
        ("plain", "renewal", False, "standard"),
        ("mature-direct", "renewal", True, "global-account"),
        ("emerging-partner", "new_business", True, "global-account"),
        ("plain", None, True, "global-account"),
    ],
)
def test_which_process_of_the_library_applies(
    market: str, kind: str | None, across: bool, applies: str
) -> None:
    ws = opp.memory()
    ws.load(
        market=MARKETS,
        process=opp.processes.records(),
        account=[{"id": "acme", "market": market, "global": across}],
        opportunity=[
            {"id": "o", "account": "acme", "stage": "qualified", "opened": "2026-01-05",
             "kind": kind}
        ],
    )  # fmt: skip
    assert ws.checklist("o", as_of="2026-02-01").applies == applies


def local_and_global(**conditions: list[str]) -> opp.Workspace:
    stages = [{"id": "a", "milestone": "qualified"}, {"id": "w", "milestone": "won"}]
    ws = opp.memory()
    ws.load(
        market=MARKETS,
        process=[
            {"id": "here", "definition": {"stages": stages}},
            {"id": "all", "definition": {"scope": "global", "stages": stages, **conditions}},
        ],
        account=[{"id": "acme", "market": "plain", "global": True}],
        opportunity=[
            {"id": kind, "account": "acme", "process": "here", "stage": "a", "kind": kind,
             "opened": "2026-01-05"}
            for kind in ("renewal", "expansion")
        ],
    )  # fmt: skip
    return ws


def test_a_global_group_runs_a_local_process_where_no_global_one_fits() -> None:
    ws = local_and_global(kinds=["renewal"])
    assert [ws.checklist(kind).applies for kind in ("renewal", "expansion")] == ["all", "here"]
    assert local_and_global().checklist("expansion").applies == "all"


def test_maturity_and_structure_are_not_inherited() -> None:
    ws = opp.memory()
    ws.load(
        market=[
            {"id": "region", "maturity": "mature", "structure": "direct"},
            {"id": "below", "parent": "region"},
        ],
        process=opp.processes.records(),
        account=[{"id": key, "market": key} for key in ("region", "below")],
        opportunity=[
            {"id": key, "account": key, "stage": "qualified", "opened": "2026-01-05"}
            for key in ("region", "below")
        ],
    )
    applies = [ws.checklist(key).applies for key in ("region", "below")]
    assert applies == ["mature-direct", "standard"]


@pytest.mark.parametrize(
    ("edit", "version"),
    [
        (lambda d: d.update(name="Other", id="other", markets=[], scope="local"), 1),
        (lambda d: d["stages"][1].update(name="w", probability=0, exit={}, suppress=None), 1),
        (lambda d: d["stages"].__setitem__(0, {"milestone": "qualified", "id": "a"}), 1),
        (lambda d: d["stages"][1].update(name="Won"), 2),
        (lambda d: d.update(kinds=["renewal"]), 2),
        (lambda d: d.update(transitions=[{"from": "a", "to": "w"}]), 2),
    ],
)
def test_what_makes_a_new_version(edit: Callable[[Definition], object], version: int) -> None:
    definition: Definition = {
        "stages": [{"id": "a", "milestone": "qualified"}, {"id": "w", "milestone": "won"}]
    }
    ws = opp.memory()
    ws.put("market", id="se")
    ws.put("account", id="acme", market="se")
    ws.put("process", id="p", definition=definition)
    edit(definition)
    ws.put("process", id="p", name="Other", definition=definition)
    ws.put("opportunity", id="o", account="acme", process="p", stage="a", opened="2026-01-05")
    assert ws.checklist("o").version == version


# --- the schema and the engine --------------------------------------------------------------------


def nodes(value: Any, path: Place = ()) -> Iterator[Place]:
    """The path of everything in a document but itself."""
    inside = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list)
        else ()
    )  # fmt: skip
    for key, item in inside:
        yield (*path, key)
        yield from nodes(item, (*path, key))


def at(document: Any, path: Place) -> Any:
    for step in path:
        document = document[step]
    return document


def written(path: Place) -> str:
    """As the engine writes a path."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


OTHER_VALUES: list[Any] = [
    None, True, "", "x", "*", -1, 0, 1, 0.5, 1.5, 2, 30.0, 10**6, 10**6 + 1, [], ["x"], ["x", "x"],
    [1], {}, {"x": 1}, "global", "won", "qualified", "lost", "amount", "mature", "renewal",
]  # fmt: skip


def mutated(dice: random.Random, definition: Definition) -> tuple[Definition, Place]:
    """A definition that differs in one place, and that place."""
    out = copy.deepcopy(definition)
    path = dice.choice(list(nodes(out)))
    holder, key = at(out, path[:-1]), path[-1]
    what = dice.choice(["removed", "changed", "changed", "added", "repeated"])
    if what == "removed":
        del holder[key]
    elif what == "changed":
        holder[key] = copy.deepcopy(dice.choice(OTHER_VALUES))
    elif isinstance(holder, list):
        copied = copy.deepcopy(holder[key] if what == "repeated" else dice.choice(OTHER_VALUES))
        holder.append(copied)
        path = (*path[:-1], len(holder) - 1)
    else:
        added = dice.choice(["colour", "minimum", "exit", "requirements", "name"])
        holder[added] = copy.deepcopy(dice.choice(OTHER_VALUES))
        path = (*path[:-1], added)
    return out, path


@pytest.fixture(scope="module")
def mutations() -> list[tuple[Definition, Place, bool]]:
    """Definitions, each with the place where it was altered, and whether it fits the schema."""
    dice = random.Random(2026)
    bases = [copy.deepcopy(definition) for definition in LIBRARY.values()]
    bases[0]["stages"][0]["exit"]["roles"] = [{"role": "partner_manager", "minimum": 2}]
    made = [mutated(dice, dice.choice(bases)) for _ in range(3000)]
    return [(definition, path, SCHEMA.is_valid(definition)) for definition, path in made]


def names_the_place(reason: str, path: Place) -> bool:
    """The reason's path holds the place, or lies in it. Of two that are alike it may name the
    other; and a won stage that is gone is missed where there should be one, and by the moves."""
    there, place = reason.split(" ")[0], written(path)
    if reason.endswith("stands twice"):
        place = written(path[: 1 if path[0] == "transitions" else -1])
    gone = path[0] == "stages" and (there == "stages" or "there is no stage" in reason)
    return gone or there.startswith(place) or place.startswith(there)


def test_what_the_schema_refuses_the_engine_refuses_and_says_where(
    mutations: list[tuple[Definition, Place, bool]],
) -> None:
    refused = [(made, path) for made, path, fits in mutations if not fits]
    assert len(refused) > 1000
    for made, path in refused:
        reasons = faults(made)
        assert reasons, (written(path), made)
        assert any(names_the_place(reason, path) for reason in reasons), (path, reasons)


def test_what_the_engine_alone_refuses_is_listed(
    mutations: list[tuple[Definition, Place, bool]],
) -> None:
    passed = [(made, path) for made, path, fits in mutations if fits]
    assert len(passed) > 500
    found: set[str] = set()
    accepted = 0
    for made, path in passed:
        reasons = faults(made)
        accepted += not reasons
        for reason in reasons:
            kinds = {kind for kind in ONLY_THE_ENGINE if re.search(kind, reason)}
            assert kinds, (path, reason)
            found |= kinds
    assert accepted > 100
    assert len(found) >= 8, found


STAGES = [
    {"id": "a", "name": "Meet", "milestone": "qualified"},
    {"id": "b", "name": "Offer", "milestone": "proposal"},
    {"id": "w", "name": "Won", "milestone": "won"},
    {"id": "l", "name": "Lost", "milestone": "lost"},
]


def moves(*pairs: str) -> list[dict[str, str]]:
    return [{"from": pair[0], "to": pair[1]} for pair in pairs]


@pytest.mark.parametrize(
    ("definition", "reason"),
    [
        ({"stages": [*STAGES, STAGES[0]]}, "stages[4].id 'a' stands twice"),
        ({"stages": [{**STAGES[0], "exit": {"roles": ["x", {"role": "x", "minimum": 2}]}},
                     *STAGES[1:]]}, "stages[0].exit.roles[1] 'x' stands twice"),
        ({"stages": STAGES, "transitions": moves("az")}, "transitions[0].to there is no stage 'z'"),
        ({"stages": STAGES, "transitions": moves("aa")},
         "transitions[0] leads from stage 'Meet' to itself"),
        ({"stages": STAGES[::-1]}, "stages[0] stage 'Lost' comes first"),
        ({"stages": STAGES, "transitions": moves("aw", "al", "bw")},
         "stages[1] stage 'Offer' is a second start beside 'Meet'"),
        ({"stages": STAGES, "transitions": moves("ab", "bw")},
         "stages[3] stage 'Lost' cannot be reached from the start, 'Meet'"),
        ({"stages": STAGES, "transitions": moves("ab", "aw", "al")},
         "stages[1] no won stage can be reached from stage 'Offer'"),
        ({"stages": STAGES, "transitions": moves("ab", "bw", "al", "lw")},
         "stages[3] the transition from 'Lost' to 'Won' leaves a closed stage for a closed one"),
        ({"stages": [STAGES[1], STAGES[0], *STAGES[2:]]},
         "stages[0] on the way forward from 'Offer' to 'Meet' the milestone falls"),
        ({"stages": STAGES, "markets": ["mars"]}, "there is no market 'mars'"),
        ({"stages": [{**STAGES[0], "max_days": 30.0}, *STAGES[1:]]},
         "stages[0].max_days must be a whole number"),
    ],
)  # fmt: skip
def test_what_only_the_engine_finds(definition: Definition, reason: str) -> None:
    assert SCHEMA.is_valid(definition)
    reasons = faults(definition)
    assert any(reason in found for found in reasons), reasons


@pytest.mark.parametrize("value", [[1], "text", 7, True])
def test_a_definition_is_an_object(value: object) -> None:
    assert not SCHEMA.is_valid(value)
    assert faults(value)


def listed(reason: str) -> list[str]:
    return reason.split(": ", 1)[1].split(", ")


def test_the_lists_of_words_are_those_of_the_engine() -> None:
    stage = {**STAGES[0], "milestone": "x", "exit": {"fields": ["x"]}, "x": 1}
    exit_ = {**STAGES[1], "exit": {"x": 1}}
    wrong = {
        "x": 1, "maturity": ["x"], "structure": ["x"], "kinds": ["x"], "scope": "x",
        "stages": [stage, exit_, *STAGES[2:]],
    }  # fmt: skip
    said = {reason.split(" ")[0]: listed(reason) for reason in faults(wrong)}
    schema = opp.processes.schema()
    members, parts = schema["properties"], schema["$defs"]
    stages, exits = parts["stage"]["properties"], parts["exit"]["properties"]
    assert said["x"] == list(members)
    assert said["maturity[0]"] == members["maturity"]["items"]["enum"]
    assert said["structure[0]"] == members["structure"]["items"]["enum"]
    assert said["kinds[0]"] == members["kinds"]["items"]["enum"]
    assert [*said["scope"], None] == members["scope"]["enum"]
    assert said["stages[0].milestone"] == stages["milestone"]["enum"]
    assert said["stages[0].exit.fields[0]"] == exits["fields"]["items"]["enum"]
    assert said["stages[0].x"] == list(stages)
    assert said["stages[1].exit.x"] == list(exits)
