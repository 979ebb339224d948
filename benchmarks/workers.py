"""Engines in processes of their own (worker.py), and how they are asked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
Result = dict[str, Any]
ONE_AT_A_TIME = 5_000_000  # opportunities from which engines do not share the memory
PATIENCE = 600  # seconds for one question


class TooSlowError(Exception):
    """An engine was stopped, since it had not answered a question in time."""


class Worker:
    """An engine in a process of its own."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    @staticmethod
    def of(engine: str, folder: Path, threads: int) -> Worker:
        """`engine`: its module and class, `peers.some:Engine`."""
        program = str(HERE / "worker.py")
        return Worker([sys.executable, program, engine, str(folder), str(threads)])

    def ask(self, what: str, **arguments: object) -> Result:
        """The answer; TooSlowError after PATIENCE."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"ask": what, **arguments}), file=self._process.stdin, flush=True)
        stop = threading.Timer(PATIENCE, self._process.kill)
        stop.start()
        line = self._process.stdout.readline()
        if not line and not stop.is_alive():
            raise TooSlowError(f"stopped: its {what} took more than {PATIENCE // 60} minutes")
        stop.cancel()
        if not line:
            raise RuntimeError(f"the engine ended while asked for {what}: see above")
        answer: Result = json.loads(line)
        return answer

    def close(self) -> None:
        self._process.communicate()


@contextmanager
def generated(opportunities: int, folder: Path, *, largest_group: int = 0) -> Iterator[Path]:
    """The organisation's files, for as long as they are needed."""
    shutil.rmtree(folder, ignore_errors=True)
    arguments = [sys.executable, str(HERE / "generate.py"), str(opportunities), str(folder)]
    arguments += ["--largest-group", str(largest_group)]
    subprocess.run(arguments, check=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
