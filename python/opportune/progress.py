"""How far a long load is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from opportune import _extras

Progress: TypeAlias = Callable[[str, int, int], object]
"""Called with (table, rows done, rows in all). What it raises ends the load, which then leaves
the workspace as it was."""


@contextmanager
def reporting(progress: Progress | bool | None) -> Iterator[Progress | None]:
    """What the engine is to call: the caller's function, a bar in the terminal (True; nothing
    where standard error is no terminal), or nothing."""
    if progress is None or progress is False:
        yield None
    elif progress is not True:
        if not callable(progress):
            raise TypeError(f"progress: expected True or a function, not {type(progress).__name__}")
        yield progress
    elif not sys.stderr.isatty():
        yield None
    elif _extras.maybe("rich.progress") is not None:
        with _rich_bar() as bar:
            yield bar
    else:
        with _plain_bar() as bar:
            yield bar


@contextmanager
def _rich_bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("{task.description:>20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(table: str, done: int, total: int) -> None:
            bar.update(task, description=table, completed=done, total=total)

        yield show


@contextmanager
def _plain_bar() -> Iterator[Progress]:
    shown_at = 0.0

    def show(table: str, done: int, total: int) -> None:
        nonlocal shown_at
        now = time.monotonic()
        if now - shown_at < 0.1:
            return
        shown_at = now
        filled = 30 * done // total if total else 0
        bar = "#" * filled + "." * (30 - filled)
        sys.stderr.write(f"\r{table:>20} [{bar}] {done:,} of {total:,}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if shown_at:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
