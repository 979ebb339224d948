"""The command line: what it prints, what it writes, its exit codes."""

from __future__ import annotations

import csv
import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import opportune as opp
from opportune import cli
from opportune.commands import source
from opportune.demo.recheck import recheck
from opportune.demo.world import World

Run = Any
MAVEN_FILES = ("accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv")


@pytest.fixture
def directory(ws: opp.Workspace, tables: dict[str, Any], tmp_path: Path) -> Path:
    for name in tables:
        ws.table(name).to_csv(tmp_path / f"{name}.csv")
    return tmp_path


@pytest.fixture
def salesforce(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "Account.csv").write_text("Id,Name,OwnerId\n1,Acme,u1\n")
    (folder / "User.csv").write_text("Id,Name,UserRole.Name\nu1,Ann,East Sales\nu2,Bo,West Sales\n")
    (folder / "Opportunity.csv").write_text(
        "Id,Name,AccountId,OwnerId,StageName,Amount,CloseDate,CreatedDate\n"
        "o1,One,1,u1,Prospecting,100,2026-05-01,2026-01-01T00:00:00Z\n"
        "o2,Two,1,u2,Prospecting,200,2026-05-01,2026-01-02T00:00:00Z\n"
    )
    return folder


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def test_the_demonstration_finds_what_was_planted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("demo", "--opportunities", 3000, "--seed", 5) == 0
    shown = capsys.readouterr().out
    assert "All 42 planted conflicts were found." in shown
    assert all(kind in shown for kind in opp.conflict_kinds())
    assert "NOT FOUND" not in shown
    assert "OBJECTS" not in shown
    assert "The worst 10" in shown
    assert "Pipeline by region and milestone" in shown


