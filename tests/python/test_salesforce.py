"""Salesforce exports: what the files hold is in the tables, and in the answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import opportune as opp
from opportune.importers import ImportResult, salesforce
from reference.comparison import KINDS, check_funnel, check_pipeline, engine_pairs
from reference.data import as_rows, data_folder
from reference.pairs import PairFinder
from reference.records import Organisation

OPEN_MILESTONES = {
    "Qualification": ("qualified", 10),
    "Needs Analysis": ("discovery", 20),
    "Proposal/Quote": ("proposal", 75),
    "Negotiation": ("negotiation", 90),
}


@pytest.fixture(scope="module")
def folder() -> Path:
    return data_folder("salesforce_wave_sales")


@pytest.fixture(scope="module")
def result(folder: Path) -> ImportResult:
    return salesforce.read(folder)


@pytest.fixture(scope="module")
def workspace(result: ImportResult) -> opp.Workspace:
    workspace = opp.memory(result.reporting_currency)
    workspace.load(result.tables)
    return workspace


@pytest.fixture(scope="module")
def organisation(result: ImportResult) -> Organisation:
    rows = {name: as_rows(table) for name, table in result.tables.items()}
    return Organisation(rows, result.reporting_currency)


def source(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def test_counts_match_the_files(folder: Path, result: ImportResult) -> None:
    for table, name in [
        *(("account", "Account"), ("opportunity", "Opportunity"), ("person", "User")),
        *(("opportunity_product", "OpportunityLineItem"), ("goal", "Quota")),
    ]:
        assert result.rows(table) == len(source(folder, name)), table
    assert result.rows("activity") == len(source(folder, "Task")) + len(source(folder, "Event"))
    products = source(folder, "Product2")
    assert result.rows("product") == len(products) + products["Family"].nunique()
    leads = source(folder, "Lead")
    converted = leads[leads["IsConverted"] == "true"]
    assert result.rows("lead") == len(converted) == 119
    left_out = next(note for note in result.notes if note.code == "lead_without_account")
    assert left_out.count == len(leads) - len(converted)
    assert result.tables["market"]["id"] == ["All", "Central", "East", "West"]
    assert result.as_of == dt.date(2017, 6, 1)


def test_the_last_stage_of_every_history_is_the_present_one(
    folder: Path, result: ImportResult
) -> None:
    opportunities = source(folder, "Opportunity").set_index("External_Id__c")
    first = source(folder, "OpportunityHistory").sort_values("CreatedDate__c", kind="stable")
    last = dict(zip(first["Opportunity.External_Id__c"], first["StageName__c"], strict=True))
    changed = {}
    for row in as_rows(result.tables["stage_change"]):
        key = row["opportunity"]
        assert row["from"] == changed.get(key, row["from"]), "each change begins where one ended"
        assert row["from"] != row["to"]
        changed[key] = row["to"]
    assert len(opportunities) == 5197
    for key, stage in opportunities["StageName"].items():
        # Without a change the one stage of the history is the present one.
        assert changed.get(key, last[key]) == stage


def test_stage_changes_are_the_changes_in_the_file(folder: Path, result: ImportResult) -> None:
    """By another road: sort as SOURCE.md says, and drop rows that repeat the stage before."""
    rows = source(folder, "OpportunityHistory")
    rows["number"] = rows["External_Id__c"].str.rsplit(".", n=1).str[1].astype(int)
    rows = rows.sort_values(
        ["Opportunity.External_Id__c", "CreatedDate__c", "number"], ascending=[True, True, False]
    )
    before = rows.groupby("Opportunity.External_Id__c")["StageName__c"].shift()
    changes = rows[before.notna() & (before != rows["StageName__c"])]
    expected = zip(
        changes["Opportunity.External_Id__c"],
        before[changes.index],
        changes["StageName__c"],
        pd.to_datetime(changes["CreatedDate__c"]),
        strict=True,
    )
    found = [
        (row["opportunity"], row["from"], row["to"], row["at"].replace(microsecond=0, tzinfo=None))
        for row in as_rows(result.tables["stage_change"])
    ]
    assert sorted(found) == sorted(expected)
    reopened = sum(before == "Closed Lost" for _, before, _, _ in found)
    assert reopened == 592


def test_todays_pipeline_equals_pandas(
    folder: Path, workspace: opp.Workspace, result: ImportResult
) -> None:
    rows = source(folder, "Opportunity")
    users = source(folder, "User").set_index("External_Id__c")["UserRole.Name"]
    rows = rows[rows["StageName"].isin(OPEN_MILESTONES)].copy()
    rows["region"] = rows["Owner.External_Id__c"].map(users).str.replace(" Sales", "")
    rows["milestone"] = rows["StageName"].map(lambda name: OPEN_MILESTONES[name][0])
    rows["amount_minor"] = rows["Amount"].astype(int) * 100
    chances = rows["StageName"].map(lambda name: OPEN_MILESTONES[name][1])
    rows["weighted_minor"] = rows["Amount"].astype(int) * chances  # whole cents: no rounding
    today = pd.Timestamp(result.as_of)
    rows["age"] = (today - pd.to_datetime(rows["DateTimeCreated__c"]).dt.normalize()).dt.days
    rows["overdue"] = pd.to_datetime(rows["CloseDate"]) < today
    expected = rows.groupby(["region", "milestone"]).agg(
        count=("amount_minor", "size"),
        amount_minor=("amount_minor", "sum"),
        weighted_minor=("weighted_minor", "sum"),
        median_age_days=("age", "median"),
        overdue_count=("overdue", "sum"),
    )
    found = workspace.pipeline(by=["region", "milestone"], as_of=result.as_of).to_pandas()
    found = found.set_index(["region", "milestone"]).sort_index()[list(expected.columns)]
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, check_index_type=False)
    assert found["count"].sum() == 262


@pytest.mark.parametrize("moment", [dt.date(2016, 6, 30), dt.date(2017, 6, 1)])
def test_pairs_and_measures_equal_the_reference(
    workspace: opp.Workspace, organisation: Organisation, moment: dt.date
) -> None:
    finder = PairFinder(organisation)
    pairs = finder.at(moment)
    finder.close()
    found = workspace.conflicts(as_of=moment, kinds=KINDS, pairs=True, pair_limit=10**7)
    assert set(engine_pairs(found)) == pairs
    check_pipeline(workspace, organisation, moment, ["stage"], pairs)
    check_funnel(workspace, organisation, moment, [])


def test_a_developer_edition_with_api_names_and_us_dates() -> None:
    folder = data_folder("crm_demo_records") / "salesforce_developer_edition"
    result = salesforce.read(folder)
    assert result.rows("account") == 18
    assert result.rows("opportunity") == 36
    # What that file calls the history was shifted in part: its end is brought up to date.
    assert any(note.code == "history_behind" for note in result.notes)
    present = dict(
        zip(*(result.tables["opportunity"][name] for name in ("id", "stage")), strict=True)
    )
    assert set(present.values()) >= {"Closed Won", "Prospecting", "Negotiation/Review"}
    workspace = opp.memory(result.reporting_currency)
    workspace.load(result.tables)
    open_now = workspace.pipeline(as_of=result.as_of)["count"]
    assert open_now == [sum(not stage.startswith("Closed") for stage in present.values())]


def test_a_learned_forecast_beats_the_stages_and_the_year_before(
    workspace: opp.Workspace, result: ImportResult
) -> None:
    """Rolling, by quarters. By months it beats the stages, and is level with the year before."""
    dates = [result.as_of - dt.timedelta(days=91 * ago) for ago in range(5, -1, -1)]
    totals = dict.fromkeys(("stages", "histories", "last_year"), 0.0)
    for row in workspace.backtest(dates=dates):
        totals[row["model"]] += row["log_score"] * row["opportunities"]
    assert totals["histories"] < totals["stages"]
    assert totals["histories"] < totals["last_year"]
