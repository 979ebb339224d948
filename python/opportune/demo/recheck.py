"""The first kinds of conflict once more, written down as the rules read and as slowly as may be.

Nothing here shares code or data structures with the engine: records are the exported tables' rows
as dicts, every relation is evaluated pair by pair, trees are walked parent by parent. That is the
point: where this and the engine disagree, one of them is wrong.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opportune.conflicts import Conflicts
from opportune.moment import in_utc
from opportune.workspace import Workspace

Record = dict[str, Any]

MILESTONES = ("qualified", "discovery", "proposal", "negotiation", "won", "lost", "abandoned")
STANDARD = {milestone: milestone for milestone in MILESTONES}
CLOSED = ("won", "lost", "abandoned")
LEAD_MILESTONE = "negotiation"
ACTIVE_LEAD = ("new", "working", "nurturing")


class World:
    """All records of a workspace, and the questions of the rules about them as of the end of a
    day."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self.day = as_of
        self.instant = dt.datetime.combine(as_of, dt.time.max, dt.timezone.utc)
        self.markets = _by_id(ws, "market")
        self.products = _by_id(ws, "product")
        self.accounts = _by_id(ws, "account")
        self.opportunities = _by_id(ws, "opportunity")
        self.leads = _by_id(ws, "lead")
        self.milestones = {
            process["id"]: {
                stage["id"]: stage["milestone"]
                for stage in json.loads(process["definition"])["stages"]
            }
            for process in ws.table("process")
        }
        self.stage_changes = _by(ws, "stage_change", "opportunity")
        self.owner_changes = _by(ws, "owner_change", "opportunity")
        self.lead_changes = _by(ws, "lead_change", "lead")
        self.parents = _by(ws, "account_parent", "account")
        self.team = _by(ws, "team_member", "account")
        self.lines = _by(ws, "opportunity_product", "opportunity")
        self.resolutions = ws.table("resolution").to_pylist()
        self._root_of: dict[str, str] = {}
        self._customers: set[str] | None = None

    # --- trees and groups ---------------------------------------------------------------------

    def parent(self, account: str) -> str | None:
        """The owning account on the day."""
        dated = self.parents.get(account, [])
        if not dated:
            standing: str | None = self.accounts[account]["parent"]
            return standing
        begun = [link for link in dated if link["from"] is None or link["from"] <= self.day]
        if not begun:
            return None
        latest: str | None = max(begun, key=lambda link: link["from"] or dt.date.min)["parent"]
        return latest

    def root(self, account: str) -> str:
        """The account at the top of the corporate group on the day."""
        if account not in self._root_of:
            at, above = account, self.parent(account)
            while above is not None:
                at, above = above, self.parent(above)
            self._root_of[account] = at
        return self._root_of[account]

    def is_customer(self, group: str) -> bool:
        """Whether any account of the group was a customer on the day."""
        if self._customers is None:
            self._customers = {
                self.root(account["id"])
                for account in self.accounts.values()
                if account["customer_since"] is not None and account["customer_since"] <= self.day
            }
        return group in self._customers

    @staticmethod
    def within(tree: Mapping[str, Record], node: str | None, above: str) -> bool:
        """Whether node is in the subtree of above."""
        while node is not None:
            if node == above:
                return True
            node = tree[node]["parent"]
        return False

    def products_overlap(self, some: Sequence[str], others: Sequence[str]) -> bool:
        """An empty set overlaps everything."""
        if not some or not others:
            return True
        return any(
            self.within(self.products, a, b) or self.within(self.products, b, a)
            for a in some
            for b in others
        )

    # --- an opportunity on the day --------------------------------------------------------------

    def stage(self, opportunity: Record) -> str:
        """The stage on the day: from the history where it holds the record; otherwise the present
        one, unless it is closed and was not yet closed then: then the process's first."""
        process = self.milestones.get(opportunity["process"] or "", STANDARD)
        changes = self.stage_changes.get(opportunity["id"], [])
        if changes:
            return str(_on(changes, self.instant) or next(iter(process)))
        closed_by_then = opportunity["closed"] is not None and opportunity["closed"] <= self.day
        if process.get(opportunity["stage"]) in CLOSED and not closed_by_then:
            return str(next(iter(process)))
        return str(opportunity["stage"])

    def milestone(self, opportunity: Record) -> str:
        """The milestone on the day."""
        stage = self.stage(opportunity)
        return str(self.milestones.get(opportunity["process"] or "", {}).get(stage, stage))

    def is_open(self, opportunity: Record) -> bool:
        """Opened, and not closed, by the end of the day."""
        if opportunity["opened"] > self.day:
            return False
        if self.stage_changes.get(opportunity["id"]):
            return self.milestone(opportunity) not in CLOSED
        closed = opportunity["closed"]
        if closed is not None:
            return bool(closed > self.day)
        return self.milestone(opportunity) not in CLOSED

    def owner(self, opportunity: Record) -> str | None:
        """The owner on the day."""
        changes = self.owner_changes.get(opportunity["id"], [])
        owner: str | None = _on(changes, self.instant) if changes else opportunity["owner"]
        return owner

    def market(self, record: Record) -> str | None:
        """The record's market; its account's where it has none."""
        market: str | None = record["market"] or self.accounts[record["account"]]["market"]
        return market

    def sold(self, opportunity: Record) -> list[str]:
        """The products it is about."""
        lines = [line["product"] for line in self.lines.get(opportunity["id"], [])]
        return list(dict.fromkeys([*(opportunity["products"] or []), *lines]))

    # --- the relations --------------------------------------------------------------------------

    def contend(self, group: str, some: Sequence[str], others: Sequence[str]) -> bool:
        """At a prospect any two pursuits contend; at a customer those of overlapping products."""
        return not self.is_customer(group) or self.products_overlap(some, others)

    def coordinated(self, o: Record, p: Record, group: str) -> bool:
        """One agreement, or both owners on the global account team, each for the own market."""
        if o["agreement"] is not None and o["agreement"] == p["agreement"]:
            return True
        return self.is_on_global_team(o, group) and self.is_on_global_team(p, group)

    def is_on_global_team(self, o: Record, group: str) -> bool:
        """The owner is on the team of the group's root for a market that holds this one."""
        owner, market = self.owner(o), self.market(o)
        return owner is not None and any(
            member["person"] == owner
            and (member["market"] is None or self.within(self.markets, market, member["market"]))
            for member in self.team.get(group, [])
        )

    def duplicate_pursuit(self, o: Record, p: Record) -> bool:
        """Two open opportunities of one account for overlapping products."""
        return (
            o["id"] != p["id"]
            and self.is_open(o)
            and self.is_open(p)
            and o["account"] == p["account"]
            and self.products_overlap(self.sold(o), self.sold(p))
        )

    def cross_market_pursuit(self, o: Record, p: Record) -> bool:
        """Two markets after one group, under different owners, and nothing coordinates them."""
        group = self.root(o["account"])
        return (
            self.is_open(o)
            and self.is_open(p)
            and self.root(p["account"]) == group
            and self.market(o) != self.market(p)
            and (self.owner(o) is None or self.owner(o) != self.owner(p))
            and self.contend(group, self.sold(o), self.sold(p))
            and not self.coordinated(o, p, group)
            and not self.duplicate_pursuit(o, p)
        )

    def lead_collision(self, lead: Record, o: Record) -> bool:
        """An active lead beside a late opportunity of another market."""
        group = self.root(lead["account"])
        reached = MILESTONES.index(self.milestone(o)) >= MILESTONES.index(LEAD_MILESTONE)
        return (
            self.is_active(lead)
            and self.is_open(o)
            and self.root(o["account"]) == group
            and self.market(lead) != self.market(o)
            and reached
            and self.contend(group, [lead["product"]] if lead["product"] else [], self.sold(o))
        )

    def is_active(self, lead: Record) -> bool:
        """Created, and neither qualified nor disqualified, by the end of the day."""
        if lead["created"] > self.day:
            return False
        status = _on(self.lead_changes.get(lead["id"], []), self.instant)
        if status is not None:
            return status in ACTIVE_LEAD
        if lead["closed"] is not None:
            return bool(lead["closed"] > self.day)
        return lead["status"] in ACTIVE_LEAD

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


