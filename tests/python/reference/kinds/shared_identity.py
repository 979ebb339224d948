"""Two accounts in different groups that share a LEI, DUNS, tax id or domain. The one kind that
crosses groups."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..records import Row
from .policy import Policy
from .view import Related, View

IDENTIFIERS = ("lei", "duns", "tax_id", "domain")
ACROSS_GROUPS = ""


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for x, y in combinations(view.organisation.rows("account"), 2):
        if view.group(x["id"]) != view.group(y["id"]) and share(x, y):
            a, b = ("account", x["id"]), ("account", y["id"])
            yield Related(ACROSS_GROUPS, a, None, b, None, None)


def share(x: Row, y: Row) -> bool:
    return any(plain(name, x.get(name)) == plain(name, y.get(name)) != "" for name in IDENTIFIERS)


def plain(name: str, value: str | None) -> str:
    """Letters of either case are alike; of numbers only letters and digits count; a domain is
    without its leading www."""
    text = (value or "").lower()
    if name == "domain":
        return text.removeprefix("www.")
    return "".join(letter for letter in text if letter.isalnum())
