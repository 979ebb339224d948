"""pm4py, for the directly-follows graph alone: in a process, and where need be an environment, of
its own. Started by run.py:

pm4py_peer.py FOLDER
"""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pm4py  # type: ignore[import-not-found]
from pm4py.algo.discovery.dfg.adapters.pandas import (  # type: ignore[import-not-found]
    df_statistics,
)

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from serving import serve  # noqa: E402
from stopwatch import Stopwatch  # noqa: E402

warnings.filterwarnings("ignore", category=FutureWarning, module="pm4py")

FILE = "event_log.npz"
CASE, ACTIVITY, AT = "case:concept:name", "concept:name", "time:timestamp"
DAY_SECONDS = 86_400


class Pm4py:
    version = pm4py.__version__

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._log: pd.DataFrame

    def load(self) -> dict[str, float]:
        """The log as pm4py likes it: numbers for cases, categories for activities, in order."""
        start = time.perf_counter()
        with np.load(self._file) as log:
            frame = pd.DataFrame(
                {
                    CASE: log["case"],
                    ACTIVITY: pd.Categorical.from_codes(log["activity"], log["activities"]),
                    AT: log["at"],
                }
            )
        seconds = {"load": time.perf_counter() - start}
        start = time.perf_counter()
        self._log = frame.sort_values([CASE, AT], ignore_index=True)
        return {**seconds, "prepare": time.perf_counter() - start}

    def edges(self) -> dict[str, list[Any]]:
        """What `discover_dfg` and `discover_performance_dfg` are made of: both in one pass, the
        median alone, and without sorting again."""
        count, seconds = df_statistics.get_dfg_graph(
            self._log,
            measure="both",
            perf_aggregation_key="median",
            sort_caseid_required=False,
            sort_timestamp_along_case_id=False,
        )
        ways = [way for way, number in count.items() if number]
        return {
            "from": [way[0] for way in ways],
            "to": [way[1] for way in ways],
            "count": [int(count[way]) for way in ways],
            "median_days": [float(seconds[way]) / DAY_SECONDS for way in ways],
        }

    def job(self, name: str, *, rows: bool = False) -> dict[str, Any]:
        """As in jobs.py, which reads Arrow."""
        assert name == "edges"
        watch = Stopwatch()
        columns = self.edges()
        return {**watch.read(), **({"columns": columns} if rows else {})}


if __name__ == "__main__":
    serve(Pm4py(Path(sys.argv[1])))
