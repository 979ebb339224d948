"""An engine's side of workers.py: questions are lines of JSON, and so are the answers."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def own_bytes() -> int:
    """Resident memory of this process that is not mapped from a file."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0


def serve(engine: Any) -> None:
    """A question is a method of the engine with its arguments: `{"ask": "scan"}`. Beside the
    seconds of `load` stand the bytes that it took."""
    for line in sys.stdin:
        question = json.loads(line)
        what = question.pop("ask")
        before = own_bytes()
        answer = getattr(engine, what)(**question)
        if what == "load":
            answer = {"seconds": answer, "bytes": own_bytes() - before, "version": engine.version}
        print(json.dumps(answer), flush=True)
