"""The history of a Salesforce export, replayed move by move against definitions of its process:
every opportunity ends where the export has it, and what the usual process does not list is what
pandas finds in the file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import opportune as opp
from reference.data import data_folder

STAGES = ["Qualification", "Needs Analysis", "Proposal/Quote", "Negotiation"]
CLOSED = ["Closed Won", "Closed Lost"]
MILESTONES = ["qualified", "discovery", "proposal", "negotiation", "won", "lost"]
DEFINITION = {
    "stages": [
        {"id": name, "milestone": milestone}
        for name, milestone in zip([*STAGES, *CLOSED], MILESTONES, strict=True)
    ]
}
# As usual: one step onward, any step back, any open stage to lost. Nothing opens again.
USUAL = DEFINITION
# What the export's people did: any stage to any other, and opened again.
FREE = DEFINITION | {
    "transitions": [
        {"from": a, "to": b}
        for a in [*STAGES, *CLOSED]
        for b in [*STAGES, *CLOSED]
        if a != b and (a in STAGES or b in STAGES)
    ]
}


@pytest.fixture(scope="module")
def folder() -> Path:
    return data_folder("salesforce_wave_sales")


@pytest.fixture(scope="module")
def rows(folder: Path) -> pd.DataFrame:
    """In the order of SOURCE.md: equal instants by descending number."""
    rows = pd.read_csv(folder / "OpportunityHistory.csv", dtype=str, keep_default_na=False)
    rows = rows.rename(
        columns={"Opportunity.External_Id__c": "opportunity", "StageName__c": "stage"}
    )
    rows["number"] = rows["External_Id__c"].str.rsplit(".", n=1).str[1].astype(int)
    rows["at"] = pd.to_datetime(rows["CreatedDate__c"])
    rows = rows.sort_values(["opportunity", "at", "number"], ascending=[True, True, False])
    rows["before"] = rows.groupby("opportunity")["stage"].shift()
    return rows.reset_index(drop=True)


def kind_of(before: str, stage: str) -> str:
    """What a move is, by the order of the stages alone."""
    if before == stage:
        return "repeat"
    if before in CLOSED:
        return "reopening" if stage in STAGES else "closed again"
    if stage == "Closed Lost":
        return "listed"
    order = [*STAGES, "Closed Won"]
    ahead = order.index(stage) - order.index(before)
    return "skip" if ahead > 1 else "listed"


@pytest.fixture(scope="module")
def moves(rows: pd.DataFrame) -> pd.DataFrame:
    moves = rows[rows["before"].notna()].copy()
    moves["kind"] = [kind_of(*pair) for pair in zip(moves["before"], moves["stage"], strict=True)]
    assert len(moves) == 17_502 - 5_197
    return moves


def workspace_of(process: dict[str, Any], standing: pd.DataFrame) -> opp.Workspace:
    """Opportunities (opportunity, stage, at) with an account each, of one process."""
    workspace = opp.memory("USD")
    workspace.load(
        market=[{"id": "us", "country": "US", "currency": "USD"}],
        account=[{"id": key, "market": "us"} for key in standing["opportunity"]],
        process=[{"id": "sf", "definition": process}],
        opportunity=[
            {"id": key, "account": key, "process": "sf", "stage": stage, "opened": at.date()}
            | ({"closed": at.date()} if stage in CLOSED else {})
            for key, stage, at in zip(
                standing["opportunity"], standing["stage"], standing["at"], strict=True
            )
        ],
    )
    return workspace


def requests(moves: pd.DataFrame) -> list[dict[str, Any]]:
    named = moves[["opportunity", "stage", "at"]].rename(columns={"stage": "to"})
    return named.to_dict("records")


def test_every_opportunity_ends_where_the_export_has_it(
    folder: Path, rows: pd.DataFrame, moves: pd.DataFrame
) -> None:
    workspace = workspace_of(FREE, rows[rows["before"].isna()])
    results = workspace.advance_all(requests(moves))
    # A row that repeats the stage (another amount or closing date) is no move.
    assert [result.done for result in results] == list(moves["kind"] != "repeat")
    expected = pd.read_csv(folder / "Opportunity.csv", dtype=str).set_index("External_Id__c")
    ended = {row["id"]: row["stage"] for row in workspace.table("opportunity").to_pylist()}
    assert len(ended) == 5_197
    assert ended == expected["StageName"].to_dict()
    history = workspace.table("stage_change").to_pylist()
    assert len(history) == (moves["kind"] != "repeat").sum()


def test_what_the_usual_process_does_not_list_is_refused(moves: pd.DataFrame) -> None:
    """Each move by itself, from the stage where the file has it."""
    alone = moves.assign(opportunity=[f"move-{number}" for number in range(len(moves))])
    standing = alone[["opportunity", "before", "at"]].rename(columns={"before": "stage"})
    results = workspace_of(USUAL, standing).advance_all(requests(alone))
    found: Counter[str] = Counter()
    for result, kind in zip(results, moves["kind"], strict=True):
        assert result.done == (kind == "listed")
        assert [item.kind for item in result.missing] == ([] if result.done else ["transition"])
        found[kind if kind == "listed" else "not listed"] += 1
    counted = moves["kind"].value_counts()
    assert counted["reopening"] == 592
    assert found["not listed"] == counted["skip"] + counted["repeat"] + counted["reopening"]
