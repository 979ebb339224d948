"""One engine in a process of its own, so that its memory is its own: reads questions as lines of
JSON, answers with a line each. Started by run.py."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa

Tables = dict[str, pa.Table]


def read_tables(folder: Path) -> Tables:
    """Mapped, not read: the pages belong to the files, not to the engine."""
    return {
        file.stem: pa.ipc.open_file(pa.memory_map(str(file))).read_all()
        for file in sorted(folder.glob("*.arrow"))
    }


def own_bytes() -> int:
    """Resident memory of this process that is not mapped from a file."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0


def main() -> None:
    engine_name, folder, threads = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    tables = read_tables(folder)
    day = dt.date.fromisoformat((folder / "until").read_text())
    if engine_name == "opportune":
        from ours import Opportune as Engine
    else:
        from peers.duckdb_peer import DuckDb as Engine  # type: ignore[assignment]
    engine: Any = Engine(threads)
    for line in sys.stdin:
        question = json.loads(line)
        answer: dict[str, Any]
        if question["ask"] == "load":
            before = own_bytes()
            seconds = engine.load(tables)
            answer = {"seconds": seconds, "bytes": own_bytes() - before, "version": engine.version}
        elif question["ask"] == "scan":
            seconds, pairs = engine.scan(day)
            answer = {"seconds": seconds, "pairs": pairs}
        elif question["ask"] == "memory":
            answer = {"tables": engine.memory()}
        else:
            answer = engine.check(tables, day, question["drafts"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
