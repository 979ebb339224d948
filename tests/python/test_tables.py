"""Results as tables: rows, columns, printing, Jupyter, rich, capsules."""

from __future__ import annotations

import datetime as dt
import gc

import pytest

import opportune as opp

AS_OF = dt.date(2026, 3, 31)


def test_a_table_is_a_sequence_of_rows(ws: opp.Workspace) -> None:
    table = ws.table("opportunity")
    assert len(table) == table.num_rows == 4
    assert table
    assert "id" in table
    assert list(table) == table.to_pylist()
    assert table.head(2) == table.to_pylist()[:2]
    assert table.to_dict()["id"] == table["id"] == ["o1", "o2", "o3", "o4"]
    assert table.types["opened"] == "date"
    with pytest.raises(opp.NotFoundError, match="nothing"):
        table["nothing"]
    with pytest.raises(TypeError):
        table[0]  # type: ignore[index]


def test_a_table_prints_well(ws: opp.Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (20, 40, 80, 300):
        monkeypatch.setenv("COLUMNS", str(columns))
        text = repr(ws.conflicts(as_of=AS_OF))
        assert all(len(line) <= max(columns, 20) for line in text.splitlines()[:-1])
    assert "1,000.50" in repr(ws.table("opportunity"))
    assert "(4 rows)" in repr(ws.table("opportunity"))
    assert "0 rows" in repr(ws.table("claim"))


def test_a_table_in_jupyter_is_escaped(ws: opp.Workspace) -> None:
    ws.put("account", id="<script>", name="a\nb", market="SE")
    page = ws.table("account")._repr_html_()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "Birch &amp; Söhne" in page


def test_a_table_in_rich(ws: opp.Workspace) -> None:
    console = pytest.importorskip("rich.console").Console(width=200, record=True, file=_Null())
    console.print(ws.table("account"))
    assert "Acme Deutschland" in console.export_text()


class _Null:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass


def test_capsules_that_nobody_takes_are_released(ws: opp.Workspace) -> None:
    for _ in range(100):
        ws.table("account").__arrow_c_stream__()
        ws.table("account").__arrow_c_schema__()
    gc.collect()
