"""The tables of a workspace as plain rows: dicts, found by id or by whom they belong to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from opportune.workspace import Workspace

Record = dict[str, Any]


class Records:
    """What the rules read. Accounts and what all groups share are here whole; pursuits, activities
    and their histories only those of the corporate groups that are asked for."""

    def __init__(
        self, ws: Workspace, as_of: dt.date, groups: Collection[str] | None = None
    ) -> None:
        """`groups`: ids of their root accounts as of the day; None: all."""
        self.day = as_of
        self.markets = _by_id(ws.table("market"))
        self.products = _by_id(ws.table("product"))
        self.processes = _by_id(ws.table("process"))
        self.requirements = _by_id(ws.table("requirement"))
        self.agreements = _by_id(ws.table("agreement"))
        self.accounts = _by_id(ws.table("account"))
        self.parents = _grouped(ws.table("account_parent"), "account")
        self.process_versions = _grouped(ws.table("process_version"), "process")
        self.delegations = _grouped(ws.table("delegation"), "agreement")
        self.resolutions = ws.table("resolution").to_pylist()
        self._roots: dict[str, str] = {}
        self._members: dict[str, list[Record]] = defaultdict(list)

        wanted = None if groups is None else {a for a in self.accounts if self.root(a) in groups}
        self.opportunities = _by_id(_among(ws, "opportunity", wanted, "account"))
        self.leads = _by_id(_among(ws, "lead", wanted, "account"))
        self.activities = _by_id(_among(ws, "activity", wanted, "account"))
        self.claims = _by_id(_among(ws, "claim", wanted, "account"))
        self.team = _grouped(_among(ws, "team_member", wanted, "account"), "account")
        self.lines = _of(ws, "opportunity_product", "opportunity", self.opportunities)
        self.fulfilments = _of(ws, "fulfilment", "opportunity", self.opportunities)
        self.stage_changes = _of(ws, "stage_change", "opportunity", self.opportunities)
        self.owner_changes = _of(ws, "owner_change", "opportunity", self.opportunities)
        self.lead_changes = _of(ws, "lead_change", "lead", self.leads)
        self.activity_changes = _of(ws, "activity_change", "activity", self.activities)

    def record(self, kind: str, key: str) -> Record:
        """The record behind a member of a conflict. A group is its root account."""
        table: dict[str, Record] = {
            "account": self.accounts,
            "activity": self.activities,
            "agreement": self.agreements,
            "claim": self.claims,
            "group": self.accounts,
            "lead": self.leads,
            "market": self.markets,
            "opportunity": self.opportunities,
            "process": self.processes,
            "requirement": self.requirements,
        }[kind]
        return table[key]

    # --- ownership ------------------------------------------------------------------------------

    def parent(self, account: str, day: dt.date | None = None) -> str | None:
        """The owning account on a day (the one that is looked at)."""
        standing: str | None = self.accounts[account]["parent"]
        dated = sorted(self.parents.get(account, []), key=lambda link: link["from"] or dt.date.min)
        begun = [link for link in dated if (link["from"] or dt.date.min) <= (day or self.day)]
        if begun:
            latest: str | None = begun[-1]["parent"]
            return latest
        # A standing parent that is also the last dated one is the present one, not the one before.
        return None if dated and dated[-1]["parent"] == standing else standing

    def above(self, account: str, day: dt.date | None = None) -> Iterable[str]:
        """The account and its owners, up to the root."""
        at: str | None = account
        while at is not None:
            yield at
            at = self.parent(at, day)

    def root(self, account: str) -> str:
        """The account at the top of the corporate group, which names the group."""
        if account not in self._roots:
            *_, self._roots[account] = self.above(account)
        return self._roots[account]

    def accounts_of(self, group: str) -> list[Record]:
        """All accounts of a group."""
        if not self._members:
            for key, account in self.accounts.items():
                self._members[self.root(key)].append(account)
        return self._members[group]


def _among(
    ws: Workspace, table: str, wanted: Collection[str] | None, column: str
) -> Iterable[Record]:
    return (row for row in ws.table(table) if wanted is None or row[column] in wanted)


def _of(
    ws: Workspace, table: str, column: str, records: Collection[str]
) -> dict[str, list[Record]]:
    """The rows of each record, in their order."""
    return _grouped(_among(ws, table, records, column), column)


def _by_id(rows: Iterable[Record]) -> dict[str, Record]:
    return {row["id"]: row for row in rows}


def _grouped(rows: Iterable[Record], column: str) -> dict[str, list[Record]]:
    grouped: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return dict(grouped)
