"""Medians, quartiles, rates and their intervals, as fractions for as long as that goes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

Number = int | Fraction
Z = 1.959963984540054
"""Of a normal distribution, 95% lie within so many standard deviations of its mean."""


def rate(part: Number, whole: Number) -> Fraction | None:
    return Fraction(part) / whole if whole else None


def mean(values: Sequence[Number]) -> Fraction | None:
    return rate(sum(values), len(values))


def quantile(values: Sequence[Number], at: Fraction) -> Fraction | None:
    """Between the two values that it falls between, in proportion."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * at
    below, above = math.floor(place), math.ceil(place)
    return ordered[below] + (place - below) * Fraction(ordered[above] - ordered[below])


def median(values: Sequence[Number]) -> Fraction | None:
    return quantile(values, Fraction(1, 2))


def wilson(share: Number | float, trials: Number | float) -> tuple[float, float]:
    """The interval in which the true share lies (Wilson 1927), of so many independent trials."""
    p, n = float(share), float(trials)
    centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    spread = Z / (1 + Z**2 / n) * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return centre - spread, centre + spread