@dataclass(frozen=True)
class Verdict:
    """What the re-check says of one conflict: nothing where the rules give it."""

    conflict: str
    objections: tuple[str, ...]
    pairs: int


RECHECKED = ("duplicate_pursuit", "cross_market_pursuit", "lead_collision")


def recheck(world: World, conflicts: Conflicts, pair_limit: int) -> list[Verdict]:
    """Re-checks every related pair of every conflict of the kinds in RECHECKED, and that the pairs
    connect just the members."""
    pairs = _grouped(conflicts.pairs.to_pylist(), "conflict")
    members = _grouped(conflicts.members.to_pylist(), "conflict")
    verdicts = []
    for conflict in conflicts:
        if conflict["kind"] not in RECHECKED:
            continue
        its_pairs = pairs.get(conflict["id"], [])
        objections = [
            f"{pair['a_type']} {pair['a_id']} and {pair['b_type']} {pair['b_id']}: "
            "the rules do not relate them"
            for pair in its_pairs
            if not _related(world, conflict["kind"], pair)
        ]
        if len(its_pairs) < min(conflict["pairs"], pair_limit):
            objections.append(f"{conflict['pairs']} pairs, but {len(its_pairs)} were given")
        if conflict["pairs"] <= pair_limit:
            its_members = {(m["type"], m["id"]) for m in members.get(conflict["id"], [])}
            objections.extend(_connection_faults(its_members, its_pairs))
        verdicts.append(Verdict(conflict["id"], tuple(objections), len(its_pairs)))
    return verdicts


