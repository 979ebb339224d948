"""The benchmark of checks, small: that the databases find what we find. How long it takes is asked
by `make bench-check`."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import opportune as opp

CHECK = Path(__file__).resolve().parents[2] / "benchmarks" / "check"
OPPORTUNITIES = 2_000
DRAFTS = 300
KINDS = {"duplicate_pursuit", "cross_market_pursuit"}
Found = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module", autouse=True)
def benchmarks() -> Iterator[None]:
    """Its modules can be imported."""
    sys.path[:0] = [str(CHECK.parent)]
    yield
    del sys.path[:1]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The organisation, the drafts, and what is prepared for the databases."""
    pytest.importorskip("duckdb")
    folder = tmp_path_factory.mktemp("check") / "organisation"
    script("../generate.py", str(OPPORTUNITIES), str(folder))
    script("facts.py", str(folder), str(DRAFTS))
    return folder


def script(name: str, *arguments: str) -> None:
    command = [sys.executable, str(CHECK / name), *arguments]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.fixture(scope="module")
def ours(facts: Path) -> Found:
    """What we find for each draft, of the kinds that are asked of the databases."""
    from check import drafts
    from worker import last_day, read_tables

    workspace = opp.memory()
    workspace.load(read_tables(facts))
    day = last_day(facts)

    def find(draft: drafts.Draft) -> dict[str, Any]:
        return {
            conflict.kind: (conflict.pairs, [member.id for member in conflict.related])
            for conflict in workspace.check(opportunity=draft.record(), as_of=day).conflicts
            if conflict.kind in KINDS
        }

    return {draw: list(map(find, drafts.read_drafts(facts, draw))) for draw in drafts.DRAWS}


@pytest.mark.parametrize("way", ["by_group", "by_product"])
def test_sqlite_finds_what_we_find(facts: Path, ours: Found, way: str) -> None:
    from check import answers

    query = (CHECK / f"sqlite_{way}.sql").read_text(encoding="utf-8")
    names = answers.names(facts)
    with sqlite3.connect(facts / "check.sqlite") as database:
        for draw, mine in ours.items():
            lines = (facts / f"keys-{draw}.csv").read_text(encoding="utf-8").splitlines()[1:]
            theirs = []
            for line in lines:
                keys = [int(cell) if cell else None for cell in line.split(",")]
                rows = database.execute(query, keys).fetchall()
                theirs.append(
                    {
                        "duplicate_pursuit": {names[key] for key, same in rows if same},
                        "cross_market_pursuit": {names[key] for key, same in rows if not same},
                    }
                )
            assert answers.first_difference(mine, theirs) is None
            assert {kind for kinds in mine for kind in kinds} == KINDS, draw


def test_a_database_that_differs_is_found_out() -> None:
    from check.answers import first_difference

    mine: list[dict[str, Any]] = [{}, {"duplicate_pursuit": (2, ["O-1", "O-2"])}]
    nothing: dict[str, set[str]] = {"duplicate_pursuit": set(), "cross_market_pursuit": set()}
    assert first_difference(mine, [nothing, {"duplicate_pursuit": {"O-2", "O-1"}}]) is None
    difference = "draft 1: duplicate_pursuit with 2 and with {} opportunities"
    for theirs in ({"O-1"}, {"O-1", "O-3"}, {"O-1", "O-2", "O-3"}):
        found = first_difference(mine, [nothing, {"duplicate_pursuit": theirs}])
        assert found == difference.format(len(theirs))
    # Of more than a hundred we name a hundred.
    many = {f"O-{number}" for number in range(150)}
    some = [{"cross_market_pursuit": (150, sorted(many)[:100])}]
    assert first_difference(some, [{"cross_market_pursuit": many}]) is None
    assert first_difference(some, [{"cross_market_pursuit": many - {"O-0"} | {"O-x"}}])