def test_the_demonstration_of_an_export(
    salesforce: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("demo", "--data", salesforce) == 0
    shown = capsys.readouterr().out
    assert "What the importer says" in shown
    assert "1 conflict in 1 corporate group" in shown


def test_the_demonstration_of_tables(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("demo", "--data", directory) == 0
    assert "4 conflicts in 1 corporate group" in capsys.readouterr().out


def test_the_demonstration_of_what_has_no_beginning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "account.csv").write_text("id\nacme\n")
    (tmp_path / "agreement.csv").write_text("id,account,discount\ng1,acme,5\ng2,acme,10\n")
    assert run("demo", "--data", tmp_path) == 0
    assert "agreement_overlap, warning, since ever" in capsys.readouterr().out


def test_import_writes_tables_that_load(
    salesforce: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "tables"
    assert run("import", salesforce, "--to", target) == 0
    assert "opportunity" in capsys.readouterr().out
    ws = opp.memory()
    ws.load_csv(target)
    assert ws.table("opportunity")["id"] == ["o1", "o2"]


def test_import_puts_bad_rows_aside(directory: Path, tmp_path: Path) -> None:
    accounts = directory / "account.csv"
    accounts.write_text(accounts.read_text() + "bad,Bad,nobody,SE" + "," * 9 + "\n")
    target, rejected = tmp_path / "tables", tmp_path / "rejected.csv"
    assert run("import", directory, "--to", target) == 2
    assert run("import", directory, "--to", target, "--rejected", rejected) == 0
    with rejected.open(newline="") as file:
        assert [row["field"] for row in csv.DictReader(file)] == ["parent"]


def test_conflicts_are_listed_and_written(
    directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("conflicts", directory, "--as-of", "2026-03-31") == 0
    assert "(4 rows" in capsys.readouterr().out
    out = tmp_path / "out.csv"
    assert run("conflicts", directory, "--kind", "lead_collision", "--csv", out) == 0
    with out.open(newline="") as file:
        assert [row["kind"] for row in csv.DictReader(file)] == ["lead_collision"]
    assert "As of 2026-03-05" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"account": "birch", "stage": "qualified", "products": ["P1"]}, 0),
        ({"account": "acme", "stage": "qualified", "products": ["P1"]}, 3),
    ],
)
def test_the_exit_code_of_a_check_is_its_verdict(
    directory: Path, draft: dict[str, Any], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.dumps({"opened": "2026-03-30", **draft})
    assert run("check", directory, "--opportunity", text, "--as-of", "2026-03-31") == code
    capsys.readouterr()
    run("check", directory, "--opportunity", text, "--as-of", "2026-03-31", "--json")
    verdict = json.loads(capsys.readouterr().out)["verdict"]
    assert verdict == {0: "allow", 3: "block"}[code]


def test_a_warning_is_exit_code_one(directory: Path) -> None:
    lead = {"account": "acme-de", "status": "new", "created": "2026-03-30", "product": "P1"}
    code = run("check", directory, "--lead", json.dumps(lead), "--as-of", "2026-03-31")
    assert code == 1


def test_the_pipeline_by_dimensions(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("pipeline", directory, "--by", "market, stage", "--as-of", "2026-03-31") == 0
    shown = capsys.readouterr().out
    assert shown.split()[:3] == ["market", "stage", "count"]
    assert run("pipeline", directory, "--by", "market", "--rollup", "market") == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["conflicts", "no/such/place"], "no such directory"),
        (["conflicts", "{dir}", "--as-of", "soon"], "as_of"),
        (["conflicts", "{dir}", "--kind", "quarrel"], "quarrel"),
        (["pipeline", "{dir}", "--by", "moon"], "moon"),
        (["check", "{dir}", "--opportunity", "{{"], "JSON"),
        (["check", "{dir}", "--opportunity", "[]"], "object"),
        (["check", "{dir}", "--lead", '{{"account": "nobody"}}'], "nobody"),
        (["demo", "--opportunities", "-3"], "opportunities"),
        (["import", "{dir}", "--to", "{dir}/account.csv"], "account.csv"),
        (["import", "{dir}", "--to", "{dir}/x", "--mapping", "{dir}/none.json"], "none.json"),
    ],
)
def test_an_error_is_one_line_and_exit_code_two(
    arguments: list[str], said: str, directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*(a.format(dir=directory) for a in arguments)) == 2
    lines = [
        line
        for line in capsys.readouterr().err.splitlines()
        if not line.startswith("As of")  # the day that was chosen
    ]
    assert lines
    assert all(line.startswith("opportune: ") for line in lines)
    assert said in lines[0]


def test_an_unknown_command_is_exit_code_two() -> None:
    with pytest.raises(SystemExit) as caught:
        run("dance")
    assert caught.value.code == 2


def test_as_a_program(directory: Path) -> None:
    command = [sys.executable, "-m", "opportune"]
    version = subprocess.run([*command, "--version"], check=True, capture_output=True, text=True)
    assert version.stdout == f"opportune {opp.__version__}\n"
    asked = subprocess.run(
        [*command, "conflicts", directory], check=True, capture_output=True, text=True
    )
    assert "duplicate_pursuit" in asked.stdout or "duplicate_" in asked.stdout
    help_text = subprocess.run([*command, "check", "--help"], check=True, capture_output=True)
    assert b"exit code" in help_text.stdout


def test_the_last_day_in_the_data(ws: opp.Workspace) -> None:
    assert source.last_day(ws) == dt.date(2026, 3, 5)
    today = dt.datetime.now(dt.timezone.utc).date()
    assert source.last_day(opp.memory()) == today


def test_the_recheck_objects_to_what_the_rules_do_not_give(ws: opp.Workspace) -> None:
    """The re-check is worth something: asked about the day before the duplicate began, it says
    that the records are not related."""
    conflicts = ws.conflicts(as_of="2026-03-31", pairs=True)
    right = recheck(World(ws, dt.date(2026, 3, 31)), conflicts, 100)
    assert [verdict.objections for verdict in right] == [()] * 4
    wrong = recheck(World(ws, dt.date(2026, 1, 15)), conflicts, 100)
    assert all(verdict.objections for verdict in wrong)