def _related(world: World, kind: str, pair: Record) -> bool:
    a, b = (pair["a_type"], pair["a_id"]), (pair["b_type"], pair["b_id"])
    if world.is_resolved(kind, ":".join(a), ":".join(b)):
        return False
    if kind == "lead_collision":
        lead, opportunity = (a, b) if a[0] == "lead" else (b, a)
        return world.lead_collision(world.leads[lead[1]], world.opportunities[opportunity[1]])
    relation: Callable[[Record, Record], bool] = getattr(world, kind)
    return relation(world.opportunities[a[1]], world.opportunities[b[1]])


def _connection_faults(members: set[tuple[str, str]], pairs: Sequence[Record]) -> list[str]:
    """A conflict is one connected component: its pairs touch just its members, and join them."""
    neighbours: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for pair in pairs:
        a, b = (pair["a_type"], pair["a_id"]), (pair["b_type"], pair["b_id"])
        neighbours[a].add(b)
        neighbours[b].add(a)
    if set(neighbours) != members:
        return ["its pairs and its members are not the same records"]
    reached, ahead = set(), [next(iter(members))]
    while ahead:
        at = ahead.pop()
        if at not in reached:
            reached.add(at)
            ahead.extend(neighbours[at])
    return [] if reached == members else ["its pairs do not connect its members"]


# --- tables as dicts --------------------------------------------------------------------------


def _on(changes: Sequence[Record], instant: dt.datetime) -> Any:
    """The value after the last change up to the instant; before the first change, what it changed
    from."""
    past = [change for change in changes if change["at"] <= instant]
    if past:
        return past[-1]["to"]
    return changes[0]["from"] if changes else None


def _by_id(ws: Workspace, table: str) -> dict[str, Record]:
    return {record["id"]: record for record in ws.table(table)}


def _by(ws: Workspace, table: str, field: str) -> dict[str, list[Record]]:
    return _grouped(ws.table(table), field)


def _grouped(records: Any, field: str) -> dict[str, list[Record]]:
    grouped: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        grouped[record[field]].append(record)
    return dict(grouped)
