"""The measures that have a row for each cell of the dimensions, by name."""

from __future__ import annotations

from collections.abc import Callable

from ..records import Organisation, Row
from .ageing import ageing
from .conflict_trend import conflict_trend
from .conformance import conformance
from .data_quality import data_quality
from .funnel import funnel
from .leakage import leakage
from .pipeline import pipeline
from .query import Cell, Query
from .slippage import slippage
from .smarketing import smarketing
from .time_in_stage import time_in_stage
from .velocity import velocity
from .waterfall import waterfall
from .win_loss import win_loss

BY_CELL: dict[str, Callable[[Organisation, Query], dict[Cell, Row]]] = {
    "pipeline": pipeline,
    "funnel": funnel,
    "win_loss": win_loss,
    "velocity": velocity,
    "ageing": ageing,
    "time_in_stage": time_in_stage,
    "waterfall": waterfall,
    "conformance": conformance,
    "data_quality": data_quality,
    "smarketing": smarketing,
    "leakage": leakage,
    "slippage": slippage,
    "conflict_trend": conflict_trend,
}
