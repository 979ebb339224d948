"""Process definitions: a library of them, a builder, and their JSON Schema.

>>> from opportune import processes
>>> sorted(processes.library())
['emerging-partner', 'global-account', 'mature-direct', 'short-transactional']

``ws.load(process=processes.records())`` puts the whole library into a workspace.

docs/processes.md says what a definition is, docs/process-library.md what is in these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any, cast

from opportune._arguments import Names, expect, names
from opportune.process_builder import Exit, Process, Stage

__all__ = ["Exit", "Process", "Stage", "library", "records", "schema"]


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


def records(definitions: Iterable[Mapping[str, Any]] | None = None) -> list[dict[str, Any]]:
    """Rows of the process table, ``ws.load(process=records(), ...)``: each definition under its
    own ``id`` and ``name``.

    :param definitions: dicts with an ``id``; None: the whole library.
    """
    rows = []
    for definition in library().values() if definitions is None else definitions:
        expect(definition, Mapping, "definitions")
        members = {"id": definition.get("id"), "name": definition.get("name")}
        rows.append({**members, "definition": dict(definition)})
    return rows


def schema(*, milestones: Names | None = None) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a definition, for editors and form builders. It knows the
    form alone; the engine also checks the stages as a graph.

    :param milestones: the names of the organisation's own, where its policy has some.
    """
    file = resources.files("opportune") / "schema" / "process.schema.json"
    out = _read(file.read_text(encoding="utf-8"))
    if milestones is not None:
        stage = out["$defs"]["stage"]["properties"]
        stage["milestone"]["enum"] = names(milestones, "milestones")
        del out["properties"]["stages"]["contains"]  # which of them is won the engine knows
    return out


def _read(text: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(text))
