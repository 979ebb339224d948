"""Who of a campaign's audience would be left out, by which opportunity (domain.md 4 and 6): every
account beside every opportunity, again for each question."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property

from .history import AsOf
from .records import Organisation, Row

Target = tuple[str, str]
"""account, kind"""


class Audience:
    """As of `as_of`, where a stage reaches as far as `reach` says: account, country or group."""

    def __init__(self, as_of: AsOf, reach: str) -> None:
        self.as_of = as_of
        self.organisation: Organisation = as_of.organisation
        self.reach = reach
        self._known: dict[Target, list[Row]] = {}

    # --- who is in it ---------------------------------------------------------------------------
    def of_accounts(self, accounts: Iterable[str], kind: str) -> set[Target]:
        return {(account, kind) for account in accounts}

    def of_everybody(self, kind: str) -> set[Target]:
        return self.of_accounts((row["id"] for row in self.organisation.rows("account")), kind)

    def of_campaign(self, campaign: str, kind: str | None = None) -> set[Target]:
        """What it has planned, is doing or has paused, and has not ended."""
        return {
            (row["account"], row["kind"])
            for row in self.organisation.rows("activity")
            if row["campaign"] == campaign
            and row["channel"] == "marketing"
            and self.status(row) in ("planned", "active", "paused")
            and (row["end"] is None or row["end"] >= self.as_of.day)
            and kind in (None, row["kind"])
        }

    def status(self, activity: Row) -> str:
        """From its history where there is one; else from its dates and present status."""
        changes = [
            row
            for row in self.organisation.rows("activity_change")
            if row["activity"] == activity["id"]
        ]
        if changes:
            changes.sort(key=lambda row: row["at"])
            happened = [row["to"] for row in changes if row["at"] <= self.as_of.at]
            return str(happened[-1] if happened else changes[0]["from"])
        present = str(activity["status"])
        if present == "cancelled":
            return present
        if activity["start"] is not None and activity["start"] > self.as_of.day:
            return "planned"
        ends_later = activity["end"] is not None and activity["end"] > self.as_of.day
        return "active" if present == "done" and ends_later else present

    def within(self, targets: set[Target], markets: list[str]) -> set[Target]:
        """Those whose account is in one of these markets, or below."""
        return {
            target
            for target in targets
            if set(markets) & set(self._markets_of(self._account(target[0])["market"]))
        }

    # --- who is cut -----------------------------------------------------------------------------
    def by(self, target: Target) -> list[Row]:
        """The opportunities that suppress the kind at the account, by id."""
        if target not in self._known:
            self._known[target] = self._find_by(*target)
        return self._known[target]

    def _find_by(self, account: str, kind: str) -> list[Row]:
        found = [
            row
            for row in self.as_of.open_opportunities
            if {"*", kind} & set(self._suppressed[row["process"], self.as_of.stage(row).id])
            and self.reaches(row["account"], account)
        ]
        return sorted(found, key=lambda row: str(row["id"]))

    def reaches(self, account: str, other: str) -> bool:
        if account == other:
            return True
        if self.reach == "account" or self.as_of.group(account) != self.as_of.group(other):
            return False
        countries = [self.country(self._account(key)["market"]) for key in (account, other)]
        same_country = countries[0] is not None and countries[0] == countries[1]
        return self.reach == "group" or same_country

    @cached_property
    def _suppressed(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {
            ("standard", stage): [] for stage in self.organisation.processes["standard"]
        }
        for process in self.organisation.rows("process"):
            for stage in json.loads(process["definition"])["stages"]:
                found[process["id"], stage["id"]] = stage.get("suppress", [])
        return found

    def country(self, market: str | None) -> str | None:
        """That of the nearest market upwards that has one."""
        for above in self._markets_of(market):
            country: str | None = self.organisation.row("market", above)["country"]
            if country is not None:
                return country
        return None

    def _markets_of(self, market: str | None) -> list[str]:
        """The market and all above it."""
        out = []
        while market is not None:
            out.append(market)
            market = self.organisation.row("market", market)["parent"]
        return out

    def _account(self, key: str) -> Row:
        return self.organisation.row("account", key)

    # --- as tables ------------------------------------------------------------------------------
    def accounts(self, targets: set[Target]) -> list[Row]:
        out = []
        for account, kind in sorted(targets):
            by = self.by((account, kind))
            first = by[0] if by else None
            out.append(
                {
                    "account": account,
                    "group": self.as_of.group(account),
                    "market": self._account(account)["market"],
                    "kind": kind,
                    "allowed": not by,
                    "opportunities": len(by),
                    "opportunity": first["id"] if first else None,
                    "stage": self.as_of.stage(first).id if first else None,
                    "opportunity_account": first["account"] if first else None,
                }
            )
        return out

    def markets(self, targets: set[Target]) -> list[Row]:
        out = []
        for market in sorted({self._account(account)["market"] for account, _ in targets}):
            here = [target for target in targets if self._account(target[0])["market"] == market]
            cut = sum(1 for target in here if self.by(target))
            row = {"market": market, "audience": len(here), "cut": cut, "share": cut / len(here)}
            out.append(row)
        return out

    def opportunities(self, targets: set[Target]) -> list[Row]:
        out = []
        for row in self.as_of.open_opportunities:
            cut = [self.by(target) for target in targets if row in self.by(target)]
            if cut:
                out.append(
                    {
                        "opportunity": row["id"],
                        "account": row["account"],
                        "market": row["market"],
                        "owner": self.as_of.owner(row),
                        "process": row["process"],
                        "stage": self.as_of.stage(row).id,
                        "cut": len(cut),
                        "alone": sum(1 for by in cut if len(by) == 1),
                    }
                )
        return sorted(out, key=lambda row: (-row["cut"], -row["alone"], row["opportunity"]))

    def cuts(self, targets: set[Target], limit: int) -> list[Row]:
        return [
            {
                "account": account,
                "kind": kind,
                "opportunity": row["id"],
                "stage": self.as_of.stage(row).id,
                "opportunity_account": row["account"],
            }
            for account, kind in sorted(targets)
            for row in self.by((account, kind))[:limit]
        ]
