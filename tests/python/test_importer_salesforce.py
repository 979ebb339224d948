"""The Salesforce importer on small exports that are written here: rules, repairs and errors."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from opportune import InputError
from opportune.importers import ImportResult, salesforce
from reference.data import as_rows


def write(folder: Path, **files: str) -> Path:
    """CSV files by name; lines may be indented."""
    for name, text in files.items():
        lines = "\n".join(line.strip() for line in text.strip().splitlines())
        (folder / f"{name}.csv").write_text(lines + "\n", encoding="utf-8")
    return folder


def codes(result: ImportResult) -> dict[str, int]:
    return {note.code: note.count for note in result.notes}


ACCOUNTS = """
    Id,Name,ParentId,OwnerId,Industry,Website,IsDeleted
    A1,Acme,,U1,Retail,https://www.acme.com/us,FALSE
    A2,Acme Sweden,A1,U2,Retail,,FALSE
    A3,Gone,,U1,,,TRUE
"""
USERS = """
    Id,Name,UserRole.Name,ManagerId,IsActive
    U1,Ann,"Director, East Sales",,true
    U2,Bo,West Sales Rep,U1,false
"""
OPPORTUNITIES = """
    Id,AccountId,OwnerId,Name,StageName,Amount,CloseDate,CreatedDate,Type,LastModifiedDate
    O1,A1,U1,One,Closed Won,100.50,2024-03-31,2024-01-10,New Business,2024-03-05
    O2,A2,U2,Two,Prospecting,,2024-06-30,2024-02-01,Renewal,2024-02-01
    O3,A9,U2,Lost account,Prospecting,1,2024-06-30,2024-02-01,,2024-02-01
    O4,A2,U2,Backwards,Closed Lost,-5,2024-01-01,2024-02-01,Odd,2024-02-01
"""
HISTORY = """
    Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate,CreatedById
    H09,O1,Prospecting,90,2024-02-28,2024-01-10T09:00:00.000Z,U1
    H08,O1,Prospecting,95,2024-03-31,2024-01-20T09:00:00.000Z,U1
    H05,O1,Closed Won,100.50,2024-03-31,2024-03-05T10:00:00.000Z,U2
    H07,O1,Closed Lost,95,2024-03-31,2024-03-05T10:00:00.000Z,U2
    H06,O1,Prospecting,95,2024-03-31,2024-03-05T10:00:00.000Z,U2
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        Account=ACCOUNTS,
        User=USERS,
        Opportunity=OPPORTUNITIES,
        OpportunityHistory=HISTORY,
    )


def test_accounts_with_parents_owners_and_first_purchase(export: Path) -> None:
    accounts = {row["id"]: row for row in as_rows(salesforce.read(export).tables["account"])}
    assert accounts.keys() == {"A1", "A2"}
    assert accounts["A2"]["parent"] == "A1"
    assert accounts["A1"]["customer_since"] == dt.date(2024, 3, 5)
    assert accounts["A2"]["customer_since"] is None
    assert accounts["A1"]["domain"] == "acme.com"


def test_markets_and_managers_come_from_roles(export: Path) -> None:
    tables = salesforce.read(export).tables
    persons = {row["id"]: row for row in as_rows(tables["person"])}
    assert tables["market"]["id"] == ["All", "East", "West"]
    assert (persons["U1"]["market"], persons["U1"]["role"]) == ("East", "sales_manager")
    assert (persons["U2"]["market"], persons["U2"]["manager"]) == ("West", "U1")
    assert persons["U2"]["active"] is False


def test_rows_of_one_instant_are_read_as_ids_run(export: Path) -> None:
    """Ids fall as time goes on, so H07 came before H06, and that before H05."""
    changes = as_rows(salesforce.read(export).tables["stage_change"])
    assert [(row["from"], row["to"]) for row in changes] == [
        ("Prospecting", "Closed Lost"),
        ("Closed Lost", "Prospecting"),
        ("Prospecting", "Closed Won"),
    ]
    instants = [row["at"] for row in changes]
    assert instants == sorted(set(instants))
    assert {row["by"] for row in changes} == {"U2"}


def test_amounts_and_close_dates_chain(export: Path) -> None:
    tables = salesforce.read(export).tables
    assert tables["amount_change"]["from"] == [Decimal(90), Decimal(95)]
    assert tables["amount_change"]["to"] == [Decimal(95), Decimal("100.50")]
    assert tables["close_date_change"]["to"] == [dt.date(2024, 3, 31)]


def test_what_contradicts_itself_is_repaired_or_left_out(export: Path) -> None:
    result = salesforce.read(export)
    opportunities = {row["id"]: row for row in as_rows(result.tables["opportunity"])}
    assert opportunities.keys() == {"O1", "O2", "O4"}
    assert opportunities["O4"]["closed"] == opportunities["O4"]["opened"] == dt.date(2024, 2, 1)
    assert opportunities["O4"]["amount"] is None
    noted = codes(result)
    for code in ("no_account", "closed_before_opened", "negative_amount", "kind", "deleted"):
        assert noted[code] == 1, code
    assert noted["no_history"] == 2


def test_history_that_stopped_early_is_brought_up_to_date(tmp_path: Path) -> None:
    """A history that ends at another stage than the opportunity has."""
    history = """
        Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate
        H1,O2,Qualification,,2024-06-30,2024-02-01
    """
    write(tmp_path, Account=ACCOUNTS, Opportunity=OPPORTUNITIES, OpportunityHistory=history)
    result = salesforce.read(tmp_path)
    (change,) = as_rows(result.tables["stage_change"])
    assert (change["from"], change["to"]) == ("Qualification", "Prospecting")
    assert codes(result)["history_behind"] == 1


