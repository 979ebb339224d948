"""The relation of every kind of conflict once more: one file each, written down as the rules read
and as slowly as may be.

Nothing here shares code or data structures with the engine: records are the exported tables' rows
as dicts, every relation is evaluated for one pair, trees are walked parent by parent. That is the
point: where this and the engine disagree, one of them is wrong. The policy is the default one.

A rule is a module with TYPES, the types of the two members, and ``holds(world, a, b)``, which takes
their records in that order. Where both are of one type the order does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType

from opportune.demo.records import Record
from opportune.demo.rules import (
    agreement_bypass,
    agreement_overlap,
    claim_breach,
    coverage_gap,
    cross_market_pursuit,
    duplicate_pursuit,
    lead_collision,
    marketing_collision,
    process_mismatch,
    repeated_material,
    requirement_gap,
    scope_breach,
    shared_identity,
    terms_mismatch,
)
from opportune.demo.world import World

Member = tuple[str, str]
"""type, id"""

RULES: Mapping[str, ModuleType] = {
    rule.__name__.rpartition(".")[2]: rule
    for rule in (
        duplicate_pursuit,
        cross_market_pursuit,
        lead_collision,
        marketing_collision,
        repeated_material,
        agreement_bypass,
        terms_mismatch,
        claim_breach,
        scope_breach,
        agreement_overlap,
        process_mismatch,
        coverage_gap,
        requirement_gap,
        shared_identity,
    )
}


def related(world: World, kind: str, a: Member, b: Member) -> bool:
    """Whether the rule of the kind relates two members, and no resolution takes the pair out."""
    if a == b and kind != "coverage_gap":
        return False
    rule = RULES[kind]
    types: tuple[str, str] = rule.TYPES
    if (a[0], b[0]) != types:
        a, b = b, a
    if not _fits(types, a, b) or world.is_resolved(kind, ":".join(a), ":".join(b)):
        return False
    holds: Callable[[World, Record, Record], bool] = rule.holds
    return holds(world, world.record(*a), world.record(*b))


def _fits(types: tuple[str, str], a: Member, b: Member) -> bool:
    # A coverage gap may be a group alone.
    return a[0] == types[0] and (b[0] == types[1] or a == b)
