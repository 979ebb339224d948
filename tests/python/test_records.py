"""Records in and out: what a load takes and reports, what comes back, and changes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import opportune as opp

AS_OF = dt.date(2026, 3, 31)


def test_a_load_reports_its_rows(tables: dict[str, Any]) -> None:
    ws = opp.memory(reporting_currency="EUR")
    report = ws.load(**tables)
    assert report.rows["opportunity"] == 4
    assert report.total == sum(len(next(iter(t.values()))) for t in tables.values())
    assert report.quarantine is None
    assert "opportunity" in repr(report)
    assert ws.tables()["account"] == 3
    assert "account 3" in repr(ws)


def test_columns_records_tables_and_files_say_the_same(
    tables: dict[str, Any], ws: opp.Workspace, tmp_path: Path
) -> None:
    as_records = {
        name: [dict(zip(t, row, strict=True)) for row in zip(*t.values(), strict=True)]
        for name, t in tables.items()
    }
    by_records = opp.memory()
    by_records.load(as_records)
    exported = {name: ws.table(name) for name in tables}
    by_tables = opp.memory()
    by_tables.load(**exported)
    for name, table in exported.items():
        table.to_csv(tmp_path / f"{name}.csv")
    by_files = opp.memory()
    by_files.load_csv(tmp_path)
    one_by_one = opp.memory()
    one_by_one.load({name: tmp_path / f"{name}.csv" for name in tables})
    for other in (by_records, by_tables, by_files, one_by_one):
        for name, table in exported.items():
            assert other.table(name).to_pylist() == table.to_pylist(), name


def test_what_was_loaded_comes_back_typed(ws: opp.Workspace) -> None:
    first = ws.table("opportunity").head(1)[0]
    assert first["id"] == "o1"
    assert first["amount_minor"] == 100_050
    assert first["currency"] == "SEK"
    assert first["products"] == ["P1"]
    assert first["opened"] == dt.date(2026, 1, 10)
    change = ws.table("stage_change").to_pylist()[1]
    assert change["at"] == dt.datetime(2026, 2, 20, 9, 0, 0, 250_000, tzinfo=dt.timezone.utc)


def test_bad_rows_can_be_put_aside(tables: dict[str, Any]) -> None:
    tables["account"]["market"][2] = "nowhere"
    ws = opp.memory()
    report = ws.load(tables, on_error="quarantine")
    assert report.quarantine is not None
    bad = report.quarantine.to_pylist()
    assert (bad[0]["table"], bad[0]["row"], bad[0]["field"]) == ("account", 2, "market")
    assert {row["table"] for row in bad} == {"account", "opportunity"}
    assert ws.tables()["account"] == 2
    assert "quarantined: 2" in repr(report)


def test_python_values_of_every_kind() -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    ws = opp.memory()
    ws.load(
        market={"id": ["SE"], "currency": ["SEK"]},
        account={"id": ["a", "b"], "market": ["SE", "SE"], "global": [True, None]},
        product={"id": ["p", "q"], "unit_price": [1.5, 12], "currency": ["SEK", "SEK"]},
        opportunity={
            "id": ("x", "y"),
            "account": iter(["a", "b"]),
            "stage": ["qualified"] * 2,
            "opened": [dt.datetime(2026, 1, 1, 1, tzinfo=zone), "2026-01-02"],
            "amount": ["1234.50", float("nan")],
            "products": [{"q", "p"}, ("p",)],
            "attributes": [{"tier": 1}, None],
        },
    )
    one, two = ws.table("opportunity").to_pylist()
    assert one["opened"] == dt.date(2025, 12, 31)
    assert (one["amount_minor"], two["amount_minor"]) == (123_450, None)
    assert (sorted(one["products"]), two["products"]) == (["p", "q"], ["p"])
    assert one["attributes"].replace(" ", "") == '{"tier":1}'
    assert ws.table("product")["unit_price_minor"] == [150, 1200]
    assert ws.table("account")["global"] == [True, None]


def test_progress_is_told_and_can_end_a_load(tables: dict[str, Any]) -> None:
    seen: list[tuple[str, int, int]] = []
    opp.memory().load(tables, progress=lambda *step: seen.append(step))
    assert seen
    assert all(0 <= done <= total for _, done, total in seen)

    class EnoughError(Exception):
        pass

    def stop(*_: object) -> None:
        raise EnoughError

    ws = opp.memory()
    with pytest.raises(EnoughError):
        ws.load(tables, progress=stop)
    assert not any(ws.tables().values())
    ws.load(tables, progress=True)  # no terminal: no bar, and no noise


def test_changes_are_applied(ws: opp.Workspace) -> None:
    effects = ws.apply(
        [
            {
                "table": "opportunity",
                "record": {
                    "id": "o4",
                    "account": "birch",
                    "stage": "discovery",
                    "amount": Decimal("10.50"),
                    "opened": dt.date(2026, 3, 2),
                },
                "at": dt.datetime(2026, 3, 20, 12),
                "by": "anna",
            }
        ]
    )
    assert (effects.applied, effects.groups) == (1, ("birch",))
    assert not effects
    assert ws.table("opportunity").to_pylist()[3]["amount_minor"] == 1050
    latest = ws.table("stage_change").to_pylist()[-1]
    assert (latest["opportunity"], latest["from"], latest["to"]) == ("o4", "qualified", "discovery")
    assert latest["at"] == dt.datetime(2026, 3, 20, 12, tzinfo=dt.timezone.utc)


def test_put_is_one_change(ws: opp.Workspace) -> None:
    ws.put("person", id="dora", market="DE")
    ws.put("account_parent", account="birch", parent="acme", from_=dt.date(2026, 2, 1))
    assert ws.tables()["person"] == 4
    assert ws.groups(AS_OF)["group"] == ["acme", "acme", "acme"]
    assert ws.groups("2026-01-31")["group"] == ["acme", "acme", "birch"]
