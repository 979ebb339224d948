"""Process definitions ready to use, and the JSON Schema of definitions.

>>> from opportune import processes
>>> sorted(processes.library())
['emerging-partner', 'global-account', 'mature-direct', 'short-transactional']

docs/processes.md says what a definition is, docs/process-library.md what is in these.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, cast

__all__ = ["library", "schema"]


def library() -> dict[str, dict[str, Any]]:
    """The ready definitions by id, sorted. Each call reads them anew: what it returns is yours to
    change."""
    files = [
        file
        for file in (resources.files("opportune") / "processes").iterdir()
        if file.name.endswith(".json")
    ]
    found = [_read(file.read_text(encoding="utf-8")) for file in files]
    return {definition["id"]: definition for definition in sorted(found, key=lambda d: d["id"])}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a definition, for editors and form builders. It knows the
    form alone; the engine also checks the stages as a graph."""
    file = resources.files("opportune") / "schema" / "process.schema.json"
    return _read(file.read_text(encoding="utf-8"))


def _read(text: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(text))
