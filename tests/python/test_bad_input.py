"""Bad input: a clear error that says where, and a workspace that is as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import opportune as opp

Tables = dict[str, dict[str, list[Any]]]
Edit = Callable[[Tables], object]


def edits() -> dict[str, tuple[Edit, str, str, int | None, str]]:
    """What is done to the tables, and the code, table, row and field of the first issue."""
    day = dt.date
    return {
        "unknown reference": (
            lambda t: t["opportunity"]["account"].__setitem__(1, "nobody"),
            "unknown_reference", "opportunity", 1, "account",
        ),
        "unknown market": (
            lambda t: t["account"]["market"].__setitem__(2, "XX"),
            "unknown_reference", "account", 2, "market",
        ),
        "ownership cycle": (
            lambda t: t["account"].update(parent=["acme-de", "acme", None]),
            "ownership_cycle", "account", 0, "parent",
        ),
        "duplicate id": (
            lambda t: t["account"]["id"].__setitem__(2, "acme"),
            "duplicate_id", "account", 2, "id",
        ),
        "impossible date": (
            lambda t: t["opportunity"]["opened"].__setitem__(0, "2026-02-30"),
            "", "opportunity", 0, "opened",
        ),
        "closed before opened": (
            lambda t: t["opportunity"].update(
                closed=[None, None, day(2025, 1, 1), None],
                stage=["negotiation", "proposal", "lost", "qualified"],
            ),
            "", "opportunity", 2, "closed",
        ),
        "negative amount": (
            lambda t: t["opportunity"]["amount"].__setitem__(0, Decimal("-1.00")),
            "", "opportunity", 0, "amount",
        ),
        "too many decimals": (
            lambda t: t["opportunity"]["amount"].__setitem__(0, Decimal("1.001")),
            "", "opportunity", 0, "amount",
        ),
        "an amount that no integer holds": (
            lambda t: t["opportunity"]["amount"].__setitem__(0, 10**30),
            "", "opportunity", 0, "amount",
        ),
        "unknown currency": (
            lambda t: t["market"]["currency"].__setitem__(1, "XQX"),
            "", "market", 1, "currency",
        ),
        "unknown stage": (
            lambda t: t["opportunity"]["stage"].__setitem__(3, "dreaming"),
            "", "opportunity", 3, "stage",
        ),
        "text that is not UTF-8": (
            lambda t: t["account"]["name"].__setitem__(1, "broken \ud800"),
            "", "account", 1, "name",
        ),
        "bytes that are not UTF-8": (
            lambda t: t["account"]["name"].__setitem__(1, b"\xff\xfe"),
            "", "account", 1, "name",
        ),
        "a number for a date": (
            lambda t: t["opportunity"]["opened"].__setitem__(2, 3.5),
            "", "opportunity", 2, "opened",
        ),
        "a Python object": (
            lambda t: t["account"]["name"].__setitem__(0, object()),
            "wrong_type", "account", 0, "name",
        ),
        "a required value missing": (
            lambda t: t["lead"]["status"].__setitem__(0, None),
            "", "lead", 0, "status",
        ),
        "a missing column": (
            lambda t: t["opportunity"].pop("stage"),
            "", "opportunity", None, "stage",
        ),
        "an unknown column": (
            lambda t: t["account"].update(colour=["red", "red", "red"]),
            "", "account", None, "colour",
        ),
        "columns of unequal length": (
            lambda t: t["account"]["market"].pop(),
            "unequal_columns", "account", None, "market",
        ),
        "an unknown table": (
            lambda t: t.update(acount={"id": ["x"]}),
            "", "acount", None, "",
        ),
    }  # fmt: skip


@pytest.mark.parametrize("what", edits())
def test_a_bad_table_is_refused_whole(what: str, tables: Tables) -> None:
    edit, code, table, row, field = edits()[what]
    edit(tables)
    ws = opp.memory()
    with pytest.raises(opp.InputError) as caught:
        ws.load(tables)
    issue = caught.value.issues[0]
    assert (issue.table, issue.row, issue.field) == (table, row, field), issue
    if code:
        assert issue.code == code == caught.value.code
    assert issue.reason
    assert caught.value.total >= 1
    assert not any(ws.tables().values())


def test_the_cycle_is_named(tables: Tables) -> None:
    tables["account"]["parent"] = ["acme-de", "acme", None]
    with pytest.raises(opp.InputError, match=r"acme.*acme-de|acme-de.*acme"):
        opp.memory().load(tables)


def test_every_bad_row_is_reported_up_to_the_limit(tables: Tables) -> None:
    tables["opportunity"]["account"] = ["a", "b", "c", "d"]
    with pytest.raises(opp.InputError) as caught:
        opp.memory().load(tables, issue_limit=2)
    assert len(caught.value.issues) == 2
    assert caught.value.total >= 4


def test_a_missing_rate_names_currency_and_date(tables: Tables) -> None:
    del tables["fx_rates"]
    ws = opp.memory()
    ws.load(tables)
    with pytest.raises(opp.InputError, match="SEK") as caught:
        ws.conflicts(as_of="2026-03-31")
    assert "2026" in str(caught.value)


def test_ten_megabytes_of_text(tables: Tables, ws: opp.Workspace) -> None:
    long = "x" * 10_000_000
    tables["account"]["name"][0] = long
    with pytest.raises(opp.InputError) as caught:
        opp.memory().load(tables)
    assert (caught.value.issues[0].row, caught.value.issues[0].field) == (0, "name")
    assert "10000000 bytes" in caught.value.issues[0].value
    assert len(str(caught.value)) < 1000
    with pytest.raises(opp.InputError) as caught:
        ws.put("account", id="y", market=long)
    assert len(str(caught.value)) < 1000
    with pytest.raises(opp.InputError):
        ws.check(opportunity={"account": long, "stage": "qualified", "opened": "2026-01-01"})


def test_empty_tables(tables: Tables) -> None:
    pa = pytest.importorskip("pyarrow")
    ws = opp.memory()
    assert ws.load({}).total == 0
    ws.load({name: {column: [] for column in t} for name, t in tables.items()})
    ws.load(account=pa.table({"id": pa.array([], pa.string()), "market": pa.array([])}))
    assert not any(ws.tables().values())
    assert len(ws.conflicts()) == 0


def test_a_stream_that_fails_half_way(ws: opp.Workspace) -> None:
    pa = pytest.importorskip("pyarrow")
    schema = pa.schema([("id", pa.string()), ("market", pa.string())])

    def batches() -> Any:
        yield pa.record_batch([["new"], ["SE"]], schema=schema)
        raise RuntimeError("the line went dead")

    with pytest.raises(opp.StoreError, match=r"account.*batch 1.*\n?.*the line went dead"):
        ws.load(account=pa.RecordBatchReader.from_batches(schema, batches()))
    assert ws.tables()["account"] == 3


def test_a_stream_that_was_read_before(ws: opp.Workspace) -> None:
    pa = pytest.importorskip("pyarrow")

    class Once:
        def __init__(self) -> None:
            self.capsule = pa.table({"id": ["m"]}).__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.capsule

    once = Once()
    opp.memory().load(market=once)
    with pytest.raises(opp.InputError) as caught:
        ws.load(market=once)
    assert caught.value.issues[0].table == "market"


@pytest.mark.parametrize(
    "capsule", [None, 3, "stream", object(), (1, 2)], ids=lambda c: type(c).__name__
)
def test_an_export_that_is_none(ws: opp.Workspace, capsule: object) -> None:
    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return capsule

    class Batch:
        def __arrow_c_array__(self, requested_schema: object = None) -> object:
            return capsule

    for source in (Stream(), Batch()):
        with pytest.raises((opp.InputError, TypeError), match="account"):
            ws.load(account=source)


def test_columns_that_arrow_has_no_table_for(ws: opp.Workspace) -> None:
    pa = pytest.importorskip("pyarrow")
    nested = pa.array([{"a": 1}])
    with pytest.raises(opp.InputError) as caught:
        ws.load(account=pa.table({"id": ["x"], "name": nested}))
    assert (caught.value.issues[0].table, caught.value.issues[0].field) == ("account", "name")
    with pytest.raises(opp.InputError, match="account"):
        ws.load(account=pa.array([1, 2, 3]))
    pd = pytest.importorskip("pandas")
    with pytest.raises(opp.InputError, match="account"):
        ws.load(account=pd.DataFrame({"id": ["a", 1, 2.5]}))


WRONG_TYPES: dict[str, Callable[[opp.Workspace], object]] = {
    "account": lambda ws: ws.load(account=5),  # type: ignore[arg-type]
    "column 'id'": lambda ws: ws.load(account={"id": "abc"}),
    "row 1": lambda ws: ws.load(account=[{"id": "x"}, "y"]),  # type: ignore[list-item]
    "column names": lambda ws: ws.load(account={1: ["x"]}),  # type: ignore[dict-item]
    "load": lambda ws: ws.load(["x"]),  # type: ignore[arg-type]
    "collect": lambda ws: ws.load(account=pytest.importorskip("polars").LazyFrame({"id": ["x"]})),
    "as_of": lambda ws: ws.conflicts(as_of=20260331),  # type: ignore[arg-type]
    "kinds": lambda ws: ws.conflicts(kinds=3),  # type: ignore[arg-type]
    "groups": lambda ws: ws.conflicts(groups=[1]),  # type: ignore[list-item]
    "threads": lambda ws: ws.conflicts(threads="2"),  # type: ignore[arg-type]
    "policy": lambda ws: ws.conflicts(policy="x"),  # type: ignore[arg-type]
    "by": lambda ws: ws.pipeline(by=5),  # type: ignore[arg-type]
    "where": lambda ws: ws.pipeline(where=["SE"]),  # type: ignore[arg-type]
    "from_": lambda ws: ws.funnel(from_=5),  # type: ignore[arg-type]
    "one draft": lambda ws: ws.check(),
    "opportunity": lambda ws: ws.check(opportunity=["x"]),  # type: ignore[arg-type]
    "opportunity.record.buyer": lambda ws: ws.check(opportunity={"buyer": object()}),
    "changes": lambda ws: ws.apply("x"),  # type: ignore[arg-type]
    "changes[0]": lambda ws: ws.apply([3]),  # type: ignore[list-item]
    "reporting_currency": lambda ws: opp.memory(5),  # type: ignore[arg-type]
    "seed": lambda ws: opp.synth.organisation(seed="x"),  # type: ignore[arg-type]
    "progress": lambda ws: ws.load({}, progress=7),  # type: ignore[arg-type]
    "name": lambda ws: ws.table(None),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("named", WRONG_TYPES)
def test_a_wrong_python_type_names_the_argument(named: str, ws: opp.Workspace) -> None:
    before = ws.tables()
    with pytest.raises(TypeError) as caught:
        WRONG_TYPES[named](ws)
    assert named in str(caught.value)
    assert ws.tables() == before


WRONG_VALUES: dict[str, tuple[type[Exception], Callable[[opp.Workspace], object]]] = {
    "on_error": (opp.InputError, lambda ws: ws.load({}, on_error="ignore")),  # type: ignore[arg-type]
    "as_of": (opp.InputError, lambda ws: ws.conflicts(as_of="yesterday")),
    "threads": (opp.InputError, lambda ws: ws.conflicts(threads=-1)),
    "from_": (opp.InputError, lambda ws: ws.funnel(from_="2026-13-01")),
    "quarrel": (opp.Error, lambda ws: ws.conflicts(kinds=["quarrel"])),
    "moon": (opp.Error, lambda ws: ws.pipeline(by=["moon"])),
    "luck": (opp.Error, lambda ws: ws.query("luck")),
    "tabel": (opp.NotFoundError, lambda ws: ws.table("tabel")),
    "XQX": (opp.InputError, lambda ws: opp.memory("XQX")),
    "quarel": (opp.InputError, lambda ws: opp.memory(policy={"quarel": 1})),
    "there": (opp.StoreError, lambda ws: ws.load(account="not/there.csv")),
    "nowhere": (opp.StoreError, lambda ws: ws.load_csv("nowhere")),
    "o9": (opp.InputError, lambda ws: ws.put("owner_change", opportunity="o9", at="2026-01-01")),
    "nobody": (opp.InputError, lambda ws: ws.check(opportunity={"account": "nobody"})),
    "record": (opp.InputError, lambda ws: ws.apply({"table": "account"})),
    "seed": (ValueError, lambda ws: opp.synth.organisation(seed=-1)),
    "until": (opp.InputError, lambda ws: opp.synth.organisation(opportunities=100, until="soon")),
}  # fmt: skip


@pytest.mark.parametrize("named", WRONG_VALUES)
def test_a_wrong_value_is_named(named: str, ws: opp.Workspace) -> None:
    before = ws.tables()
    error, ask = WRONG_VALUES[named]
    with pytest.raises(error) as caught:
        ask(ws)
    assert named in str(caught.value)
    assert ws.tables() == before


def test_a_list_of_changes_is_applied_whole_or_not_at_all(ws: opp.Workspace) -> None:
    good = {"table": "person", "record": {"id": "dora"}}
    bad = {"table": "person", "record": {"id": "emil", "manager": "nobody"}}
    with pytest.raises(opp.InputError) as caught:
        ws.apply([good, bad])
    assert caught.value.issues[0].row == 1
    assert ws.tables()["person"] == 3


def test_a_record_within_itself(ws: opp.Workspace) -> None:
    endless: dict[str, Any] = {"id": "x"}
    endless["attributes"] = endless
    with pytest.raises(opp.InputError):
        ws.check(opportunity=endless)
    with pytest.raises(opp.InputError):
        ws.put("account", id="x", global_=float("inf"))


def test_files_that_are_no_tables(ws: opp.Workspace, tmp_path: Path) -> None:
    (tmp_path / "account.csv").write_bytes(b"id,market\n\xff\xfe,SE\n")
    with pytest.raises(opp.InputError, match="account"):
        ws.load_csv(tmp_path)
    (tmp_path / "account.csv").write_text("id,market\nx,SE,more\n")
    with pytest.raises(opp.InputError, match="account"):
        ws.load(account=tmp_path / "account.csv")
    assert ws.tables()["account"] == 3
