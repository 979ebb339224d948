"""The policy: defaults, and what a question says instead."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

GROUPS = ("prospect", "customer")
DEFAULT_SEVERITY: dict[str, Any] = {
    "duplicate_pursuit": "critical",
    "cross_market_pursuit": {"prospect": "critical", "customer": "warning"},
    "lead_collision": "warning",
    "marketing_collision": "warning",
    "repeated_material": "info",
    "agreement_bypass": "warning",
    "terms_mismatch": "warning",
    "claim_breach": "critical",
    "scope_breach": "warning",
    "agreement_overlap": "warning",
    "process_mismatch": "info",
    "coverage_gap": "warning",
    "requirement_gap": {
        "prospect": "warning",
        "customer": "warning",
        "when": [{"milestone": "negotiation", "severity": "critical"}],
    },
    "shared_identity": "info",
}
RECOMMENDATION = (
    *("claim", "agreement_owner", "global_account_manager", "account_owner"),
    *("key_account_manager", "most_advanced", "first_opened", "largest_amount"),
)


@dataclass(frozen=True)
class Severity:
    """Of one kind."""

    base: dict[str, str]
    """prospect, customer -> severity"""
    when: tuple[dict[str, Any], ...] = ()
    """The first whose conditions all hold gives the severity instead."""

    @classmethod
    def read(cls, given: Any, default: Severity | None = None) -> Severity:
        """A name alone says all; of an object what it does not name keeps its default."""
        if isinstance(given, str):
            return cls(dict.fromkeys(GROUPS, given))
        base = {group: given[group] for group in GROUPS if group in given}
        if default is not None:
            base = {**default.base, **base}
        return cls(base, tuple(given.get("when", default.when if default else ())))

    @property
    def is_off(self) -> bool:
        several = [*self.base.values(), *(entry["severity"] for entry in self.when)]
        return all(severity == "off" for severity in several)


@dataclass(frozen=True)
class Policy:
    severity: dict[str, Severity] = field(
        default_factory=lambda: {
            kind: Severity.read(given) for kind, given in DEFAULT_SEVERITY.items()
        }
    )
    lead_collision_milestone: str = "negotiation"
    marketing_horizon_days: int = 30
    repeated_material_days: int = 90
    repeated_material_reach: str = "account"
    agreement_bypass_days: int = 365
    suppression: str = "group"
    recommendation: tuple[str, ...] = RECOMMENDATION

    @classmethod
    def read(cls, given: dict[str, Any] | None = None) -> Policy:
        policy, given = cls(), dict(given or {})
        severity = {
            **policy.severity,
            **{
                kind: Severity.read(said, policy.severity[kind])
                for kind, said in given.pop("severity", {}).items()
            },
        }
        repeated = given.pop("repeated_material", {})
        given.pop("force", None)  # says nothing about conflicts
        given = {
            name: tuple(value) if name == "recommendation" else value
            for name, value in given.items()
        }
        return replace(
            policy,
            severity=severity,
            repeated_material_days=repeated.get("days", policy.repeated_material_days),
            repeated_material_reach=repeated.get("reach", policy.repeated_material_reach),
            **given,
        )
