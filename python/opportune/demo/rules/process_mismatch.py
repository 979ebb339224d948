"""process_mismatch: an open opportunity runs another process than the one that applies to it."""

from __future__ import annotations

import json
from typing import Any

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("opportunity", "process")


def holds(world: World, o: Record, process: Record) -> bool:
    return (
        world.is_open(o) and process["id"] == _applies(world, o) and o["process"] != process["id"]
    )


def _applies(world: World, o: Record) -> str | None:
    """A global one where the group is global and one fits, else a local one; of those the one whose
    markets are closest to the opportunity's, then the one with most conditions."""
    fitting: dict[str, list[tuple[int, int, str]]] = {"global": [], "local": []}
    for key, process in world.processes.items():
        definition = json.loads(process["definition"])
        fit = _fit(world, o, definition)
        if fit is not None:
            fitting[definition.get("scope") or "local"].append((*fit, key))
    of_global = fitting["global"] if world.is_global(world.root(o["account"])) else []
    candidates = of_global or fitting["local"]
    return max(candidates)[2] if candidates else None


def _fit(world: World, o: Record, definition: dict[str, Any]) -> tuple[int, int] | None:
    """How deep its closest market lies, and how many conditions it has; None: it does not fit."""
    market = world.market(o)
    markets = [m for m in definition.get("markets") or [] if m in world.markets]
    holding = [
        _depth(world, above) for above in markets if world.within(world.markets, market, above)
    ]
    if definition.get("markets") and not holding:
        return None
    here: Record = world.markets[market] if market is not None else {}
    asked = {
        "maturity": here.get("maturity"),
        "structure": here.get("structure"),
        "kinds": o["kind"],
    }
    conditions = {name: definition[name] for name in asked if definition.get(name)}
    if any(asked[name] not in allowed for name, allowed in conditions.items()):
        return None
    return max(holding, default=-1), len(conditions)


def _depth(world: World, market: str) -> int:
    above = world.markets[market]["parent"]
    return 0 if above is None else 1 + _depth(world, above)
