"""Puts the engine's measures beside the reference's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from .measure import AS_ROWS, BY_CELL
from .measure.dimensions import in_order
from .measure.query import Cell, Query, keys_of
from .measure.series import single_questions
from .records import Organisation, Row


def by_cell(table: Iterable[Row], names: Sequence[str]) -> dict[Cell, Row]:
    """Cell -> the other columns, in the order of the rows."""
    rows = list(table)
    found = {
        tuple(row[name] for name in names): {
            name: value for name, value in row.items() if name not in names
        }
        for row in rows
    }
    assert len(found) == len(rows), f"a cell comes twice: {names}"
    return found


def check(workspace: Any, organisation: Organisation, measure: str, query: Query) -> int:
    """Asserts that the answers are the same, row by row; returns how many rows there were."""
    if measure in AS_ROWS:
        return _check_rows(workspace, organisation, measure, query)
    expected = BY_CELL[measure](organisation, query)
    found = by_cell(workspace.query(measure, **query.asked()), keys_of(measure, query))
    same_cells(measure, query, found, expected)
    return len(expected)


def same_cells(
    measure: str, query: Query, found: dict[Cell, Row], expected: dict[Cell, Row]
) -> None:
    question = f"{measure} {query}"
    order = sorted(expected, key=in_order(keys_of(measure, query)))
    assert list(found) == order, f"cells of {question}"
    for cell in order:
        same_row(found[cell], expected[cell], f"{question}: {cell}")


def _check_rows(workspace: Any, organisation: Organisation, measure: str, query: Query) -> int:
    expected = AS_ROWS[measure](organisation, query)
    found = list(workspace.query(measure, **query.asked()))
    if measure == "data_quality_records":
        found = [{name: row[name] for name in row if name != "detail"} for row in found]
    if measure == "kpis":  # each has words of its own
        found, expected = (
            [_with_or_without_problem(row) for row in rows] for rows in (found, expected)
        )
    for one, other in zip(found, expected, strict=False):
        same_row(one, other, f"{measure} {query}")
    assert len(found) == len(expected), f"{measure} {query}"
    return len(expected)


def _with_or_without_problem(row: Row) -> Row:
    return {**row, "problem": row["problem"] is not None}


def check_series(workspace: Any, measure: str, query: Query) -> int:
    """Asserts that the engine's series is its own single questions, one below the other."""
    expected = [
        {"date": date, **row}
        for date, alone in single_questions(measure, query)
        for row in workspace.query(measure, **alone.asked())
    ]
    found = list(workspace.query(measure, **query.asked()))
    assert found == expected, f"{measure} {query}"
    return len(found)


def same_row(found: Row, expected: Row, question: str) -> None:
    assert set(found) == set(expected), f"columns of {question}"
    differ = {
        name: (found[name], plain(value))
        for name, value in expected.items()
        if not equal(found[name], value)
    }
    assert not differ, f"(engine, reference) of {question}: {differ}"


def equal(found: Any, expected: Any) -> bool:
    """Whole numbers exactly, fractions but for the last digits of a double."""
    if isinstance(expected, float | Fraction):
        return found is not None and math.isclose(
            found, float(expected), rel_tol=1e-9, abs_tol=1e-9
        )
    return bool(found == expected)


def plain(value: Any) -> Any:
    return float(value) if isinstance(value, Fraction) else value


def added_up(rows: Sequence[Row], names: Sequence[str]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in names}
