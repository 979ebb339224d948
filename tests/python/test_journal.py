"""The journal from Python: what was put is there again, also for SQL; deciding, looking back."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

import opportune as opp


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deals.db"


def everything(ws: opp.Workspace) -> dict[str, list[dict[str, Any]]]:
    return {name: ws.table(name).to_pylist() for name in opp.table_names()}


def as_sql(value: Any) -> Any:
    """A cell as SQLite has it."""
    if isinstance(value, dt.datetime):
        text = value.strftime("%Y-%m-%dT%H:%M:%S")
        return f"{text}.{value.microsecond:06d}Z" if value.microsecond else f"{text}Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if isinstance(value, list)
        else value
    )


def rows_of_sql(path: Path, table: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as database:
        return sorted(database.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)


def check_sql(path: Path, expected: dict[str, list[dict[str, Any]]]) -> None:
    for table, rows in expected.items():
        found = sorted((tuple(as_sql(cell) for cell in row.values()) for row in rows), key=repr)
        assert rows_of_sql(path, table) == found, table


def test_a_loaded_organisation_is_there_again_and_in_sql(path: Path) -> None:
    ws = opp.open(path)
    ws.load(opp.synth.organisation(opportunities=2_000, seed=5))
    expected = everything(ws)
    assert everything(opp.open(path)) == expected
    check_sql(path, expected)


def test_moves_and_puts_are_there_again_and_in_sql(path: Path) -> None:
    ws = opp.open(path)
    organisation = opp.synth.organisation(opportunities=300, seed=6)
    ws.load(organisation)
    for row in ws.table("opportunity").to_pylist()[:40]:
        if row["closed"] is None:
            ws.advance(row["id"], to=row["stage"].split(".")[0] + ".lost")
    for row in ws.table("lead").to_pylist()[:20]:
        ws.apply({"table": "lead", "record": {**row, "source": "changed"}})
    expected = everything(ws)
    assert everything(opp.open(path)) == expected
    check_sql(path, expected)


def test_an_earlier_layout_is_brought_up_to_date(path: Path) -> None:
    ws = opp.open(path)
    ws.load(opp.synth.organisation(opportunities=2_000, seed=7))
    expected = everything(ws)
    database = sqlite3.connect(path)
    database.executescript(
        "DROP TABLE claim; DELETE FROM account; PRAGMA user_version = 0;"
        "ALTER TABLE opportunity DROP COLUMN kind; ALTER TABLE stage_change ADD COLUMN more TEXT"
    )
    database.close()
    assert everything(opp.open(path)) == expected
    check_sql(path, expected)


FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "journal"


def made_of(fixture: Path, path: Path) -> None:
    database = sqlite3.connect(path)
    database.executescript(fixture.read_text(encoding="utf-8"))
    database.close()


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("layout-*.sql")), ids=lambda p: p.stem)
def test_journals_of_every_layout_are_read(fixture: Path, path: Path) -> None:
    made_of(fixture, path)
    ws = opp.open(path, clock="2026-02-01T00:00:00Z")
    assert ws.table("account")["name"] == [None, "Volta „AB”"]
    assert ws.table("fx_rates")["rate"] == [0.0875]
    assert ws.table("opportunity").to_dict()["stage"] == ["discovery", "qualified"]
    assert ws.table("opportunity")["amount_minor"] == [125_050, None]
    assert ws.table("amount_change")["from_minor"] == [100_000]
    assert ws.table("stage_change")["by"] == ["astrid"]
    assert ws.table("lead")["opportunity"] == ["O-2"]
    assert ws.table("lead_change")["to"] == ["qualified"]
    assert ws.known_at("2026-01-15").table("opportunity")["amount_minor"] == [100_000]
    assert [row["by"] for row in ws.audit("opportunity", "O-1") if row["field"] == "stage"]
    ws.put("person", id="cy")
    assert opp.open(path).table("person")["id"] == ["astrid", "bo", "cy"]


def test_a_new_journal_has_the_latest_layout(tmp_path: Path) -> None:
    """Where this fails the layout has changed: it needs a number, a way from the one before, and a
    fixture of its own (tests/fixtures/journal/make.py)."""
    latest = max(FIXTURES.glob("layout-*.sql"), key=lambda found: int(found.stem[7:]))
    made_of(latest, tmp_path / "then.db")
    opp.open(tmp_path / "now.db")
    schemas = []
    for name in ("then.db", "now.db"):
        with sqlite3.connect(tmp_path / name) as database:
            rows = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
            schemas.append([*rows, database.execute("PRAGMA user_version").fetchone()])
    assert schemas[0] == schemas[1]
    assert schemas[1][-1] == (int(latest.stem[7:]),)


def test_a_command_that_is_refused_leaves_nothing(path: Path) -> None:
    ws = opp.open(path)
    ws.put("person", id="ann")
    with pytest.raises(opp.InputError):
        ws.apply(
            [
                {"table": "person", "record": {"id": "bo"}},
                {"table": "account", "record": {"id": "acme", "market": "nowhere"}},
            ]
        )
    assert ws.table("person")["id"] == ["ann"]
    assert opp.open(path).table("person")["id"] == ["ann"]
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM change_log").fetchone() == (1,)


def test_what_was_decided_on_an_old_view_is_decided_again(path: Path) -> None:
    ws, other = opp.open(path), opp.open(path)
    position = ws.position
    other.put("person", id="bo")
    with pytest.raises(opp.StaleError):
        ws.apply_at(position, {"table": "person", "record": {"id": "ann"}})
    asked = []

    def decide(seen: opp.Workspace) -> list[dict[str, Any]]:
        asked.append(seen.table("person")["id"])
        if len(asked) == 1:
            other.put("person", id="cy")
        return [{"table": "person", "record": {"id": "ann"}}]

    ws.decide(decide)
    assert asked == [["bo"], ["bo", "cy"]]
    assert ws.decide(lambda _: []) is None
    assert other.table("person")["id"] == ["ann", "bo", "cy"]


def test_threads_that_count_lose_nothing(path: Path) -> None:
    ws = opp.open(path)
    ws.put("goal", id="counter", metric="won_count", target=0)

    def count(seen: opp.Workspace) -> dict[str, Any]:
        now = seen.table("goal")["target"][0]
        record = {"id": "counter", "metric": "won_count", "target": now + 1}
        return {"table": "goal", "record": record}

    threads = [
        threading.Thread(target=lambda: [ws.decide(count) for _ in range(20)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opp.open(path).table("goal")["target"] == [80]


def test_a_workspace_in_memory_has_no_journal() -> None:
    ws = opp.memory()
    for ask in (
        lambda: ws.known_at("2026-01-01"),
        lambda: ws.audit("person", "ann"),
        lambda: ws.backup("copy.db"),
    ):
        with pytest.raises(opp.StoreError, match="no journal"):
            ask()
    assert ws.position == 0
    ws.put("person", id="ann")
    assert ws.position == 1


def test_places_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but a text\n" * 100)
    with pytest.raises(opp.StoreError, match="not a database"):
        opp.open(tmp_path / "notes.txt")
    with pytest.raises(opp.StoreError, match="cannot be opened"):
        opp.open(tmp_path / "no" / "deals.db")
    with pytest.raises(opp.StoreError, match="cannot be opened"):
        opp.open(f"postgresql://nobody@/nothing?host={tmp_path}")
    with pytest.raises(opp.InputError):
        opp.open("")
    opp.open(tmp_path / "deals.db")
    with pytest.raises(opp.StoreError, match="SEK"):
        opp.open(tmp_path / "deals.db", "SEK")


def test_a_checkpoint_is_written_where_one_says_so(path: Path, tmp_path: Path) -> None:
    ws = opp.open(path, checkpoint=tmp_path / "copy")
    ws.put("person", id="astrid")
    assert not (tmp_path / "copy").exists()
    ws.checkpoint()
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    assert opp.open(path, checkpoint=tmp_path / "copy").table("person")["id"] == ["astrid"]
    (tmp_path / "copy").write_bytes(b"no checkpoint")
    assert opp.open(path, checkpoint=tmp_path / "copy").table("person")["id"] == ["astrid"]
    with pytest.raises(opp.StoreError, match="no place"):
        opp.open(path, checkpoint="off").checkpoint()
    with pytest.raises(opp.StoreError, match="no journal"):
        opp.memory().checkpoint()


def test_a_backup_and_what_was_known(path: Path, tmp_path: Path) -> None:
    ws = opp.open(path, clock="2026-01-01T00:00:00Z")
    ws.put("person", id="ann", name="Ann")
    ws.advance_clock("2026-01-03T00:00:00Z")
    ws.put("person", id="ann", name="Anna")
    assert ws.known_at("2026-01-02").table("person")["name"] == ["Ann"]
    assert ws.known_at("2025-12-31").table("person")["id"] == []
    trail = ws.audit("person", "ann").to_pylist()
    assert [(row["field"], row["from"], row["to"]) for row in trail] == [
        ("name", None, "Ann"),
        ("name", "Ann", "Anna"),
    ]
    with pytest.raises(opp.StoreError):
        ws.known_at("2026-01-02").put("person", id="bo")
    ws.backup(tmp_path / "copy.db")
    assert everything(opp.open(tmp_path / "copy.db")) == everything(ws)
    with pytest.raises(opp.StoreError):
        ws.backup(tmp_path / "copy.db")
