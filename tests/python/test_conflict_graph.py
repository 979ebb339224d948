"""A group's conflict graph from Python: its tables against what else the engine says, and its
drawing by the real Graphviz."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import opportune as opp

SVG = "{http://www.w3.org/2000/svg}"
AS_OF = "2026-03-31"
SEEDS = range(1, 1 + int(os.environ.get("OPPORTUNE_TEST_FACTOR", "1")))
RECORDS = ("belongs_to", "owned_by", "names", "covers")
UNTIDY = [
    '"quoted"', "back\\slash", "\\N \\G \\n \\l", "a -> b; c [color=red]", "R&D &lt;b&gt;",
    "<b>bold</b>", "ends with \\", "{left | right}", "Förhandling 交渉", '// # /* */ "];}',
]  # fmt: skip


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    # Graphviz writes a blank that it must keep as a no-break space.
    return ["".join(e.itertext()).replace("\xa0", " ") for e in root.iter(f"{SVG}text")]


def classes(svg: str) -> Counter[str]:
    groups = ElementTree.fromstring(svg).iter(f"{SVG}g")
    return Counter(group.get("class", "") for group in groups)


def test_who_is_there_and_what_relates_them(ws: opp.Workspace) -> None:
    graph = ws.conflict_graph("acme-de", as_of=AS_OF)
    assert [(row["type"], row["id"]) for row in graph.nodes] == [
        ("account", "acme"),
        ("account", "acme-de"),
        ("group", "acme"),
        ("lead", "l1"),
        ("market", "DE"),
        ("market", "SE"),
        ("opportunity", "o1"),
        ("opportunity", "o2"),
        ("opportunity", "o3"),
    ]
    opportunities = [row for row in graph.nodes if row["type"] == "opportunity"]
    assert [row["country"] for row in opportunities] == ["SE", "SE", "DE"]
    # Kronor at 0.0875.
    assert [row["amount_minor"] for row in opportunities] == [8754, 17500, 30025]
    assert [row["milestone"] for row in opportunities] == ["negotiation", "proposal", "discovery"]
    assert Counter(graph.edges["relation"]) == {
        "belongs_to": 5,
        "owned_by": 1,
        "duplicate_pursuit": 1,
        "cross_market_pursuit": 2,
        "lead_collision": 1,
        "coverage_gap": 3,
    }
    assert repr(graph).startswith("ConflictGraph(9 nodes, 13 edges, 4 conflicts")


@pytest.fixture(scope="module", params=SEEDS)
def planted(request: pytest.FixtureRequest) -> tuple[opp.Workspace, opp.synth.Organisation]:
    organisation = opp.synth.organisation(
        seed=request.param, opportunities=2_000, planted_share=0.002
    )
    workspace = opp.memory()
    workspace.load(organisation)
    return workspace, organisation


def groups_in_conflict(
    ws: opp.Workspace, organisation: opp.synth.Organisation
) -> Iterator[tuple[str, Any]]:
    """A group for each planted conflict, once for each day."""
    for row in {(row["group"], row["as_of"]): row for row in organisation.planted}.values():
        groups = dict(zip(*(ws.groups(row["as_of"])[c] for c in ("account", "group")), strict=True))
        yield groups[row["group"]], row["as_of"]


def test_it_says_what_the_scan_says(
    planted: tuple[opp.Workspace, opp.synth.Organisation],
) -> None:
    """Members and pairs, of every kind, where nothing is left out."""
    ws, organisation = planted
    kinds: set[str] = set()
    for group, day in groups_in_conflict(ws, organisation):
        graph = ws.conflict_graph(group, as_of=day, node_limit=None)
        conflicts = ws.conflicts(as_of=day, groups=[group], pairs=True)
        pairs = {
            (p["conflict"], p["a_type"], p["a_id"], p["b_type"], p["b_id"], p["since"],
             p["evidence"])
            for p in conflicts.pairs
        }  # fmt: skip
        drawn = {
            (e["conflict"], e["from_type"], e["from_id"], e["to_type"], e["to_id"], e["since"],
             e["evidence"])
            for e in graph.edges if e["conflict"] is not None
        }  # fmt: skip
        assert drawn == pairs
        severities = dict(zip(conflicts["id"], conflicts["severity"], strict=True))
        for edge in graph.edges:
            assert (edge["relation"] in RECORDS) == (edge["conflict"] is None)
            assert edge["severity"] == severities.get(edge["conflict"])
        members = {(m["type"], m["id"], m["conflict"]) for m in conflicts.members}
        in_nodes = {(n["type"], n["id"], c) for n in graph.nodes for c in n["conflicts"]}
        assert in_nodes == members
        kinds |= set(conflicts["kind"])
    assert kinds == set(opp.conflict_kinds())


def test_records_are_related_as_their_tables_say(
    planted: tuple[opp.Workspace, opp.synth.Organisation],
) -> None:
    ws, organisation = planted
    tables = {
        name: {row["id"]: row for row in ws.table(name)}
        for name in ("opportunity", "lead", "agreement", "claim", "activity", "market", "account")
    }
    seen: Counter[str] = Counter()
    for group, day in groups_in_conflict(ws, organisation):
        graph = ws.conflict_graph(group, as_of=day, node_limit=None)
        there = {(row["type"], row["id"]) for row in graph.nodes}
        owned = {row["account"] for row in ws.groups(day) if row["group"] == group}
        assert owned == {n["id"] for n in graph.nodes if n["type"] == "account"} & owned
        edges = {name: set[tuple[str, str, str]]() for name in RECORDS}
        for edge in graph.edges:
            if edge["relation"] in RECORDS:
                assert (edge["from_type"], edge["from_id"]) in there
                assert (edge["to_type"], edge["to_id"]) in there
                edges[edge["relation"]].add((edge["from_type"], edge["from_id"], edge["to_id"]))
                seen[edge["relation"]] += 1
        belongs = {
            (kind, id_, tables[kind][id_]["account"])
            for kind, id_ in there
            if kind in tables and kind not in ("account", "market")
            and tables[kind][id_]["account"] in owned
        }  # fmt: skip
        belongs |= {("account", id_, id_) for kind, id_ in there if kind == "group"}
        assert edges["belongs_to"] == belongs
        assert edges["names"] == {
            ("opportunity", id_, tables["opportunity"][id_]["agreement"])
            for kind, id_ in there
            if kind == "opportunity" and tables["opportunity"][id_]["agreement"]
        }
        # A tree: everybody in the group but its root is owned by somebody in it.
        assert {edge[1] for edge in edges["owned_by"]} == owned - {group}
        for row in graph.nodes:
            if row["type"] == "account":
                since = tables["account"][row["id"]]["customer_since"]
                customer = since is not None and since <= day
                assert row["standing"] == ("customer" if customer else "prospect")
    assert all(seen[relation] > 0 for relation in RECORDS)


def test_the_limit_keeps_what_is_in_conflict_with_its_owners(
    planted: tuple[opp.Workspace, opp.synth.Organisation],
) -> None:
    ws, organisation = planted
    group, day = max(
        groups_in_conflict(ws, organisation),
        key=lambda found: len(ws.conflict_graph(found[0], as_of=found[1], node_limit=None).nodes),
    )
    whole = ws.conflict_graph(group, as_of=day, node_limit=None)
    parents = {e["from_id"]: e["to_id"] for e in whole.edges if e["relation"] == "owned_by"}
    accounts = {n["id"] for n in whole.nodes if n["type"] == "account"}
    in_conflict = {(n["type"], n["id"]) for n in whole.nodes if n["conflicts"]}
    with_owners = set(in_conflict)
    for row in whole.nodes:
        owner = row["account"] if row["conflicts"] else None
        while owner in accounts:
            with_owners.add(("account", owner))
            owner = parents.get(owner)
    there: set[tuple[str, str]] = set()
    for limit in range(1, len(whole.nodes) + 1):
        graph = ws.conflict_graph(group, as_of=day, node_limit=limit)
        there = {(n["type"], n["id"]) for n in graph.nodes}
        assert len(there) <= limit
        for row in graph.nodes:
            if row["account"] in accounts:
                assert ("account", row["account"]) in there
            if row["type"] == "account" and row["id"] in parents:
                assert ("account", parents[row["id"]]) in there
        if limit >= len(with_owners):
            assert there >= with_owners
    assert there == {(n["type"], n["id"]) for n in whole.nodes}
    assert graph.nodes.to_pylist() == whole.nodes.to_pylist()
    assert graph.edges.to_pylist() == whole.edges.to_pylist()


def test_graphviz_draws_every_planted_group_without_a_word(
    planted: tuple[opp.Workspace, opp.synth.Organisation],
) -> None:
    ws, organisation = planted
    for group, day in groups_in_conflict(ws, organisation):
        for language in ("en", "sv"):
            graph = ws.conflict_graph(group, as_of=day, language=language)
            run = subprocess.run(
                ["dot", "-Tsvg"], input=graph.dot, capture_output=True, text=True, encoding="utf-8"
            )
            assert (run.returncode, run.stderr) == (0, ""), graph.dot
            conflicts = {c for row in graph.nodes for c in row["conflicts"]}
            assert classes(run.stdout)["node"] == len(graph.nodes) + len(conflicts)


def test_ids_are_drawn_as_they_are() -> None:
    ws = opp.memory()
    ws.load(
        market={"id": ["se"], "country": ["SE"], "currency": ["EUR"]},
        account={"id": ["root", *UNTIDY], "parent": [None] + ["root"] * len(UNTIDY),
                 "market": ["se"] * (1 + len(UNTIDY))},
        opportunity={"id": [f"{name}\n2" for name in UNTIDY], "account": UNTIDY,
                     "stage": ["qualified"] * len(UNTIDY), "opened": [AS_OF] * len(UNTIDY)},
    )  # fmt: skip
    drawn = texts(ws.conflict_graph("root", as_of=AS_OF).svg())
    for name in UNTIDY:
        assert name in drawn
        assert f"{name} 2" in drawn


def test_it_is_saved_and_shown(ws: opp.Workspace, tmp_path: Path) -> None:
    graph = ws.conflict_graph("acme", as_of=AS_OF)
    graph.save(tmp_path / "acme.svg")
    graph.save(str(tmp_path / "acme.dot"))
    assert (tmp_path / "acme.dot").read_text(encoding="utf-8") == graph.dot
    assert graph._repr_svg_() == graph.svg()
    shown = texts((tmp_path / "acme.svg").read_text(encoding="utf-8"))
    assert {"Acme (customer), as of 2026-03-31", "duplicate pursuit", "critical"} <= set(shown)
    assert "Acme (kund), per 2026-03-31" in texts(
        ws.conflict_graph("acme", as_of=AS_OF, language="sv").svg()
    )
    noon = ws.conflict_graph("acme", as_of="2026-03-31T12:00:00Z")
    assert "Acme (customer), as of 2026-03-31T12:00:00Z" in texts(noon.svg())


def test_without_graphviz_it_says_what_is_missing(
    ws: opp.Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    graph = ws.conflict_graph("acme", as_of=AS_OF)
    with pytest.raises(opp.StoreError, match=r"Graphviz is not installed.*'dot'"):
        graph.svg()
    with pytest.raises(opp.StoreError, match="Graphviz is not installed"):
        graph.save(tmp_path / "acme.svg")
    assert not (tmp_path / "acme.svg").exists()
    assert graph._repr_svg_() is None
    assert graph.dot.startswith("digraph conflicts {")
    assert len(graph.nodes) == 9


def test_as_a_graph_of_networkx(ws: opp.Workspace) -> None:
    networkx = pytest.importorskip("networkx")
    graph = ws.conflict_graph("acme", as_of=AS_OF).to_networkx()
    o1, o2 = ("opportunity", "o1"), ("opportunity", "o2")
    assert graph.nodes[o1]["milestone"] == "negotiation"
    assert set(graph[o1][o2]) == {"duplicate_pursuit:acme:o1"}
    assert graph[o1][o2]["duplicate_pursuit:acme:o1"]["severity"] == "critical"
    assert set(graph[o1][("account", "acme")]) == {"belongs_to"}
    assert networkx.number_weakly_connected_components(graph) == 1
    assert graph.number_of_edges() == 13


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"group": 7}, "group"),
        ({"group": "acme", "as_of": 7}, "as_of"),
        ({"group": "acme", "kinds": 7}, "kinds"),
        ({"group": "acme", "policy": "x"}, "policy"),
        ({"group": "acme", "language": 7}, "language"),
        ({"group": "acme", "node_limit": "all"}, "node_limit"),
        ({"group": "acme", "pair_limit": 1.5}, "pair_limit"),
    ],
)
def test_a_wrong_type_is_a_type_error_that_names_it(
    ws: opp.Workspace, arguments: dict[str, Any], named: str
) -> None:
    with pytest.raises(TypeError, match=named):
        ws.conflict_graph(**arguments)


def test_what_makes_no_sense_is_refused(ws: opp.Workspace) -> None:
    with pytest.raises(opp.NotFoundError, match="'nobody'"):
        ws.conflict_graph("nobody")
    with pytest.raises(opp.NotFoundError, match="'quarrel'"):
        ws.conflict_graph("acme", kinds="quarrel")
    with pytest.raises(opp.InputError, match="node_limit"):
        ws.conflict_graph("acme", node_limit=0)
    with pytest.raises(opp.InputError, match="severity"):
        ws.conflict_graph("acme", policy={"severity": {"duplicate_pursuit": "dire"}})
    none = ws.conflict_graph("acme", as_of=AS_OF, kinds="duplicate_pursuit", policy={
        "severity": {"duplicate_pursuit": "off"}
    })  # fmt: skip
    assert "no conflicts" in texts(none.svg())
    assert not any(none.edges["conflict"])
