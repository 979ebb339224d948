"""A whole workspace as a folder of files, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

import opportune as opp
from opportune._folders import FORMATS


@pytest.fixture(scope="module")
def organisation() -> opp.Workspace:
    ws = opp.memory()
    ws.load(opp.synth.organisation(opportunities=1_500, seed=3))
    return ws


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_exported_comes_back(
    organisation: opp.Workspace, tmp_path: Path, format: str
) -> None:
    organisation.export(tmp_path / "out", format=format)
    ws = opp.open(tmp_path / "deals.db")
    ws.load_folder(tmp_path / "out")
    for name in opp.table_names():
        assert ws.table(name).to_pylist() == organisation.table(name).to_pylist(), name
    assert ws.query("pipeline", by=["market"], as_of="2026-03-31").to_pylist() == (
        organisation.query("pipeline", by=["market"], as_of="2026-03-31").to_pylist()
    )


@pytest.mark.parametrize("format", FORMATS)
def test_exports_are_the_same_byte_for_byte(
    organisation: opp.Workspace, tmp_path: Path, format: str
) -> None:
    organisation.export(tmp_path / "one", format=format)
    again = opp.memory()
    again.load_folder(tmp_path / "one")
    again.export(tmp_path / "two", format=format)
    one = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    two = {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert one == two
    assert len(one) > 15


def test_what_cannot_be_written_or_read(organisation: opp.Workspace, tmp_path: Path) -> None:
    with pytest.raises(opp.InputError, match="parquet, arrow, jsonl"):
        organisation.export(tmp_path, format="xlsx")
    organisation.export(tmp_path)
    with pytest.raises(opp.StoreError, match="there already"):
        organisation.export(tmp_path)
    ws = opp.memory()
    with pytest.raises(opp.StoreError, match="no file of a table"):
        ws.load_folder(tmp_path / "nowhere")
    (tmp_path / "market.jsonl").write_text('{"id": "se"}\n')
    with pytest.raises(opp.StoreError, match="both the table 'market'"):
        ws.load_folder(tmp_path)
    (tmp_path / "market.jsonl").unlink()
    (tmp_path / "market.parquet").write_text("no Parquet")
    with pytest.raises(opp.StoreError, match=r"market\.parquet"):
        ws.load_folder(tmp_path)
    assert ws.tables()["account"] == 0
