"""Data that is not part of the project: read where it lies, and skipped where it does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[4] / "shared" / "data"


def data_folder(name: str) -> Path:
    """A folder of $OPPORTUNE_DATA, or of ../shared/data beside the repository."""
    folder = Path(os.environ.get("OPPORTUNE_DATA") or _BESIDE_THE_REPOSITORY) / name
    if not folder.is_dir():
        pytest.skip(f"needs the data folder '{name}' in $OPPORTUNE_DATA or ../shared/data")
    return folder


def rounds(usual: int, long: int = 0) -> int:
    """How often to try: `usual`, times $OPPORTUNE_TEST_FACTOR for longer runs; at least `long`
    times where $OPPORTUNE_LONG asks for one."""
    times = usual * int(os.environ.get("OPPORTUNE_TEST_FACTOR", "1"))
    return max(times, long) if os.environ.get("OPPORTUNE_LONG") else times


def as_rows(columns: dict[str, list[object]]) -> list[dict[str, object]]:
    """A table of columns as rows."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
