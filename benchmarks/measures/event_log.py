"""The stage changes of one process as a file that NumPy alone reads: pm4py may be installed apart,
beside other versions and without Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .jobs import Asked

FILE = "event_log.npz"


def write(folder: Path, tables: Mapping[str, pa.Table], asked: Asked) -> None:
    """case (a number), activity (its place among the activities), at (microseconds)."""
    deals, changes = tables["opportunity"], tables["stage_change"]
    case = pc.index_in(changes["opportunity"], value_set=deals["id"].combine_chunks())
    of_process = pc.equal(deals["process"], asked.process).to_numpy()
    end = np.datetime64(asked.now, "us") + np.timedelta64(1, "D")
    cases, at = case.to_numpy(), changes["at"].cast(pa.timestamp("us")).to_numpy()
    kept = np.flatnonzero(of_process[cases] & (at < end))
    activity = changes["to"].take(kept).combine_chunks().dictionary_encode()
    np.savez(
        folder / FILE,
        case=cases[kept],
        activity=activity.indices.to_numpy(),
        activities=np.array(activity.dictionary.to_pylist(), dtype=str),
        at=at[kept],
    )
