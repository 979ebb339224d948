"""What several answers have in common: who takes part, what is agreed, what marketing pauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Participant:
    """Who has to take part."""

    role: str
    person: str | None
    """None: nobody has the role for this market, and somebody must join."""
    why: str


@dataclass(frozen=True)
class Terms:
    """A framework agreement that covers the opportunity."""

    agreement: str
    named: bool
    """The opportunity names it."""
    discount: float | None
    """Percent."""
    shipping_terms: str | None


@dataclass(frozen=True)
class ActivityEffect:
    """A marketing activity that has to pause, or may go on."""

    activity: str
    kind: str
    account: str


def items(kind: type[Any], answers: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple(kind(**answer) for answer in answers)


# --- as text --------------------------------------------------------------------------------------


def effects(verb: str, found: Iterable[ActivityEffect]) -> list[str]:
    return [f"  {verb} {effect.kind} {effect.activity} to {effect.account}" for effect in found]


def people_lines(people: Iterable[Participant]) -> list[str]:
    return [f"  {one.role} {one.person or '(nobody yet)'}: {one.why}" for one in people]


def agreement_lines(agreements: Iterable[Terms]) -> list[str]:
    lines = []
    for terms in agreements:
        discount = "" if terms.discount is None else f", discount {terms.discount:g}%"
        shipping = f", {terms.shipping_terms}" if terms.shipping_terms else ""
        lines.append(f"  agreement {terms.agreement}{discount}{shipping}")
    return lines
