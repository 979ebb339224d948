"""One engine in a process of its own, so that its memory is its own. Started by workers.py:

worker.py MODULE:CLASS FOLDER THREADS
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
from serving import serve

Tables = dict[str, pa.Table]


def read_tables(folder: Path) -> Tables:
    """Mapped, not read: the pages belong to the files, not to the engine."""
    return {
        file.stem: pa.ipc.open_file(pa.memory_map(str(file))).read_all()
        for file in sorted(folder.glob("*.arrow"))
    }


def last_day(folder: Path) -> dt.date:
    return dt.date.fromisoformat((folder / "until").read_text())


def start(engine: str, folder: Path, threads: int) -> Any:
    os.environ["POLARS_MAX_THREADS"] = str(threads)  # read when Polars is imported
    pa.set_cpu_count(threads)
    module, _, name = engine.partition(":")
    made = getattr(importlib.import_module(module), name)
    return made(read_tables(folder), last_day(folder), threads)


if __name__ == "__main__":
    serve(start(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
