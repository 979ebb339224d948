"""What was true of the records at the end of a day, as docs/decisions/as-of.md says it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opportune.demo.records import Record, Records
from opportune.moment import in_utc
from opportune.workspace import Workspace

MILESTONES = ("qualified", "discovery", "proposal", "negotiation", "won", "lost", "abandoned")
CLOSED = ("won", "lost", "abandoned")


@dataclass(frozen=True)
class Stage:
    """A stage of one version of a process."""

    id: str
    milestone: str
    suppress: tuple[str, ...] = ()


STANDARD = {milestone: Stage(milestone, milestone) for milestone in MILESTONES}


class World(Records):
    """The records, and the questions of the rules about them as of the end of a day. The default
    policy and its milestones."""

    def __init__(
        self, ws: Workspace, as_of: dt.date, groups: Collection[str] | None = None
    ) -> None:
        super().__init__(ws, as_of, groups)
        self.instant = dt.datetime.combine(as_of, dt.time.max, dt.timezone.utc)
        self._stages: dict[tuple[str, int], dict[str, Stage]] = {}
        self._open_markets: dict[str, set[str | None]] | None = None
        for key, process in self.processes.items():
            earlier = self.process_versions.get(key, [])
            for version in earlier:
                self._stages[key, version["version"]] = _stages(version["definition"])
            self._stages[key, len(earlier) + 1] = _stages(process["definition"])

    # --- trees and sets -------------------------------------------------------------------------

    @staticmethod
    def within(tree: Mapping[str, Record], node: str | None, above: str) -> bool:
        """Whether node is in the subtree of above."""
        while node is not None:
            if node == above:
                return True
            node = tree[node]["parent"]
        return False

    def holds_market(self, markets: Sequence[str], market: str | None) -> bool:
        """An empty set holds every market."""
        return not markets or any(self.within(self.markets, market, above) for above in markets)

    def holds_product(self, products: Sequence[str], product: str) -> bool:
        """An empty set holds every product."""
        return not products or any(self.within(self.products, product, up) for up in products)

    def holds_one(self, products: Sequence[str], sold: Sequence[str]) -> bool:
        """Whether the set holds one of these. None at all are in the empty set alone."""
        return not products or any(self.holds_product(products, product) for product in sold)

    def overlap(
        self, tree: Mapping[str, Record], some: Sequence[str], others: Sequence[str]
    ) -> bool:
        """An empty set overlaps everything."""
        if not some or not others:
            return True
        return any(self.within(tree, a, b) or self.within(tree, b, a) for a in some for b in others)

    def inherited(self, market: str | None, field: str) -> str | None:
        """The country or jurisdiction of a market: its own, or its nearest ancestor's."""
        while market is not None:
            value: str | None = self.markets[market][field]
            if value is not None:
                return value
            market = self.markets[market]["parent"]
        return None

    def country(self, account: str) -> str | None:
        """The country of an account's market."""
        return self.inherited(self.accounts[account]["market"], "country")

    # --- groups ---------------------------------------------------------------------------------

    def same_group(self, a: Record, b: Record) -> bool:
        """Whether the accounts of two records were of one corporate group."""
        return self.root(a["account"]) == self.root(b["account"])

    def is_customer(self, group: str) -> bool:
        """Whether any account of the group was a customer."""
        days = [account["customer_since"] for account in self.accounts_of(group)]
        return any(day is not None and day <= self.day for day in days)

    def is_global(self, group: str) -> bool:
        """Its root says so, or its accounts lie in two or more countries."""
        countries = {self.country(account["id"]) for account in self.accounts_of(group)}
        return bool(self.accounts[group]["global"]) or len(countries - {None}) >= 2

    def open_markets(self, group: str) -> set[str | None]:
        """The markets in which the group has an open opportunity."""
        if self._open_markets is None:
            self._open_markets = {}
            for opportunity in filter(self.is_open, self.opportunities.values()):
                markets = self._open_markets.setdefault(self.root(opportunity["account"]), set())
                markets.add(self.market(opportunity))
        return self._open_markets.get(group, set())

    # --- pursuits -------------------------------------------------------------------------------

    def market(self, record: Record) -> str | None:
        """The record's market; its account's where it has none."""
        market: str | None = record["market"] or self.accounts[record["account"]]["market"]
        return market

    def sold(self, pursuit: Record) -> list[str]:
        """The products it is about; a lead has one at most."""
        if "product" in pursuit:
            return [pursuit["product"]] if pursuit["product"] else []
        lines = [line["product"] for line in self.lines.get(pursuit["id"], [])]
        return list(dict.fromkeys([*(pursuit["products"] or []), *lines]))

    def stage(self, opportunity: Record) -> Stage:
        """The stage on the day: from the history where it holds the record; else the present one,
        unless that is closed and was not yet closed then: then the first of its process."""
        present = self._version(opportunity["process"], opportunity["process_version"])
        changes = self.stage_changes.get(opportunity["id"], [])
        if changes:
            past = [change for change in changes if change["at"] <= self.instant]
            change = past[-1] if past else changes[0]
            side = "to" if past else "from"
            version = change[f"{side}_version"] or change["to_version"]
            stages = self._version(change["process"] or opportunity["process"], version) or present
            return stages[change[side]] if change[side] else next(iter(stages.values()))
        stage = present[opportunity["stage"]]
        closed_by_then = opportunity["closed"] is not None and opportunity["closed"] <= self.day
        return next(iter(present.values())) if _closed(stage) and not closed_by_then else stage

    def _version(self, process: str | None, version: int | None) -> dict[str, Stage]:
        if process is None or (process == "standard" and process not in self.processes):
            return STANDARD
        return self._stages[process, version or len(self.process_versions.get(process, [])) + 1]

    def is_open(self, opportunity: Record) -> bool:
        """Opened, and not closed."""
        if opportunity["opened"] > self.day:
            return False
        closed = opportunity["closed"]
        if not self.stage_changes.get(opportunity["id"]) and closed is not None:
            return bool(closed > self.day)
        return not _closed(self.stage(opportunity))

    def is_past(self, opportunity: Record, milestone: str) -> bool:
        """Whether an open opportunity stands at a milestone or past it."""
        at = MILESTONES.index(self.stage(opportunity).milestone)
        return self.is_open(opportunity) and at >= MILESTONES.index(milestone)

    def won_on(self, opportunity: Record) -> dt.date | None:
        """The day it was won, where it stands won: of the change that won it, else `closed`."""
        if opportunity["opened"] > self.day or self.stage(opportunity).milestone != "won":
            return None
        changes = self.stage_changes.get(opportunity["id"], [])
        past = [change for change in changes if change["at"] <= self.instant]
        closed: dt.date | None = in_utc(past[-1]["at"]).date() if past else opportunity["closed"]
        return closed

    def owner(self, opportunity: Record) -> str | None:
        """The owner on the day."""
        changes = self.owner_changes.get(opportunity["id"], [])
        owner: str | None = self._then(changes) if changes else opportunity["owner"]
        return owner

    def is_active(self, lead: Record) -> bool:
        """Created, and neither qualified nor disqualified."""
        if lead["created"] > self.day:
            return False
        changes = self.lead_changes.get(lead["id"], [])
        if not changes and lead["closed"] is not None:
            return bool(lead["closed"] > self.day)
        status = self._then(changes) if changes else lead["status"]
        return status in ("new", "working", "nurturing")

    def status(self, activity: Record) -> str:
        """The status on the day; without a history by its dates: planned before its start, and
        what is done now was active until its end."""
        changes = self.activity_changes.get(activity["id"], [])
        if changes:
            return str(self._then(changes))
        start, end, status = activity["start"], activity["end"], activity["status"]
        if start is not None and start > self.day and status != "cancelled":
            return "planned"
        if status == "done" and end is not None and end > self.day:
            return "active"
        return str(status)

    def _then(self, changes: Sequence[Record]) -> Any:
        past = [change for change in changes if change["at"] <= self.instant]
        return past[-1]["to"] if past else changes[0]["from"]

    # --- agreements -----------------------------------------------------------------------------

    def is_valid(self, agreement: Record, day: dt.date) -> bool:
        """Inclusive at both ends; an empty end is open."""
        begin, end = agreement["valid_from"], agreement["valid_to"]
        return (begin is None or begin <= day) and (end is None or end >= day)

    def is_for(self, agreement: Record, opportunity: Record, day: dt.date) -> bool:
        """Account, market and one of the products are the agreement's."""
        return (
            agreement["account"] in self.above(opportunity["account"], day)
            and self.holds_market(agreement["markets"], self.market(opportunity))
            and self.holds_one(agreement["products"], self.sold(opportunity))
        )

    def covers(self, agreement: Record, opportunity: Record, day: dt.date) -> bool:
        """Valid on the day, and for it."""
        return self.is_valid(agreement, day) and self.is_for(agreement, opportunity, day)

    # --- resolutions ----------------------------------------------------------------------------

    def is_resolved(self, kind: str, a: str, b: str) -> bool:
        """Whether a resolution in force takes the pair out ("type:id")."""
        return any(
            r["kind"] == kind
            and a in r["members"]
            and b in r["members"]
            and in_utc(r["at"]) <= self.instant
            and (r["until"] is None or r["until"] >= self.day)
            for r in self.resolutions
        )


def _closed(stage: Stage) -> bool:
    return stage.milestone in CLOSED


def _stages(definition: str) -> dict[str, Stage]:
    return {
        stage["id"]: Stage(stage["id"], stage["milestone"], tuple(stage.get("suppress") or ()))
        for stage in json.loads(definition)["stages"]
    }
