"""Results as tables: rows, columns, printing, Jupyter, rich, capsules."""

from __future__ import annotations

import datetime as dt
import gc

import pytest

import opportune as opp
from opportune import _render
from stand_in import StandIn, several

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


TYPES = {
    "market": "text",
    "closed": "integer",
    "win_rate": "real",
    "mean_won_amount_minor": "real",
    "velocity_minor_per_day": "real",
    "currency": "text",
}


def velocity(*lines: tuple[object, ...]) -> StandIn:
    return StandIn("velocity", TYPES, several(" ".join(TYPES), *lines))


def test_measures_are_printed_in_major_units_and_percent() -> None:
    table = velocity(
        ("DE", 1234, 0.0675, 123456.5, 98765.4, "EUR"), (None, 0, None, None, None, "EUR")
    )
    assert _render.as_text(table, width=100).splitlines() == [  # type: ignore[arg-type]
        "market  closed  win_rate  mean_won_amount  velocity_per_day",
        "──────  ──────  ────────  ───────────────  ────────────────",
        "DE       1,234      6.8%         1,234.56            987.65",
        "             0",
        "(2 rows; amounts in EUR)",
    ]
    mixed = velocity(("JP", 1, 1.0, 1234.5, 10.0, "JPY"), ("DE", 1, 0.5, 1234.5, 10.0, "EUR"))
    text = _render.as_text(mixed, width=100)  # type: ignore[arg-type]
    assert "1,234" in text
    assert "12.34" in text
    assert "100.0%" in text


def test_a_measure_in_jupyter_is_aligned_and_cut() -> None:
    lines = [(f"M{number}", number, 0.25, 1e6, 100.0, "EUR") for number in range(1000)]
    page = _render.as_html(velocity(*lines))  # type: ignore[arg-type]
    assert page.count("<tr>") == 1 + 20
    assert "<p>1,000 rows, the first 20 shown; amounts in EUR</p>" in page
    assert '<td style="text-align:left">M7</td>' in page
    for number in ("10,000.00", "25.0%", "7"):
        assert f'<td style="{_render._RIGHT}">{number}</td>' in page


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