def test_unknown_users_stages_and_currencies(tmp_path: Path) -> None:
    opportunities = """
        Id,AccountId,OwnerId,StageName,Amount,CloseDate,CreatedDate,Probability,CurrencyIsoCode
        O1,A1,U7,Verbal,10,2024-06-30,2024-01-01,85,SEK
        O2,A1,,Signed,10,2024-06-30,2024-01-01,100,SEK
    """
    forecast = opportunities.replace("CurrencyIsoCode", "CurrencyIsoCode,IsWon").replace(
        "100,SEK", "100,SEK,true"
    )
    write(tmp_path, Account=ACCOUNTS, Opportunity=forecast.replace("85,SEK", "85,SEK,false"))
    result = salesforce.read(tmp_path)
    stages = json.loads(result.tables["process"]["definition"][0])["stages"]
    assert {stage["id"]: stage["milestone"] for stage in stages} == {
        "Verbal": "negotiation",
        "Signed": "won",
        "Closed Lost": "lost",
    }
    assert result.reporting_currency == "SEK"
    assert "U7" in result.tables["person"]["id"]
    assert codes(result)["unknown_user"] == 3


def test_lines_of_one_product_are_added_up(export: Path) -> None:
    write(
        export,
        Product2="""
            Id,Name,Family
            P1,Tyre,Wheels
            P2,Radio,
        """,
        PricebookEntry="""
            Id,Product2Id,Pricebook2.Name,UnitPrice
            E1,P1,Partners,5
            E2,P1,Standard Price Book,7.25
        """,
        OpportunityLineItem="""
            Id,OpportunityId,PricebookEntryId,Product2Id,Quantity,TotalPrice
            L1,O1,E1,,2,60
            L2,O1,E2,,1,30.50
            L3,O1,,P2,1,10
            L4,O1,,P9,1,10
        """,
    )
    result = salesforce.read(export)
    lines = {row["product"]: row for row in as_rows(result.tables["opportunity_product"])}
    assert (lines["P1"]["quantity"], lines["P1"]["amount"]) == (3, Decimal("90.50"))
    products = {row["id"]: row for row in as_rows(result.tables["product"])}
    assert products["P1"]["parent"] == "family:Wheels"
    assert products["P1"]["unit_price"] == Decimal("7.25")
    assert codes(result)["line_left_out"] == 1
    assert "line_sum" not in codes(result)


def test_leads_and_activities_need_an_account(export: Path) -> None:
    write(
        export,
        Lead="""
            Id,Company,Status,CreatedDate,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedOpportunityId
            L1,acme,Working - Contacted,2024-01-05,FALSE,,,
            L2,Nobody,New,2024-01-05,FALSE,,,
            L3,x,Closed - Converted,2024-02-05,TRUE,2024-02-01,A2,O2
        """,
        Task="""
            Id,WhatId,WhoId,Status,ActivityDate,CreatedDate,Subject
            T1,O2,,Completed,2024-02-03,2024-02-05,Call
            T2,A1,,On Hold,2024-02-09,2024-02-05,Mail
            T3,,L1,Open,2024-02-09,2024-02-05,Mail
            T4,,,Open,2024-02-09,2024-02-05,Mail
        """,
        Event="""
            Id,WhatId,ActivityDate,CreatedDate
            E1,O2,2024-02-01,2024-01-05
            E2,O2,2030-02-01,2024-01-05
        """,
    )
    result = salesforce.read(export)
    leads = {row["id"]: row for row in as_rows(result.tables["lead"])}
    assert leads.keys() == {"L1", "L3"}
    assert (leads["L1"]["account"], leads["L1"]["status"]) == ("A1", "working")
    assert (leads["L3"]["opportunity"], leads["L3"]["status"]) == ("O2", "qualified")
    assert leads["L3"]["closed"] == leads["L3"]["created"] == dt.date(2024, 2, 5)
    activities = {row["id"]: row for row in as_rows(result.tables["activity"])}
    assert {key: row["status"] for key, row in activities.items()} == {
        **{"T1": "done", "T2": "paused", "T3": "planned", "E1": "done", "E2": "planned"},
    }
    assert activities["T3"]["lead"] == "L1"
    assert activities["T1"]["start"] == activities["T1"]["end"] == dt.date(2024, 2, 3)
    assert codes(result)["lead_without_account"] == 1
    assert codes(result)["activity_without_account"] == 1


def test_a_folder_without_opportunities_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Opportunity\.csv"):
        salesforce.read(tmp_path)
    with pytest.raises(InputError, match="no folder"):
        salesforce.read(tmp_path / "nowhere")


def test_files_that_are_no_csv_in_utf8_are_named(tmp_path: Path) -> None:
    (tmp_path / "Opportunity.csv").write_bytes(b"Id,Name\n1,\xff\xfe\n")
    with pytest.raises(InputError, match=r"Opportunity\.csv.*UTF-8"):
        salesforce.read(tmp_path)
    (tmp_path / "Opportunity.csv").write_text("Id,Name\n1,a,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="more fields") as caught:
        salesforce.read(tmp_path)
    assert caught.value.issues[0].row == 0
