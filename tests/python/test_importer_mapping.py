"""Mapping files on small sources that are written here: columns, rows and errors."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from opportune import InputError
from opportune.importers import mapping
from reference.data import as_rows

SOURCE = {
    "deals": [
        {
            "no": "1",
            "firm": "Acme",
            "day": "31.01.2024",
            "value": "10.5",
            "tags": "a|b",
            "ok": "yes",
        },
        {"no": "2", "firm": "", "day": "", "value": "", "tags": "", "ok": "no"},
        {"no": "3", "firm": "Bolt", "day": "01.02.2024", "value": "7", "tags": "c", "ok": "yes"},
        {"no": "4", "firm": "Acme", "day": "01.02.2024", "value": "7", "tags": "c", "ok": "yes"},
    ],
    "firms": {"name": ["Acme", "Bolt"], "country": ["SE", "DK"], "size": [10, 9]},
}


def column(spec: Any, where: Any = None) -> list[Any]:
    """The values that one column specification makes of the deals."""
    block = {"from": "deals", "where": where or {}, "columns": {"x": spec}}
    return mapping.read(SOURCE, {"tables": {"t": block}}).tables["t"]["x"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("no", ["1", "2", "3", "4"]),
        ({"from": "firm"}, ["Acme", None, "Bolt", "Acme"]),
        ({"constant": 5}, [5, 5, 5, 5]),
        ({"template": "{firm}-{no}"}, ["Acme-1", "-2", "Bolt-3", "Acme-4"]),
        ({"from": "firm", "map": {"Acme": "A"}}, ["A", None, "Bolt", "A"]),
        ({"from": "firm", "map": {"Acme": "A"}, "unmapped": "empty"}, ["A", None, None, "A"]),
        ({"from": "firm", "default": "?"}, ["Acme", "?", "Bolt", "Acme"]),
        ({"from": "value", "number": True}, [Decimal("10.5"), None, Decimal(7), Decimal(7)]),
        ({"from": "ok", "boolean": True}, [True, False, True, True]),
        ({"from": "tags", "split": "|"}, [["a", "b"], None, ["c"], ["c"]]),
        (
            {"from": "day", "date": "%d.%m.%Y", "default": "01.03.2024"},
            [dt.date(2024, 1, 31), dt.date(2024, 3, 1), dt.date(2024, 2, 1), dt.date(2024, 2, 1)],
        ),
        (
            {"from": "firm", "lookup": {"from": "firms", "key": "name", "value": "country"}},
            ["SE", None, "DK", "SE"],
        ),
        (
            {
                "from": "firm",
                "number": True,
                "lookup": {"from": "deals", "key": "firm", "value": "value", "take": "min"},
            },
            [Decimal(7), None, Decimal(7), Decimal(7)],
        ),
    ],
)
def test_column_transformations(spec: Any, expected: list[Any]) -> None:
    assert column(spec) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"firm": "not empty"}, ["1", "3", "4"]),
        ({"firm": "empty"}, ["2"]),
        ({"firm": ["Acme", "Nobody"], "ok": ["yes"]}, ["1", "4"]),
    ],
)
def test_rows_are_chosen(where: Any, expected: list[str]) -> None:
    assert column("no", where) == expected


def test_blocks_follow_one_another_and_alike_rows_are_given_once() -> None:
    blocks = [
        {"rows": [{"id": "ALL", "definition": {"stages": []}}]},
        {
            "from": "deals",
            "distinct": True,
            "where": {"firm": "not empty"},
            "columns": {"id": "firm", "tags": {"constant": ["x"]}},
        },
    ]
    table = mapping.read(SOURCE, {"tables": {"t": blocks}}).tables["t"]
    assert table["id"] == ["ALL", "Acme", "Bolt"]
    assert table["definition"] == ['{"stages": []}', None, None]
    assert table["tags"] == [None, ["x"], ["x"]]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("nothing", r"tables\.t\[0\]\.columns\.x: 'deals' has no column 'nothing'"),
        ({"from": "no", "constant": 1}, r"columns\.x: exactly one of"),
        ({"from": "no", "numbr": True}, r"columns\.x: unknown key 'numbr'"),
        ({"from": "no", "date": True, "number": True}, r"columns\.x: at most one of"),
        ({"from": "no", "map": []}, r"columns\.x\.map: expected an object"),
        ({"from": "firm", "number": True}, r"columns\.x: expected a number, for t\.x"),
        ({"from": "firm", "map": {"Acme": "A"}, "unmapped": "error"}, "the map has no 'Bolt'"),
        ({"from": "day", "date": "%Y"}, r"columns\.x: .*does not match format"),
        ({"from": "no", "lookup": {"from": "x"}}, r"lookup\.key: expected a text, got nothing"),
        ({"from": "no", "lookup": {"from": "x", "key": "a", "value": "b"}}, "no table 'x'"),
    ],
)
def test_errors_name_the_place_in_the_mapping(spec: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        column(spec)


def test_a_bad_value_is_named_with_its_row() -> None:
    with pytest.raises(InputError) as caught:
        column({"from": "tags", "number": True})
    issue = caught.value.issues[0]
    assert (issue.table, issue.row, issue.field, issue.value) == ("deals", 0, "tags", "a|b")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"tables": {"t": {"columns": {}}}}, r"tables\.t\[0\]\.from: expected a text"),
        ({"tables": {"t": {"from": "deals", "columns": {}, "whre": 1}}}, "unknown key 'whre'"),
        (
            {"tables": {"t": {"from": "deals", "where": {"no": "1"}, "columns": {}}}},
            "list of values",
        ),
        ({"tables": {}, "as_of": "soon"}, "as_of: 'soon' is not a date"),
        ({}, "tables: expected an object, got nothing"),
    ],
)
def test_a_malformed_mapping_is_refused(content: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        mapping.read(SOURCE, content)


def test_a_mapping_file_is_named_in_errors(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.json is not JSON"):
        mapping.read(tmp_path, path)
    path.write_text('{"tables": {"t": {"from": "no.csv", "columns": {}}}}', encoding="utf-8")
    with pytest.raises(
        InputError, match=r"mine\.json: tables\.t\[0\]\.from: there is no file 'no\.csv'"
    ):
        mapping.read(tmp_path, path)


def test_the_shipped_mapping_keeps_to_the_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    folder = resources.files("opportune.importers")
    schema = json.loads((folder / "mapping.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads((folder / "maven.json").read_text(encoding="utf-8")), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"tables": {"t": {"from": "x", "columns": {"a": {"map": {}}}}}}, schema)


def test_the_manuals_example_is_a_mapping() -> None:
    manual = Path(__file__).parents[2] / "docs" / "importing.md"
    if not manual.is_file():
        pytest.skip("the manual is not beside these tests")
    example = json.loads(manual.read_text(encoding="utf-8").split("```json")[1].split("```")[0])
    deals = [
        {"status": "open", "customer": "Acme", "number": "7", "seller": "Ann", "items": "a | b"}
        | {"value": "10.5", "date": ""},
        {"status": "lost", "customer": "Acme", "number": "8", "seller": "Ann", "items": ""}
        | {"value": "", "date": ""},
    ]
    staff = [{"name": "Ann", "office": "SE"}, {"name": "Bo", "office": "SE"}]
    result = mapping.read({"deals.csv": deals, "staff.csv": staff}, example)
    assert result.tables["market"]["id"] == ["ALL", "SE"]
    assert as_rows(result.tables["opportunity"]) == [
        {
            **{"id": "deal-7", "account": "Acme", "market": "SE", "stage": "proposal"},
            **{"products": ["a", "b"], "amount": Decimal("10.5"), "opened": dt.date(2025, 1, 1)},
        }
    ]
