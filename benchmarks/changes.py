"""What is changed between two scans, the same for each engine: new opportunities, each at the
account of one that is there, of its market, owner and products."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


def models(tables: Mapping[str, pa.Table], count: int, turn: int) -> dict[str, str]:
    """Id of a new opportunity -> id of the one that it is made after; others at each turn."""
    ids = tables["opportunity"]["id"]
    rows = random.Random(turn).sample(range(len(ids)), count)
    return {f"NEW-{turn}-{place}": ids[row].as_py() for place, row in enumerate(rows)}


def as_changes(
    tables: Mapping[str, pa.Table], day: dt.date, count: int, turn: int
) -> list[dict[str, Any]]:
    """As `Workspace.apply` takes them: opened on that day, in the first stage of its process."""
    opportunities = tables["opportunity"]
    first = {
        process["id"]: json.loads(process["definition"])["stages"][0]["id"]
        for process in tables["process"].to_pylist()
    }
    wanted = models(tables, count, turn)
    of_id = {old: new for new, old in wanted.items()}
    mask = pc.is_in(opportunities["id"], pa.array(list(of_id), opportunities["id"].type))
    columns = ["id", "account", "market", "owner", "process", "products"]
    out = []
    for record in opportunities.filter(mask).select(columns).to_pylist():
        record |= {"id": of_id[record["id"]], "stage": first[record["process"]], "opened": day}
        out.append({"table": "opportunity", "record": record, "at": day})
    return out
