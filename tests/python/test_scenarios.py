"""The scenarios of tests/scenarios through Python. docs/scenarios.md describes the files."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import opportune as opp

FOLDER = Path(__file__).resolve().parents[1] / "scenarios"
LISTS = {"products", "markets", "members"}
OPTIONS = re.compile(
    r"\b(as of|by|rollup|where|from|to|of|at|version|in|limit|language"
    r"|dates|close_from|close_to)\b\s*"
)
ISSUE = ("code", "table", "row", "field", "value", "reason")
REFUSABLE = (
    "loaded", "saved", "check", "pipeline", "funnel", "measure", "advance", "convert", "migrate",
    "what_if",
)  # fmt: skip
RELATED = ("type", "id", "market", "owner", "since", "evidence")
PREDICTED = (
    "id", "kind", "severity", "group", "opens", "pairs", "since", "value_minor", "currency",
    "explanation",
)  # fmt: skip


# --- reading --------------------------------------------------------------------------------------


@dataclass
class Rows:
    """A table of texts; an empty text is an empty cell."""

    columns: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)

    def records(self) -> list[dict[str, str]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.cells]


@dataclass
class Step:
    line: int
    keyword: str
    words: list[str]
    rows: Rows = field(default_factory=Rows)


@dataclass
class Scenario:
    file: str
    name: str
    steps: list[Step]


def read(path: Path) -> list[Scenario]:
    background: list[Step] = []
    scenarios: list[Scenario] = []
    steps = background
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#") or line == "background":
            continue
        if line.startswith("scenario:"):
            steps = list(background)
            scenarios.append(Scenario(path.name, line.removeprefix("scenario:").strip(), steps))
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line[1:-1].split("|")]
            rows = steps[-1].rows
            if rows.columns:
                assert len(cells) == len(rows.columns), f"{path.name}:{number}"
                rows.cells.append(cells)
            else:
                rows.columns = cells
        else:
            keyword, *words = line.split()
            keyword = steps[-1].keyword if keyword == "and" else keyword
            assert keyword in ("given", "when", "then", "reporting", "policy", "clock"), (
                f"{path.name}:{number}"
            )
            steps.append(Step(number, keyword, words))
    return scenarios


def options(words: Sequence[str]) -> list[tuple[str, list[str]]]:
    """What stands before the first option is under ""."""
    first, *rest = OPTIONS.split(" ".join(words))
    pairs = [("", first), *zip(rest[::2], rest[1::2], strict=True)]
    return [(name, [value.strip() for value in text.split(",")]) for name, text in pairs]


# --- comparing ------------------------------------------------------------------------------------


def text(value: Any) -> str:
    """A value of an answer as scenarios write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.timezone.utc).isoformat().replace("+00:00", "Z")
    if isinstance(value, (list, tuple)):
        return ";".join(map(text, value))
    return str(value)


def near(expected: str, actual: str) -> bool:
    """Real numbers are compared to as many decimals as are expected."""
    if "." not in expected + actual:
        return False
    decimals = len(expected.partition(".")[2]) if "." in expected else 9
    try:
        return abs(float(expected) - float(actual)) <= 0.5000001 * 10**-decimals
    except ValueError:
        return False


def cell_matches(expected: str, actual: str) -> bool:
    if expected in ("*", actual):
        return True
    if len(expected) > 1 and expected.startswith("~"):
        return expected[1:] in actual
    is_date = re.fullmatch(r"\d{4}-\d\d-\d\d", expected)
    return bool(is_date and actual.startswith(expected + "T")) or near(expected, actual)


def compare(expected: Rows, actual: Iterable[Mapping[str, Any]], in_order: bool) -> None:
    found = [
        {name: text(value) for name, value in row.items() if name in expected.columns}
        for row in actual
    ]
    left = list(found)
    for row in expected.records():
        candidates = left[:1] if in_order else left
        match = next(
            (have for have in candidates if all(cell_matches(row[c], have[c]) for c in row)), None
        )
        assert match is not None, f"no row {row} in {found}"
        left.remove(match)
    assert not left, f"not expected: {left}"


# --- running --------------------------------------------------------------------------------------


