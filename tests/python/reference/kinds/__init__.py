"""Every kind of conflict of domain.md 5.2, one file each: pair by pair, on rows as dicts.

A kind's `pairs(view, policy)` yields the related pairs. `components` joins them into conflicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import (
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
from .policy import Policy
from .view import Related, View

Relation = Callable[[View, Policy], Iterator[Related]]
RELATIONS: dict[str, Relation] = {
    "duplicate_pursuit": duplicate_pursuit.pairs,
    "cross_market_pursuit": cross_market_pursuit.pairs,
    "lead_collision": lead_collision.pairs,
    "marketing_collision": marketing_collision.pairs,
    "repeated_material": repeated_material.pairs,
    "agreement_bypass": agreement_bypass.pairs,
    "terms_mismatch": terms_mismatch.pairs,
    "claim_breach": claim_breach.pairs,
    "scope_breach": scope_breach.pairs,
    "agreement_overlap": agreement_overlap.pairs,
    "process_mismatch": process_mismatch.pairs,
    "coverage_gap": coverage_gap.pairs,
    "requirement_gap": requirement_gap.pairs,
    "shared_identity": shared_identity.pairs,
}
ALL_KINDS = list(RELATIONS)
