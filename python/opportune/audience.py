"""A campaign's audience before it is mailed: who would be left out, by which opportunity."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from opportune import _opportune
from opportune._arguments import expect
from opportune._opportune import Input
from opportune.sources import Source, to_input
from opportune.table import Table

Accounts: TypeAlias = "Source | Iterable[str]"
"""A table with a column ``account``, or the ids themselves: a list or a series."""


class Audience(Table):
    """The audience, a row for each account and kind: account, group, market, kind, allowed,
    opportunities (how many suppress it), opportunity (the first of them by id), stage,
    opportunity_account. What it comes to is in the tables beside."""

    __slots__ = ("by_market", "by_opportunity", "cuts")

    def __init__(
        self,
        native: _opportune.Result,
        markets: _opportune.Result,
        opportunities: _opportune.Result,
        cuts: _opportune.Result | None,
    ) -> None:
        super().__init__(native)
        self.by_market = Table(markets)
        """market (of the account), audience, cut, share"""
        self.by_opportunity = Table(opportunities)
        """opportunity, account, market, owner, process, stage, cut (how many it cuts), alone (those
        that nothing else cuts); those that cut most first"""
        self.cuts = None if cuts is None else Table(cuts)
        """account, kind, opportunity, stage, opportunity_account; None unless asked for"""

    @property
    def size(self) -> int:
        """How many there are in it: accounts, each once for every kind."""
        return len(self)

    @property
    def cut(self) -> int:
        """How many of them would be left out."""
        return sum(row["cut"] for row in self.by_market.to_pylist())

    @property
    def share(self) -> float:
        """The share that would be left out; 0 of nobody."""
        return self.cut / self.size if self.size else 0.0

    def summary(self) -> str:
        """What it comes to, in a few lines."""
        lines = [f"{self.cut} of {self.size} would be left out ({self.share:.0%})"]
        worst = self.by_opportunity.to_pylist()
        for row in worst[:5]:
            lines.append(
                f"  {row['cut']} by {row['opportunity']} of {row['account']} in {row['stage']}, "
                f"{row['alone']} by it alone"
            )
        if len(worst) > 5:
            lines.append(f"  and by {len(worst) - 5} more")
        return "\n".join(lines)


def accounts_input(accounts: Accounts) -> Input:
    """The audience as the engine reads it."""
    ids = _ids(accounts)
    return to_input("audience", accounts if ids is None else {"account": ids})


def _ids(accounts: object) -> list[str] | None:
    """The ids, where the caller gives ids; None for a table."""
    if not hasattr(accounts, "columns"):
        for method in ("to_list", "to_pylist"):  # the series of pandas, Polars and pyarrow
            if hasattr(accounts, method) and not isinstance(accounts, Table):
                return list(getattr(accounts, method)())
    if isinstance(accounts, (set, frozenset)):
        accounts = sorted(accounts)
    if isinstance(accounts, (list, tuple)) and not all(hasattr(row, "keys") for row in accounts):
        for account in accounts:
            expect(account, str, "accounts")
        return list(accounts)
    if isinstance(accounts, (list, tuple)) and not accounts:
        return []
    return None
