"""Moves as a table: the same answers and the same records as the moves one by one, on random
processes; what tables it takes and refuses."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import opportune as opp
from reference.data import rounds
from reference.process_model import PERSONS, START, World

Row = dict[str, Any]


def everything(ws: opp.Workspace) -> dict[str, list[Row]]:
    return {name: ws.table(name).to_pylist() for name in opp.table_names()}


def opened(world: World) -> opp.Workspace:
    ws = opp.memory("EUR", policy=world.policy)
    ws.load(world.tables())
    return ws


def commands(world: World, dice: random.Random) -> list[Row]:
    """Moves that make sense, allowed or not: to stages that are there, later and later."""
    at, out = START, []
    for _ in range(60):
        at += dt.timedelta(hours=dice.choice([0, 1, 30]))
        key = dice.choice(list(world.opportunities))
        stages = world.definitions[world.opportunities[key]["process"]]["stages"]
        force = dice.random() < 0.3
        out.append(
            {
                "opportunity": key,
                "to": dice.choice(stages)["id"],
                "at": at,
                "by": dice.choice([*PERSONS, None]),
                "force": force,
                "reason": "agreed" if force else dice.choice([None, "not asked for"]),
            }
        )
    return out


@pytest.mark.parametrize("seed", range(rounds(40)))
def test_a_table_says_what_a_list_says(seed: int) -> None:
    world = World(seed)
    asked = commands(world, random.Random(seed))
    one, other = opened(world), opened(world)
    expected = one.advance_all(asked)
    found = other.advance_table(asked)
    assert found.to_pylist() == [
        {
            "opportunity": answer.opportunity,
            "done": answer.done,
            "process": answer.process,
            "version": answer.version,
            "from": answer.from_,
            "to": answer.to,
            "at": answer.at,
            "forced": answer.forced,
            "customer": answer.customer,
            "refusal": answer.refusal,
        }
        for answer in expected
    ]

    def parts(of: Callable[[opp.Transition], list[Row]]) -> list[Row]:
        return [
            {"row": row, "opportunity": answer.opportunity, **part}
            for row, answer in enumerate(expected)
            for part in of(answer)
        ]

    assert found.missing.to_pylist() == parts(
        lambda answer: [
            {name: getattr(item, name) for name in ("kind", "what", "needed", "present", "text")}
            for item in answer.missing
        ]
    )
    assert found.activities.to_pylist() == parts(
        lambda answer: [
            {"effect": effect, **vars_of(item, "activity", "kind", "account")}
            for effect in ("pause", "resume")
            for item in getattr(answer, effect)
        ]
    )
    assert found.conflicts.to_pylist() == parts(
        lambda answer: [
            {"effect": effect, **vars_of(item, "id", "kind", "severity", "explanation")}
            for effect in ("opened", "closed")
            for item in getattr(answer, effect)
        ]
    )
    assert everything(one) == everything(other)


def vars_of(item: object, *names: str) -> Row:
    return {name: getattr(item, name) for name in names}


def test_the_worlds_above_have_moves_of_every_sort() -> None:
    seen: set[str] = set()
    for seed in range(40):
        world = World(seed)
        found = opened(world).advance_table(commands(world, random.Random(seed)))
        for row in found:
            seen |= {name for name in ("done", "forced", "customer", "refusal") if row[name]}
        seen |= {f"missing {row['kind']}" for row in found.missing}
        seen |= {row["effect"] for row in [*found.activities, *found.conflicts]}
    assert seen >= {
        *("done", "forced", "customer", "refusal", "pause", "resume", "opened", "closed"),
        *("missing transition", "missing activity", "missing field", "missing approval"),
        *("missing role", "missing requirement"),
    }


# --- the tables that it takes ---------------------------------------------------------------------

AT = dt.datetime(2026, 2, 1, 9, tzinfo=dt.timezone.utc)


@pytest.fixture
def ws() -> opp.Workspace:
    workspace = opp.memory()
    workspace.load(
        market=[{"id": "se", "currency": "SEK"}],
        person=[{"id": "anna", "role": "seller"}],
        account=[{"id": key, "market": "se"} for key in ("acme", "birch")],
        opportunity=[
            {"id": "o1", "account": "acme", "stage": "qualified", "opened": "2026-01-05"},
            {"id": "o2", "account": "birch", "stage": "qualified", "opened": "2026-01-05"},
        ],
    )
    return workspace


COLUMNS: dict[str, list[Any]] = {
    "opportunity": ["o1", "o2", "o1"],
    "to": ["discovery", "won", "lost"],
    "at": [AT, AT, AT + dt.timedelta(days=1)],
    "by": ["anna", None, ""],
}


@pytest.mark.parametrize(
    "moves",
    [
        COLUMNS,
        [dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True)],
        pd.DataFrame(COLUMNS),
        pl.DataFrame(COLUMNS),
        pa.table(COLUMNS),
        pa.table({**COLUMNS, "to": pa.array(COLUMNS["to"]).dictionary_encode()}),
        {**COLUMNS, "at": [at.isoformat() for at in COLUMNS["at"]]},
        {**COLUMNS, "force": [False] * 3, "reason": [None] * 3},
    ],
    ids=["dict", "list", "pandas", "polars", "pyarrow", "dictionary", "text", "all columns"],
)
def test_any_table_of_moves(ws: opp.Workspace, moves: Any) -> None:
    found = ws.advance_table(moves)
    assert found["done"] == [True, False, True]
    assert found["from"] == ["qualified", "qualified", "discovery"]
    assert found["at"] == COLUMNS["at"]
    assert found.missing["what"] == ["qualified > won"]
    assert found.missing["row"] == [1]
    assert ws.table("stage_change")["to"] == ["discovery", "lost"]
    assert ws.table("stage_change")["by"] == ["anna", None]


def test_a_table_of_a_csv_file_and_of_no_rows(ws: opp.Workspace, tmp_path: Any) -> None:
    file = tmp_path / "moves.csv"
    file.write_text("opportunity,to,at\no1,discovery,2026-02-01T09:00:00Z\no2,lost,2026-02-01\n")
    found = ws.advance_table(file)
    assert found["at"] == [AT, AT.replace(hour=0)]
    assert len(ws.advance_table({"opportunity": [], "to": []})) == 0


def test_without_an_instant_it_is_now(ws: opp.Workspace) -> None:
    before = dt.datetime.now(dt.timezone.utc)
    found = ws.advance_table(
        {"opportunity": ["o1", "o2"], "to": ["lost", "lost"], "at": [None, AT]}
    )
    assert before <= found["at"][0] <= dt.datetime.now(dt.timezone.utc)
    assert found["at"][1] == AT


@pytest.mark.parametrize(
    ("moves", "code", "row", "field"),
    [
        ({"to": ["lost"]}, "missing_column", None, "opportunity"),
        ({"opportunity": ["o1"]}, "missing_column", None, "to"),
        ({"opportunity": ["o1"], "to": ["lost"], "colour": ["red"]}, "unknown_column", None,
         "colour"),
        ({"opportunity": ["o1", None], "to": ["lost", "lost"]}, "missing_value", 1, "opportunity"),
        ({"opportunity": ["o1", "o2"], "to": ["lost", ""]}, "missing_value", 1, "to"),
        ({"opportunity": ["o1", "o2"], "to": ["lost", "nowhere"]}, "unknown_stage", 1, "to"),
        ({"opportunity": ["o1", "o2"], "to": ["lost", "lost"], "by": ["anna", "nobody"]},
         "unknown_reference", 1, "by"),
        ({"opportunity": ["o1", "o2"], "to": ["lost", "lost"], "at": ["2026-02-01", "soon"]},
         "impossible_date", 1, "at"),
        ({"opportunity": ["o1", "o1"], "to": ["discovery", "lost"], "at": [AT, "2026-01-31"]},
         "time_before_last_change", 1, "at"),
        ({"opportunity": ["o1", "o2"], "to": ["lost", "lost"], "force": ["false", "maybe"]},
         "wrong_type", 1, "force"),
        ({"opportunity": ["o1", "o2"], "to": ["lost", "won"], "force": [False, True]},
         "missing_value", 1, "reason"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_names_its_row_and_nothing_has_moved(
    ws: opp.Workspace, moves: dict[str, list[Any]], code: str, row: int | None, field: str
) -> None:
    before = everything(ws)
    texts = {name: [str(v) if v is not None else None for v in of] for name, of in moves.items()}
    with pytest.raises(opp.InputError) as error:
        ws.advance_table(texts)
    issue = error.value.issues[0]
    assert (issue.code, issue.table, issue.row, issue.field) == (code, "advance", row, field)
    assert everything(ws) == before


def test_an_opportunity_that_is_not_there_is_not_found(ws: opp.Workspace) -> None:
    before = everything(ws)
    with pytest.raises(opp.NotFoundError, match="'o9'"):
        ws.advance_table({"opportunity": ["o1", "o9"], "to": ["lost", "lost"]})
    assert everything(ws) == before
