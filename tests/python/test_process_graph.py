"""A process drawn from Python: SVG by the real Graphviz, and what is said where there is none. What
is in a drawing is held by tests/unit/process/graph_test.cpp."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import opportune as opp
from opportune.process_graph import ProcessGraph
from opportune.processes import Process

SVG = "{http://www.w3.org/2000/svg}"
WHEN = "2026-03-31"


@pytest.fixture
def ws() -> opp.Workspace:
    """Two deals that went on after 4 and 8 days, one of which is won after 10 more; one waits."""
    own = (
        Process("own", "R&D, <own>")
        .stage("meet", name="First meeting", milestone="qualified", probability=0.25)
        .stage("offer", name="Offer", milestone="proposal", probability=0.5)
        .stage("won", name="Signed", milestone="won", probability=1)
    )
    workspace = opp.memory()
    deal = {"account": "acme", "process": "own", "stage": "meet", "opened": "2026-01-05"}
    workspace.load(
        market=[{"id": "se", "currency": "SEK"}],
        account=[{"id": "acme", "market": "se"}],
        process=[own.record()],
        opportunity=[{"id": key, **deal} for key in ("o1", "o2", "o3")],
    )
    for key, to, at in (
        ("o1", "offer", "2026-01-09"),
        ("o2", "offer", "2026-01-13"),
        ("o1", "won", "2026-01-19"),
    ):
        assert workspace.advance(key, to, at=at)
    return workspace


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def ways(svg: str) -> dict[str, str]:
    """The labels of the arrows, by their titles."""
    groups = ElementTree.fromstring(svg).iter(f"{SVG}g")
    return {
        str(group.findtext(f"{SVG}title")): str(group.findtext(f"{SVG}text"))
        for group in groups
        if group.get("class") == "edge"
    }


def test_counts_and_median_days_are_on_the_arrows(ws: opp.Workspace) -> None:
    svg = ws.process_graph("own", as_of=WHEN).svg()
    assert ways(svg) == {"s0->s1": "2, 6 d", "s1->s0": "0", "s1->s2": "1, 10 d"}
    assert {"R&D, <own>, version 1, as of 2026-03-31", "First meeting", "Signed"} <= set(texts(svg))
    assert texts(svg).count("1 here") == 3


def test_as_of_an_earlier_day_and_without_histories(ws: opp.Workspace) -> None:
    svg = ws.process_graph("own", as_of="2026-01-09").svg()
    assert ways(svg) == {"s0->s1": "1, 4 d", "s1->s0": "0", "s1->s2": "0"}
    bare = ws.process_graph("own", histories=False).svg()
    assert set(ways(bare).values()) == {"None"}
    assert not [text for text in texts(bare) if "here" in text]


def test_it_is_saved_as_svg_or_dot(ws: opp.Workspace, tmp_path: Path) -> None:
    graph = ws.process_graph("own", as_of=WHEN)
    graph.save(tmp_path / "own.svg")
    graph.save(str(tmp_path / "own.dot"))
    assert ways((tmp_path / "own.svg").read_text(encoding="utf-8"))["s0->s1"] == "2, 6 d"
    assert (tmp_path / "own.dot").read_text(encoding="utf-8") == graph.dot == repr(graph)
    assert graph._repr_svg_() == graph.svg()


def test_without_graphviz_it_says_what_is_missing(
    ws: opp.Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    graph = ws.process_graph("own")
    with pytest.raises(opp.StoreError, match=r"Graphviz is not installed.*'dot'"):
        graph.svg()
    with pytest.raises(opp.StoreError, match="Graphviz is not installed"):
        graph.save(tmp_path / "own.svg")
    assert not (tmp_path / "own.svg").exists()
    assert graph._repr_svg_() is None
    assert graph.dot.startswith("digraph process {")


def test_what_dot_says_is_passed_on() -> None:
    with pytest.raises(opp.StoreError, match=r"dot failed: .*syntax error"):
        ProcessGraph("digraph {").svg()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"process": 7}, "process"),
        ({"process": "own", "version": "1"}, "version"),
        ({"process": "own", "as_of": 7}, "as_of"),
        ({"process": "own", "histories": 1}, "histories"),
    ],
)
def test_a_wrong_type_is_a_type_error_that_names_it(
    ws: opp.Workspace, arguments: dict[str, Any], named: str
) -> None:
    with pytest.raises(TypeError, match=named):
        ws.process_graph(**arguments)


def test_what_is_not_there_is_not_found(ws: opp.Workspace) -> None:
    with pytest.raises(opp.NotFoundError, match="'none'"):
        ws.process_graph("none")
    with pytest.raises(opp.NotFoundError, match="2"):
        ws.process_graph("own", version=2)
