"""The same tables from pandas, Polars, pyarrow and DuckDB make the same workspace, and a result
goes back to each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import opportune as opp

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")

Tables = dict[str, dict[str, list[Any]]]
AS_OF = dt.date(2026, 3, 31)
UTC = dt.timezone.utc


def arrow(columns: dict[str, list[Any]]) -> Any:
    """A pyarrow table. Columns of nothing but None are of the null type."""
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def chunked_and_sliced(columns: dict[str, list[Any]]) -> Any:
    table = arrow(columns)
    padded = pa.concat_tables([table.slice(0, 1), table, table.slice(0, 1)])
    inner = padded.slice(1, table.num_rows)
    return pa.concat_tables([inner.slice(i, 1) for i in range(inner.num_rows)])


def from_duckdb(columns: dict[str, list[Any]]) -> Any:
    source = arrow(columns)
    connection = duckdb.connect()
    connection.register("source", source)
    return connection.sql("select * from source")


def record_batch(columns: dict[str, list[Any]]) -> Any:
    return arrow(columns).combine_chunks().to_batches()[0]


def reader(columns: dict[str, list[Any]]) -> Any:
    table = arrow(columns)
    return pa.RecordBatchReader.from_batches(table.schema, iter(table.to_batches()))


def dictionary_encoded(columns: dict[str, list[Any]]) -> Any:
    table = arrow(columns)
    for i, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            table = table.set_column(i, field.name, table[field.name].dictionary_encode())
    return table


def string_views(columns: dict[str, list[Any]]) -> Any:
    table = arrow(columns)
    for i, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            table = table.set_column(i, field.name, table[field.name].cast(pa.string_view()))
    return table


def pandas_frame(columns: dict[str, list[Any]]) -> Any:
    return pd.DataFrame(columns)


def pandas_categories(columns: dict[str, list[Any]]) -> Any:
    frame = pd.DataFrame(columns)
    for name, values in columns.items():
        if all(isinstance(value, str) for value in values):
            frame[name] = frame[name].astype("category")
    frame.index = [f"row {i}" for i in range(len(frame))]  # not data: it is left out
    return frame


def pandas_zoned(columns: dict[str, list[Any]]) -> Any:
    frame = pd.DataFrame(columns)
    if "at" in columns:
        frame["at"] = pd.to_datetime(frame["at"]).dt.tz_convert("Asia/Tokyo")
    return frame


def polars_frame(columns: dict[str, list[Any]]) -> Any:
    return pl.DataFrame(columns)


def polars_categories(columns: dict[str, list[Any]]) -> Any:
    return pl.DataFrame(columns).with_columns(pl.col(pl.String).cast(pl.Categorical))


MAKERS: list[Callable[[dict[str, list[Any]]], Any]] = [
    arrow,
    chunked_and_sliced,
    record_batch,
    reader,
    dictionary_encoded,
    string_views,
    pandas_frame,
    pandas_categories,
    pandas_zoned,
    polars_frame,
    polars_categories,
    from_duckdb,
]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_one_workspace_whatever_it_came_from(
    make: Callable[[dict[str, list[Any]]], Any], tables: Tables, ws: opp.Workspace
) -> None:
    other = opp.memory()
    other.load({name: make(columns) for name, columns in tables.items()})
    for name in tables:
        assert other.table(name).to_pylist() == ws.table(name).to_pylist(), name
    mine, its = ws.conflicts(as_of=AS_OF, pairs=True), other.conflicts(as_of=AS_OF, pairs=True)
    assert its.to_pylist() == mine.to_pylist()
    assert its.members.to_pylist() == mine.members.to_pylist()
    assert its.pairs.to_pylist() == mine.pairs.to_pylist()


def test_a_result_goes_to_each(ws: opp.Workspace) -> None:
    for table in (ws.conflicts(as_of=AS_OF), ws.table("opportunity"), ws.table("claim")):
        rows = table.to_pylist()
        assert table.to_arrow().to_pylist() == rows
        assert pa.table(table).to_pylist() == rows
        assert table.to_polars().to_dicts() == rows
        assert pl.DataFrame(table).to_dicts() == rows
        frame = table.to_pandas()
        assert list(frame.columns) == table.columns
        assert len(frame) == len(rows)
        relation = table.to_duckdb()
        assert relation.columns == table.columns
        assert pa.table(relation).to_pylist() == rows


def test_a_result_is_a_view_in_duckdb(ws: opp.Workspace) -> None:
    connection = duckdb.connect()
    ws.table("opportunity").to_duckdb(connection, "opportunity")
    total = connection.sql("select sum(amount_minor) from opportunity").fetchall()
    assert total == [(100_050 + 200_000 + 30_025,)]


def test_a_result_outlives_its_workspace() -> None:
    ws = opp.memory()
    ws.load(market={"id": [f"m{i}" for i in range(1000)]})
    frame = ws.table("market").to_arrow()
    del ws
    assert sorted(frame["id"].to_pylist())[0] == "m0"


def test_a_result_goes_in_again_through_each(ws: opp.Workspace, tables: Tables) -> None:
    for convert in (
        opp.Table.to_arrow,
        opp.Table.to_polars,
        opp.Table.to_pandas,
        opp.Table.to_duckdb,
    ):
        other = opp.memory()
        other.load({name: convert(ws.table(name)) for name in tables})
        for name in tables:
            assert other.table(name).to_pylist() == ws.table(name).to_pylist()


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Berlin", "+05:30"])
def test_instants_of_any_unit_and_zone(ws: opp.Workspace, unit: str, zone: str | None) -> None:
    instant = dt.datetime(2026, 7, 1, 12, 30, 15, tzinfo=UTC)
    given = instant if zone else instant.replace(tzinfo=None)
    at = pa.array([given], pa.timestamp(unit, zone))
    ws.load(owner_change=pa.table({"opportunity": ["o1"], "to": ["bjorn"], "at": at}))
    assert ws.table("owner_change")["at"] == [instant]


@pytest.mark.parametrize(
    "amounts",
    [
        pa.array([Decimal("12.50")], pa.decimal128(10, 2)),
        pa.array([Decimal("12.5000")], pa.decimal256(40, 4)),
        pa.array([12.5], pa.float32()),
        pa.array([12.5], pa.float64()),
        pa.array(["12.50"], pa.large_string()),
    ],
    ids=lambda amounts: str(amounts.type),
)
def test_amounts_of_any_type_are_exact(ws: opp.Workspace, amounts: Any) -> None:
    draft = {"id": ["new"], "account": ["birch"], "stage": ["qualified"]}
    days = pa.array([dt.date(2026, 3, 1)], pa.date64())
    ws.load(opportunity=pa.table({**draft, "opened": days, "amount": amounts}))
    new = next(row for row in ws.table("opportunity") if row["id"] == "new")
    assert new["amount_minor"] == 1250
    assert new["opened"] == dt.date(2026, 3, 1)


@pytest.mark.parametrize("width", ["int8", "uint8", "int16", "uint32", "int64", "uint64"])
def test_integers_of_any_width(ws: opp.Workspace, width: str) -> None:
    target = pa.array([100], getattr(pa, width)())
    ws.load(goal=pa.table({"id": ["g"], "metric": ["won_amount"], "target": target}))
    assert ws.table("goal")["target"] == [100]


def test_polars_lists_and_nulls(ws: opp.Workspace) -> None:
    ws.load(
        opportunity=pl.DataFrame(
            {
                "id": ["n1", "n2", "n3"],
                "account": ["birch"] * 3,
                "stage": ["qualified"] * 3,
                "opened": [dt.date(2026, 3, 1)] * 3,
                "products": [["P1", "valves"], [], None],
                "buyer": pl.Series([None, None, None], dtype=pl.Null),
            }
        )
    )
    rows = {row["id"]: row for row in ws.table("opportunity")}
    assert sorted(rows["n1"]["products"]) == ["P1", "valves"]
    assert not rows["n2"]["products"]
    assert not rows["n3"]["products"]
    assert rows["n1"]["buyer"] is None
