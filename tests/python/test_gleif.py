"""Real companies and who consolidates whom: groups, and the odd cases that are reported."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

import opportune as opp
from opportune.importers import ImportResult, gleif
from reference.data import as_rows, data_folder

OWNERSHIP = {"IS_DIRECTLY_CONSOLIDATED_BY", "IS_INTERNATIONAL_BRANCH_OF"}


@pytest.fixture(scope="module")
def folder() -> Path:
    return data_folder("gleif")


@pytest.fixture(scope="module")
def result(folder: Path) -> ImportResult:
    return gleif.read(folder / "closed_entities.csv", folder / "closed_relationships_rrcdf.csv")


@pytest.fixture(scope="module")
def relationships(folder: Path) -> list[tuple[str, str, str, str]]:
    """(child, parent, type, registration status)"""
    names = ["StartNode.NodeID", "EndNode.NodeID", "RelationshipType"]
    with (folder / "closed_relationships_rrcdf.csv").open(newline="", encoding="utf-8") as file:
        return [
            (
                *(row[f"Relationship.{name}"] for name in names),
                row["Registration.RegistrationStatus"],
            )
            for row in csv.DictReader(file)
        ]


def test_groups_are_the_weakly_connected_components(
    result: ImportResult, relationships: list[tuple[str, str, str, str]]
) -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from(result.tables["account"]["id"])
    graph.add_edges_from(
        (child, parent) for child, parent, kind, _ in relationships if kind in OWNERSHIP
    )
    workspace = opp.memory()
    workspace.load(result.tables)
    groups: dict[str, set[str]] = {}
    depths = {}
    for row in workspace.groups(result.as_of):
        groups.setdefault(row["group"], set()).add(row["account"])
        depths[row["account"]] = row["depth"]
    components = {frozenset(component) for component in nx.weakly_connected_components(graph)}
    assert {frozenset(members) for members in groups.values()} == components
    assert set(groups) == {node for node in graph if graph.out_degree(node) == 0}
    up = graph.reverse()
    for root, members in groups.items():
        assert {node: depths[node] for node in members} == dict(
            nx.single_source_shortest_path_length(up, root)
        )
    assert len(groups) < len(depths)


def test_every_entity_is_an_account_in_the_market_of_its_country(
    folder: Path, result: ImportResult
) -> None:
    with (folder / "closed_entities.csv").open(newline="", encoding="utf-8") as file:
        entities = {row["lei"]: row for row in csv.DictReader(file)}
    accounts = {row["id"]: row for row in as_rows(result.tables["account"])}
    assert set(accounts) == set(entities)
    for lei, row in accounts.items():
        assert row["name"] == entities[lei]["legal_name"]
        assert row["market"] == entities[lei]["legal_country"]
    assert "NA" in result.tables["market"]["country"], "Namibia is no missing value"
    assert len(result.tables["market"]["id"]) == 235 + 1


def test_odd_registrations_are_reported(
    folder: Path, result: ImportResult, relationships: list[tuple[str, str, str, str]]
) -> None:
    found = Counter(
        (row["kind"], str(row["detail"]).split()[-1]) for row in as_rows(result.findings)
    )
    with (folder / "closed_entities.csv").open(newline="", encoding="utf-8") as file:
        statuses = Counter(row["registration_status"] for row in csv.DictReader(file))
    for status in ("LAPSED", "DUPLICATE", "ANNULLED", "PENDING_TRANSFER"):
        assert found["unusual_registration", status] == statuses[status] > 0
    lapsed = sum(kind in OWNERSHIP and state == "LAPSED" for _, _, kind, state in relationships)
    assert found["unusual_relationship", "LAPSED"] == lapsed > 0
    twice = Counter(child for child, _, kind, _ in relationships if kind in OWNERSHIP)
    repeated = [row for row in as_rows(result.findings) if row["kind"] == "repeated_parent"]
    assert len(repeated) == sum(count > 1 for count in twice.values())


HEADER = [
    *("StartNode.NodeID", "EndNode.NodeID", "RelationshipType", "RelationshipStatus"),
    *("Period.1.startDate", "Period.1.endDate", "Period.1.periodType"),
    "Quantifiers.1.QuantifierAmount",
]


def read_small(tmp_path: Path, relationships: list[list[str]], leis: str) -> ImportResult:
    """A registry of companies named by single letters, all in Sweden."""
    entities, links = tmp_path / "entities.csv", tmp_path / "relationships.csv"
    with entities.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["lei", "legal_name", "legal_country", "registration_status"])
        writer.writerows([lei, f"Company {lei}", "SE", "ISSUED"] for lei in leis)
    with links.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            [f"Relationship.{name}" for name in HEADER] + ["Registration.RegistrationStatus"]
        )
        writer.writerows(relationships)
    return gleif.read(entities, links)


def link(
    child: str,
    parent: str,
    share: str = "",
    start: str = "2010-01-01",
    end: str = "",
    status: str = "ACTIVE",
    registration: str = "PUBLISHED",
) -> list[str]:
    period = [start, end, "RELATIONSHIP_PERIOD"]
    return [child, parent, "IS_DIRECTLY_CONSOLIDATED_BY", status, *period, share, registration]


def parents(result: ImportResult) -> dict[object, object]:
    return {row["id"]: row.get("parent") for row in as_rows(result.tables["account"])}


def kinds(result: ImportResult) -> list[object]:
    return result.findings.get("kind", [])


@pytest.mark.parametrize(
    ("links", "winner"),
    [
        ([link("C", "A", "40.00"), link("C", "B", "60.00")], "B"),
        ([link("C", "A", start="2012-01-01"), link("C", "B", start="2011-01-01")], "B"),
        ([link("C", "B"), link("C", "A")], "A"),
        ([link("C", "A"), link("C", "B", "1.00", start="2020-01-01")], "B"),
    ],
    ids=["largest share", "earliest", "smallest id", "a stated share before none"],
)
def test_of_two_parents_one_wins(tmp_path: Path, links: list[list[str]], winner: str) -> None:
    result = read_small(tmp_path, links, "ABC")
    assert parents(result)["C"] == winner
    assert kinds(result) == ["several_parents"]
    assert result.findings["other"] == ["A" if winner == "B" else "B"]


def test_cycles_are_broken_at_the_smallest_id(tmp_path: Path) -> None:
    result = read_small(tmp_path, [link("B", "C"), link("C", "A"), link("A", "B")], "ABC")
    assert parents(result) == {"A": None, "B": "C", "C": "A"}
    assert kinds(result) == ["ownership_cycle"]
    assert result.findings["detail"] == ["A > B > C > A"]


@pytest.mark.parametrize(
    ("odd", "kind"),
    [
        (link("A", "A"), "own_parent"),
        (link("A", "Z"), "unknown_company"),
        (link("A", "B", status="INACTIVE"), "inactive_relationship"),
        (link("A", "B", registration="ANNULLED"), "unusual_relationship"),
        (link("A", "B", registration="DUPLICATE"), "unusual_relationship"),
    ],
)
def test_what_is_no_ownership_is_left_out_and_reported(
    tmp_path: Path, odd: list[str], kind: str
) -> None:
    result = read_small(tmp_path, [odd], "AB")
    assert parents(result) == {"A": None, "B": None}
    assert kinds(result) == [kind]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "entities.csv"
    path.write_text("lei,legal_name\nA,Company A\n", encoding="utf-8")
    with pytest.raises(opp.InputError, match="legal_country") as caught:
        gleif.read(path, path)
    assert caught.value.issues[0].table == "entities.csv"


def test_as_of_is_the_last_update(result: ImportResult) -> None:
    assert dt.date(2026, 1, 1) <= result.as_of <= dt.date(2026, 3, 1)