def record(columns: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    return {
        name: cell.split(";") if name in LISTS else cell
        for name, cell in zip(columns, cells, strict=True)
        if cell
    }


class Runner:
    def __init__(self) -> None:
        self.currency = "EUR"
        self.policy: dict[str, Any] | None = None
        self.clock: dt.datetime | None = None
        self.workspace: opp.Workspace | None = None
        self.given: dict[str, list[Rows]] = {}
        self.answer: dict[str, list[dict[str, Any]]] = {}
        self.refused: opp.Error | None = None

    def run(self, scenario: Scenario) -> None:
        for step in scenario.steps:
            try:
                self.take(step)
            except AssertionError as error:
                raise AssertionError(f"{scenario.file}:{step.line}: {error}") from error
        if self.refused is not None:
            raise self.refused

    def take(self, step: Step) -> None:
        if step.keyword == "reporting":
            self.currency = step.words[1]
        elif step.keyword == "policy":
            self.policy = json.loads(" ".join(step.words))
        elif step.keyword == "clock":
            self.clock = dt.datetime.fromisoformat(step.words[0])
        elif step.keyword == "given":
            self.given.setdefault(step.words[0], []).append(step.rows)
        elif step.keyword == "when":
            if self.refused is not None:
                raise self.refused
            self.answer = {}
            self.when(step)
        else:
            self.then(step)

    def ready(self) -> opp.Workspace:
        if self.workspace is None:
            self.workspace = opp.memory(self.currency, self.policy, self.clock)
        given, self.given = self.given, {}
        if given:
            self.workspace.load(**{name: merged(parts) for name, parts in given.items()})
        return self.workspace

    def when(self, step: Step) -> None:
        what, asked = step.words[0], options(step.words[1:])
        if what not in REFUSABLE:
            self.ready()
        try:
            self.ask(what, asked, step.rows)
        except opp.Error as error:
            self.refused = error

    def ask(self, what: str, asked: list[tuple[str, list[str]]], rows: Rows) -> None:
        every = dict(asked)
        one = {name: values[0] for name, values in asked if values[0]}
        workspace = self.ready()
        drafts = [record(rows.columns, cells) for cells in rows.cells]
        if what == "saved":
            at = {"at": one["at"]} if "at" in one else {}
            changes = [{"table": one[""], "record": draft, **at} for draft in drafts]
            self.answer = effects_tables(workspace.apply(changes))
        elif what == "advance_clock":
            self.answer = effects_tables(workspace.advance_clock(one["to"]))
        elif what == "what_if":
            changes = [{"table": one[""], "record": draft} for draft in drafts]
            self.answer = foreseen(workspace.what_if(changes, as_of=one.get("as of")))
        elif what == "check":
            draft: dict[str, Any] = {one[""]: drafts[0]}
            self.decide(workspace.check(**draft, as_of=one["as of"], language=one.get("language")))
        elif what == "advance":
            requests = [request(draft, one) for draft in drafts]
            self.answer = moved(workspace.advance_all(requests))
        elif what == "convert":
            conversion = workspace.convert(**request(drafts[0], one))
            self.decide(conversion.decision)
            self.answer["conversion"] = [dict(vars(conversion))]
        elif what == "migrate":
            self.answer = migrated(workspace.migrate(**migration(drafts[0], one)))
        elif what == "reloaded":
            tables = {name: workspace.table(name) for name in opp.table_names()}
            self.workspace = opp.memory(self.currency, self.policy, self.clock)
            self.workspace.load(**{name: table for name, table in tables.items() if len(table)})
        elif what == "checklist":
            self.answer = listed(workspace.checklist(one[""], as_of=one.get("as of")))
        elif what == "process_choice":
            found = workspace.process_choice(one["of"], as_of=one.get("as of"))
            self.answer[what] = found.to_pylist()
        elif what == "activities":
            self.answer[what] = workspace.activities(one[""], as_of=one.get("as of")).to_pylist()
        elif what == "audience":
            self.answer = simulated(workspace, rows, one, asked)
        elif what == "deviations":
            found = workspace.deviations(one.get("of"), as_of=one.get("as of"))
            self.answer["deviation"] = found.to_pylist()
        elif what == "process_edges":
            version = int(one["version"]) if "version" in one else None
            edges = workspace.process_edges(one["of"], version=version, as_of=one.get("as of"))
            self.answer["process_edge"] = edges.to_pylist()
        elif what == "conflicts":
            table = workspace.conflicts(
                kinds=every.get("of", ()), language=one.get("in", "en"), as_of=one["as of"]
            )
            self.answer["conflict"] = table.to_pylist()
            self.answer["conflict_member"] = table.members.to_pylist()
            self.answer["conflict_pair"] = table.pairs.to_pylist()
        elif what == "conflict_graph":
            limit = {"node_limit": int(one["limit"])} if "limit" in one else {}
            graph = workspace.conflict_graph(
                one["of"], language=one.get("in", "en"), as_of=one["as of"], **limit
            )
            self.answer["graph_node"] = graph.nodes.to_pylist()
            self.answer["graph_edge"] = graph.edges.to_pylist()
        elif what in ("conflict_history", "leakage"):
            groups = [condition(values)[1] for name, values in asked if name == "where"]
            period: dict[str, Any] = {"from_": one.get("from"), "to": one.get("to")}
            period["groups"] = groups[0] if groups else ()
            if what == "leakage":
                found = workspace.leakage(**period, as_of=one.get("as of"))
                self.answer[what] = found.to_pylist()
            else:
                found = workspace.conflict_history(**period, kinds=every.get("of", ()))
                self.answer["conflict_span"] = found.to_pylist()
        elif what == "export":
            self.answer[one[""]] = workspace.table(one[""]).to_pylist()
        elif what == "groups":
            self.answer[what] = workspace.groups(as_of=one["as of"]).to_pylist()
        elif what in ("pipeline", "funnel", "measure"):
            measure = one[""] if what == "measure" else what
            self.answer[measure] = workspace.query(
                measure,
                by=every.get("by", ()),
                rollup=every.get("rollup", ()),
                where=dict(condition(values) for name, values in asked if name == "where"),
                from_=one.get("from"),
                to=one.get("to"),
                as_of=one.get("as of"),
                dates=every.get("dates", ()),
                close_from=one.get("close_from"),
                close_to=one.get("close_to"),
            ).to_pylist()
        else:
            assert what == "loaded", f"unknown question '{what}'"

    def decide(self, decision: opp.Decision) -> None:
        self.answer["decision"] = [{"verdict": decision.verdict, "group": decision.group}]
        self.answer["conflict"] = [
            {name: getattr(conflict, name) for name in PREDICTED} for conflict in decision.conflicts
        ]
        self.answer["related"] = [
            {"conflict": conflict.id} | {name: getattr(member, name) for name in RELATED}
            for conflict in decision.conflicts
            for member in conflict.related
        ]
        self.answer["process"] = [dataclasses.asdict(decision.process)]
        for table, found in (
            ("agreement", decision.agreements),
            ("requirement", decision.requirements),
            ("person", decision.people),
            ("paused", decision.paused),
            ("suppressed_by", decision.suppressed_by),
        ):
            self.answer[table] = [dataclasses.asdict(item) for item in found]

    def then(self, step: Step) -> None:
        what = step.words[0]
        if what == "refused":
            assert self.refused is not None, "nothing was refused"
            refused, self.refused = self.refused, None
            compare(step.rows, issues(refused), in_order=False)
            return
        if self.refused is not None:
            raise self.refused
        if what == "verdict":
            assert self.answer["decision"][0]["verdict"] == step.words[1]
        elif what == "no":
            assert not self.answer[step.words[1]]
        else:
            compare(step.rows, self.answer[what], in_order="order" in step.words[1:])


def effects_tables(effects: opp.Effects) -> dict[str, list[dict[str, Any]]]:
    """The answer of a change or of the clock as tables."""
    lists = ("opened", "changed", "closed")
    return {
        "effects": [{"applied": effects.applied, "groups": effects.groups}],
        **{
            name: [dataclasses.asdict(change) for change in getattr(effects, name)]
            for name in lists
        },
    }


def foreseen(found: opp.WhatIf) -> dict[str, list[dict[str, Any]]]:
    """The answer to what_if as tables."""
    tables = ("pipeline", "coverage", "agreements")
    return {
        "decision": [{"verdict": found.verdict}],
        **effects_tables(found.effects),
        **{name: getattr(found, name).to_pylist() for name in tables},
    }


def request(draft: dict[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of a move or a conversion."""
    forced = {"force": draft["force"] == "true"} if "force" in draft else {}
    at = {"at": asked["at"]} if "at" in asked else {}
    return {**draft, **forced, **at}


def migration(draft: dict[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of a migration."""
    given: dict[str, Any] = request(draft, asked)
    if "opportunities" in given:
        given["opportunities"] = given["opportunities"].split(";")
    if "version" in given:
        given["version"] = int(given["version"])
    if "stages" in given:
        given["stages"] = dict(pair.split("=") for pair in given["stages"].split(";"))
    return given


def migrated(result: opp.Migration) -> dict[str, list[dict[str, Any]]]:
    row = dataclasses.asdict(result)
    return {
        "migration": [row],
        "migrated": [{**moved, "from": moved["from_"]} for moved in row["moved"]],
        "activity_effect": [
            {"effect": name, **item} for name in ("pause", "resume") for item in row[name]
        ],
        "conflict_effect": [
            {"effect": name, **item} for name in ("opened", "closed") for item in row[name]
        ],
    }


def moved(transitions: Sequence[opp.Transition]) -> dict[str, list[dict[str, Any]]]:
    """The answer to advance as tables: see tests/scenarios/process_answers.hpp."""
    answer: dict[str, list[dict[str, Any]]] = {
        "transition": [], "missing": [], "activity_effect": [], "conflict_effect": []
    }  # fmt: skip
    for move in transitions:
        row = dataclasses.asdict(move)
        answer["transition"].append({**row, "from": row["from_"]})
        key = {"opportunity": move.opportunity}
        answer["missing"] += [{**key, **item} for item in row["missing"]]
        for table, effects in (
            ("activity_effect", ("pause", "resume")),
            ("conflict_effect", ("opened", "closed")),
        ):
            answer[table] += [
                {**key, "effect": name, **row_} for name in effects for row_ in row[name]
            ]
    return answer


def listed(checklist: opp.Checklist) -> dict[str, list[dict[str, Any]]]:
    """The answer to checklist as tables."""
    row = dataclasses.asdict(checklist)
    return {
        "checklist": [row],
        "way": row["ways"],
        "demand": [{"to": way["to"], **item} for way in row["ways"] for item in way["demands"]],
        "person": row["people"],
        "agreement": row["agreements"],
        "paused": row["paused"],
        "conflict": row["conflicts"],
    }


def simulated(
    workspace: opp.Workspace,
    rows: Rows,
    one: Mapping[str, str],
    asked: Sequence[tuple[str, list[str]]],
) -> dict[str, list[dict[str, Any]]]:
    """The answer to audience as tables."""
    markets = [condition(values)[1] for name, values in asked if name == "where"]
    audience = workspace.audience(
        merged([rows]) if rows.columns else None,
        kind=one.get(""),
        campaign=one.get("of"),
        markets=markets[0] if markets else (),
        policy={"suppression": one["by"]} if "by" in one else None,
        as_of=one.get("as of"),
        cuts=True,
    )
    assert audience.cuts is not None
    return {
        "audience": audience.to_pylist(),
        "audience_market": audience.by_market.to_pylist(),
        "audience_opportunity": audience.by_opportunity.to_pylist(),
        "audience_cut": audience.cuts.to_pylist(),
    }


def merged(parts: Sequence[Rows]) -> list[dict[str, str | None]]:
    columns = list(dict.fromkeys(name for part in parts for name in part.columns))
    return [
        {name: row.get(name) or None for name in columns}
        for part in parts
        for row in part.records()
    ]


def condition(values: Sequence[str]) -> tuple[str, list[str]]:
    dimension, _, first = values[0].partition("=")
    return dimension.strip(), [first.strip(), *values[1:]]


def issues(error: opp.Error) -> list[dict[str, Any]]:
    if isinstance(error, opp.InputError):
        return [
            {name: getattr(issue, name) for name in ISSUE}
            | {"row": -1 if issue.row is None else issue.row}
            for issue in error.issues
        ]
    return [dict.fromkeys(ISSUE, "") | {"code": error.code, "row": -1, "reason": str(error)}]


SCENARIOS = [scenario for path in sorted(FOLDER.glob("*.scenario")) for scenario in read(path)]


def test_there_are_scenarios() -> None:
    assert len(SCENARIOS) >= 30


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.file}: {s.name}")
def test_scenario(scenario: Scenario) -> None:
    Runner().run(scenario)
