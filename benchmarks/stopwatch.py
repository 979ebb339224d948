"""Two clocks: what a caller waits, and how long the process had a processor, which is the same on a
machine that others use."""

from __future__ import annotations

import time
from typing import TypedDict


class Seconds(TypedDict):
    seconds: float
    processor_seconds: float


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._wall = time.perf_counter()
        self._processor = time.process_time()

    def read(self) -> Seconds:
        processor = time.process_time() - self._processor
        return {"seconds": time.perf_counter() - self._wall, "processor_seconds": processor}
