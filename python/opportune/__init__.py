"""opportune: find where a sales organisation steps on its own feet.

>>> import opportune as opp
>>> organisation = opp.synth.organisation(seed=1, opportunities=1_000)
>>> ws = opp.memory(reporting_currency="EUR")
>>> report = ws.load(**organisation)
>>> conflicts = ws.conflicts(as_of=organisation.until)

The tables are those of docs/tables.md; the manual is docs/python.md.
"""

from opportune import plots, policies, processes, synth
from opportune._live import Subscription, Watch
from opportune._messages import messages, render
from opportune._opportune import __version__
from opportune._query import dimensions, measures
from opportune.answers import ActivityEffect, Participant, Terms
from opportune.audience import Audience
from opportune.checklist import Checklist, Way
from opportune.conflict_graph import ConflictGraph
from opportune.conflicts import Conflicts
from opportune.decision import (
    Decision,
    DraftProcess,
    PredictedConflict,
    RelatedMember,
    RequirementAhead,
    Suppressor,
)
from opportune.effects import ConflictChange, Effects, WhatIf
from opportune.errors import (
    AccessError,
    Error,
    InputError,
    Issue,
    NotFoundError,
    StaleError,
    StoreError,
)
from opportune.event_log import EventLog
from opportune.load_report import LoadReport
from opportune.migration import Migrated, Migration
from opportune.process_graph import ProcessGraph
from opportune.table import Table
from opportune.transitions import (
    ConflictEffect,
    Conversion,
    Demand,
    Transition,
    Transitions,
)
from opportune.workspace import (
    Workspace,
    conflict_kinds,
    memory,
    open,
    table_names,
)

__all__ = [
    "AccessError",
    "ActivityEffect",
    "Audience",
    "Checklist",
    "ConflictChange",
    "ConflictEffect",
    "ConflictGraph",
    "Conflicts",
    "Conversion",
    "Decision",
    "Demand",
    "DraftProcess",
    "Effects",
    "Error",
    "EventLog",
    "InputError",
    "Issue",
    "LoadReport",
    "Migrated",
    "Migration",
    "NotFoundError",
    "Participant",
    "PredictedConflict",
    "ProcessGraph",
    "RelatedMember",
    "RequirementAhead",
    "StaleError",
    "StoreError",
    "Subscription",
    "Suppressor",
    "Table",
    "Terms",
    "Transition",
    "Transitions",
    "Watch",
    "Way",
    "WhatIf",
    "Workspace",
    "__version__",
    "conflict_kinds",
    "dimensions",
    "measures",
    "memory",
    "messages",
    "open",
    "plots",
    "policies",
    "processes",
    "render",
    "synth",
    "table_names",
]
