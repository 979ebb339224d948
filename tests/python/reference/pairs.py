"""Pairs of related members, by SQL (pairs.sql) in DuckDB."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from .records import MILESTONES, Organisation, Row, instant_of

_SQL = (Path(__file__).parent / "pairs.sql").read_text(encoding="utf-8")
# What the query reads, with the types that an empty table could not tell.
_SCHEMA = {
    "market": {"id": "VARCHAR", "parent": "VARCHAR"},
    "account": {"id": "VARCHAR", "parent": "VARCHAR", "customer_since": "DATE"},
    "account_parent": {"account": "VARCHAR", "parent": "VARCHAR", "from": "DATE"},
    "product": {"id": "VARCHAR", "parent": "VARCHAR"},
    "team_member": {"account": "VARCHAR", "person": "VARCHAR", "market": "VARCHAR"},
    "opportunity": {
        **dict.fromkeys(("id", "account", "market", "owner", "process", "stage"), "VARCHAR"),
        **{"agreement": "VARCHAR", "opened": "DATE", "closed": "DATE"},
    },
    "opportunity_item": {"opportunity": "VARCHAR", "product": "VARCHAR"},
    "lead": {
        **dict.fromkeys(("id", "account", "market", "product", "status"), "VARCHAR"),
        **{"created": "DATE", "closed": "DATE"},
    },
    "stage": {
        **{"process": "VARCHAR", "id": "VARCHAR", "rank": "INTEGER"},
        **{"is_closed": "BOOLEAN", "is_start": "BOOLEAN"},
    },
    **{
        table: {
            **{subject: "VARCHAR", "from": "VARCHAR", "to": "VARCHAR"},
            **{"at": "TIMESTAMP", "seq": "INTEGER"},
        }
        for table, subject in (
            ("stage_change", "opportunity"),
            ("owner_change", "opportunity"),
            ("lead_change", "lead"),
        )
    },
}


class Pair(NamedTuple):
    """Two related members; `a` is the first by type, then id."""

    kind: str
    a_type: str
    a: str
    b_type: str
    b: str


class PairFinder:
    """The tables in DuckDB, to be asked as of any instant."""

    def __init__(self, organisation: Organisation) -> None:
        self._database = duckdb.connect(":memory:", config={"threads": 1})
        for table, columns in _SCHEMA.items():
            rows = _rows(organisation, table)
            frame = pd.DataFrame(
                {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in columns}
            )
            types = ", ".join(
                f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns.items()
            )
            self._database.register("frame", frame)
            self._database.execute(f'CREATE TABLE "{table}" AS SELECT {types} FROM frame')

    def at(self, moment: dt.date | dt.datetime) -> set[Pair]:
        instant = instant_of(moment)
        parameters = {
            "t": instant,
            "day": instant.date(),
            "negotiation": MILESTONES.index("negotiation"),
        }
        found = self._database.execute(_SQL, parameters).fetchall()
        pairs = {Pair(*row) for row in found}
        assert len(pairs) == len(found), "a pair was found twice"
        return pairs

    def close(self) -> None:
        self._database.close()


def _rows(organisation: Organisation, table: str) -> list[Row]:
    if table == "opportunity_item":
        return [
            {"opportunity": row["id"], "product": product}
            for row in organisation.rows("opportunity")
            for product in row["products"]
        ]
    if table == "stage":
        return [
            {
                "process": process,
                "id": stage.id,
                "rank": stage.rank,
                "is_closed": stage.is_closed,
                "is_start": place == 0,
            }
            for process, stages in organisation.processes.items()
            for place, stage in enumerate(stages.values())
        ]
    if table in ("stage_change", "owner_change", "lead_change"):
        subject: Any = "lead" if table == "lead_change" else "opportunity"
        return [
            {**change, subject: key, "seq": seq}
            for key, changes in organisation.histories[table].items()
            for seq, change in enumerate(changes)
        ]
    return organisation.rows(table)
