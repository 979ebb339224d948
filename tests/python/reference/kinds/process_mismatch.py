"""An opportunity and the process that applies to it, where it runs another."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..records import Row
from .policy import Policy
from .view import Related, View, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for o in view.open_opportunities:
        process = applying(view, o)
        if process is not None and process != o["process"]:
            group = view.group(o["account"])
            opened = start_of(o["opened"])
            yield Related(group, ("opportunity", o["id"]), opened, ("process", process), None, None)


def applying(view: View, o: Row) -> str | None:
    """A global process where the group is global and one fits, else a local one; of several that
    fit the one whose markets hold the opportunity's most closely, then that with most conditions.
    """
    group_is_global = view.is_global(view.group(o["account"]))
    for scope in ["global", "local"] if group_is_global else ["local"]:
        fitting: Row = {
            row["id"]: definition
            for row in view.organisation.rows("process")
            for definition in [json.loads(row["definition"])]
            if definition.get("scope", "local") == scope and fits(view, definition, o)
        }
        if fitting:
            best: str = max(fitting, key=lambda process: closeness(view, fitting[process], o))
            ranks = [closeness(view, definition, o) for definition in fitting.values()]
            assert ranks.count(closeness(view, fitting[best], o)) == 1, "two processes tie"
            return best
    return None


def fits(view: View, definition: Row, o: Row) -> bool:
    """Maturity and structure are those of the market itself; what is not said fits no process
    that asks."""
    market = view.organisation.row("market", o["market"]) if o["market"] else {}
    return view.holds_market(named(definition, "markets"), o["market"]) and all(
        value in named(definition, what)
        for what, value in (
            ("maturity", market.get("maturity")),
            ("structure", market.get("structure")),
            ("kinds", o.get("kind")),
        )
        if named(definition, what)
    )


def named(definition: Row, what: str) -> list[str]:
    """What is absent, null or empty asks nothing."""
    return definition.get(what) or []


def closeness(view: View, definition: Row, o: Row) -> tuple[int, int]:
    """(depth of the deepest market that holds the opportunity's, how many conditions)"""
    holding = [
        view.depth(market)
        for market in named(definition, "markets")
        if view.holds_market([market], o["market"])
    ]
    asked = sum(1 for what in ("maturity", "structure", "kinds") if named(definition, what))
    return max(holding, default=0), asked
