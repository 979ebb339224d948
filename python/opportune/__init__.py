"""opportune: find where a sales organisation steps on its own feet.

>>> import opportune as opp
>>> organisation = opp.synth.organisation(seed=1, opportunities=1_000)
>>> ws = opp.memory(reporting_currency="EUR")
>>> report = ws.load(**organisation)
>>> conflicts = ws.conflicts(as_of=organisation.until)

The tables are those of docs/tables.md; the manual is docs/python.md.
"""

from opportune import synth
from opportune._opportune import __version__
from opportune.conflicts import Conflicts
from opportune.decision import Decision, PredictedConflict, RelatedMember
from opportune.errors import (
    AccessError,
    Error,
    InputError,
    Issue,
    NotFoundError,
    StaleError,
    StoreError,
)
from opportune.load_report import Effects, LoadReport
from opportune.table import Table
from opportune.workspace import (
    Workspace,
    conflict_kinds,
    dimensions,
    measures,
    memory,
    table_names,
)

__all__ = [
    "AccessError",
    "Conflicts",
    "Decision",
    "Effects",
    "Error",
    "InputError",
    "Issue",
    "LoadReport",
    "NotFoundError",
    "PredictedConflict",
    "RelatedMember",
    "StaleError",
    "StoreError",
    "Table",
    "Workspace",
    "__version__",
    "conflict_kinds",
    "dimensions",
    "measures",
    "memory",
    "synth",
    "table_names",
]
