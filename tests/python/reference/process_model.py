"""What domain.md 4 says of advance, written slowly and plainly: dictionaries, lists and loops.

A `World` is a random organisation: processes, accounts in a group, opportunities and what they may
need. A `Model` holds it and answers each command as the engine should.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]

MILESTONES = ["qualified", "discovery", "proposal", "negotiation", "won", "lost", "abandoned"]
CLOSED = ("won", "lost", "abandoned")
OPENED = dt.date(2026, 1, 5)
START = dt.datetime(2026, 2, 1, 9, tzinfo=dt.timezone.utc)

MARKETS = {
    "world": {"parent": None, "jurisdiction": "j1", "country": None},
    "se": {"parent": "world", "jurisdiction": None, "country": "SE"},
    "dk": {"parent": "world", "jurisdiction": "j2", "country": "DK"},
    "se-north": {"parent": "se", "jurisdiction": None, "country": None},
}
PRODUCTS = {"pumps": None, "p1": "pumps", "p2": "p1", "seals": None}
ACCOUNTS = {
    "acme": (None, "se"),
    "acme-dk": ("acme", "dk"),
    "acme-north": ("acme-dk", "se-north"),
    "solo": (None, "dk"),
}
PERSONS = {
    "anna": "seller",
    "bo": "seller",
    "maud": "sales_manager",
    "gus": "global_account_manager",
    "leo": "legal",
}
TEAM_ROLES = ["key_account_manager", "legal"]
MARKETING = ["mailing", "seminar"]
SALES = ["demo", "visit"]
PROCESS_KINDS = {"one": "new_business", "two": "renewal"}


def lineage(tree: dict[str, Any], name: str | None) -> list[str]:
    out = []
    while name is not None:
        out.append(name)
        name = tree[name]
    return out


MARKET_TREE = {name: row["parent"] for name, row in MARKETS.items()}
ACCOUNT_TREE = {name: parent for name, (parent, _) in ACCOUNTS.items()}


def of_market(name: str | None, what: str) -> str | None:
    """A market without it has its nearest ancestor's."""
    for market in lineage(MARKET_TREE, name):
        if MARKETS[market][what] is not None:
            return MARKETS[market][what]
    return None


# --- worlds ---------------------------------------------------------------------------------------


class World:
    """Random tables for a workspace."""

    def __init__(self, seed: int) -> None:
        dice = self.dice = random.Random(seed)
        self.policy = {"suppression": dice.choice(["account", "country", "group"])}
        if dice.random() < 0.3:
            self.policy["force"] = {
                "roles": dice.sample(["seller", "sales_manager", "legal"], dice.randint(1, 2)),
                "demands": dice.sample(["activity", "field", "role", "approval"], 3),
            }
        self.definitions = {name: self.definition(kind) for name, kind in PROCESS_KINDS.items()}
        self.requirements = {
            f"r{i}": {
                "jurisdiction": dice.choice(["j1", "j2"]),
                "milestone": dice.choice(MILESTONES[:5]),
                "products": dice.choice([[], [], ["pumps"], ["p1"], ["seals", "p2"]]),
            }
            for i in range(dice.randint(0, 4))
        }
        self.opportunities = {f"o{i}": self.opportunity() for i in range(4)}
        self.marketing = {
            f"m{i}": {
                "account": dice.choice(list(ACCOUNTS)),
                "kind": dice.choice(MARKETING),
                "status": dice.choice(["planned", "active", "active", "paused", "done"]),
                "end": dice.choice([None, None, START.date() + dt.timedelta(days=12)]),
            }
            for i in range(6)
        }

    def definition(self, kind: str) -> Row:
        dice = self.dice
        count = dice.randint(1, 5)
        milestones = sorted(dice.choices(range(4), k=count))
        stages = [
            {"id": f"s{i}", "milestone": MILESTONES[at], **self.demands()}
            for i, at in enumerate(milestones)
        ]
        for name in ["won", *(n for n in ("lost", "abandoned", "lost") if dice.random() < 0.6)]:
            stages.append({"id": f"c{len(stages)}", "milestone": name})
        out: Row = {"kinds": [kind], "stages": stages}
        if dice.random() < 0.6:
            out["transitions"] = self.transitions(stages, count)
        return out

    def demands(self) -> Row:
        dice = self.dice
        exit_: Row = {}
        if dice.random() < 0.4:
            kinds = dice.sample(SALES, dice.randint(1, 2))
            exit_["activities"] = [{"kind": k, "minimum": dice.randint(1, 2)} for k in kinds]
        if dice.random() < 0.3:
            exit_["fields"] = dice.sample(["buyer", "amount"], dice.randint(1, 2))
        if dice.random() < 0.3:
            minimum = dice.randint(1, 2)
            exit_["roles"] = [{"role": dice.choice(TEAM_ROLES), "minimum": minimum}]
        if dice.random() < 0.3:
            exit_["approvals"] = dice.sample(["legal", "sales_manager"], dice.randint(1, 2))
        if dice.random() < 0.3:
            exit_["requirements"] = True
        suppress = dice.choice([[], [], ["*"], ["mailing"], ["seminar", "mailing"]])
        return {
            **({"exit": exit_} if exit_ else {}),
            **({"suppress": suppress} if suppress else {}),
        }

    def transitions(self, stages: list[Row], count: int) -> list[Row]:
        """A chain through the open stages to the won one, some way to each other closed stage,
        and some more."""
        pairs = [(i, i + 1) for i in range(count)]
        pairs += [(self.dice.randrange(count), to) for to in range(count + 1, len(stages))]
        for _ in range(self.dice.randint(0, 5)):
            a, b = self.dice.randrange(len(stages)), self.dice.randrange(len(stages))
            if a != b and (a < count or b < count):  # out of a closed stage only to open again
                pairs.append((a, b))
        unique = list(dict.fromkeys(pairs))
        return [{"from": stages[a]["id"], "to": stages[b]["id"]} for a, b in unique]

    def opportunity(self) -> Row:
        dice = self.dice
        process = dice.choice(list(PROCESS_KINDS))
        stage = dice.choice(self.definitions[process]["stages"])
        return {
            "account": dice.choice(["acme", "acme-dk", "acme-north", "acme", "solo"]),
            "market": dice.choice([*MARKETS, None]),
            "process": process,
            "kind": PROCESS_KINDS[process],
            "stage": stage["id"],
            "products": dice.choice([[], ["p1"], ["p2"], ["seals", "p1"]]),
            "opened": OPENED,
            "closed": OPENED + dt.timedelta(days=9) if stage["milestone"] in CLOSED else None,
            "amount": dice.choice([None, 100]),
            "currency": "EUR",
            "buyer": dice.choice([None, "Ines"]),
        }

    def tables(self) -> dict[str, list[Row]]:
        return {
            "market": [{"id": name, **row} for name, row in MARKETS.items()],
            "product": [{"id": name, "parent": parent} for name, parent in PRODUCTS.items()],
            "account": [
                {"id": name, "parent": parent, "market": market}
                for name, (parent, market) in ACCOUNTS.items()
            ],
            "person": [{"id": name, "role": role} for name, role in PERSONS.items()],
            "process": [
                {"id": name, "definition": definition}
                for name, definition in self.definitions.items()
            ],
            "requirement": [{"id": name, **row} for name, row in self.requirements.items()],
            "opportunity": [{"id": name, **row} for name, row in self.opportunities.items()],
            "activity": [
                {"id": name, "channel": "marketing", "start": OPENED, **row}
                for name, row in self.marketing.items()
            ],
        }


# --- the model ------------------------------------------------------------------------------------


@dataclass
class Answer:
    """What advance should say; `error`: the code of what it should raise."""

    error: str = ""
    done: bool = False
    forced: bool = False
    refused: bool = False
    customer: bool = False
    missing: list[tuple[str, str, int, int]] = field(default_factory=list)
    pause: list[str] = field(default_factory=list)
    resume: list[str] = field(default_factory=list)


class Model:
    def __init__(self, world: World) -> None:
        self.world = world
        self.opportunities: dict[str, Row] = {}
        self.amounts: dict[str, list[tuple[dt.datetime, Any]]] = {}
        for name, row in world.opportunities.items():
            self.open(name, row)
        self.statuses = {name: [(None, row["status"])] for name, row in world.marketing.items()}
        self.activities: list[tuple[str, str, dt.date]] = []  # opportunity, kind, day done
        self.approvals: list[tuple[str, str, dt.datetime]] = []
        self.fulfilments: list[tuple[str, str, dt.datetime]] = []
        self.team: list[tuple[str, str, str, str | None]] = []
        self.history: list[Row] = []
        self.customer_since: dict[str, dt.date] = {}

    def open(self, name: str, row: Row) -> None:
        """A new opportunity; without a market it has its account's."""
        market = row["market"] or ACCOUNTS[row["account"]][1]
        self.opportunities[name] = {**row, "market": market}
        self.amounts[name] = [(dt.datetime.min.replace(tzinfo=dt.timezone.utc), row["amount"])]

    # What stands.
    def stages(self, name: str) -> list[Row]:
        stages: list[Row] = self.world.definitions[self.opportunities[name]["process"]]["stages"]
        return stages

    def stage(self, name: str, stage: str) -> Row:
        return next(s for s in self.stages(name) if s["id"] == stage)

    def allowed(self, name: str) -> list[tuple[str, str]]:
        definition = self.world.definitions[self.opportunities[name]["process"]]
        if "transitions" in definition:
            return [(move["from"], move["to"]) for move in definition["transitions"]]
        stages = definition["stages"]
        out = []
        for i, here in enumerate(stages):
            if here["milestone"] in CLOSED:
                continue
            for j, there in enumerate(stages):
                one_forward = j == i + 1
                back = j < i and there["milestone"] not in CLOSED
                given_up = there["milestone"] in ("lost", "abandoned")
                if one_forward or back or given_up:
                    out.append((here["id"], there["id"]))
        return out

    def missing(self, name: str, to: str, at: dt.datetime) -> list[tuple[str, str, int, int]]:
        asked = self.asked(name, to, at)
        return [item for item in asked if item[3] < item[2]]

    def asked(self, name: str, to: str, at: dt.datetime) -> list[tuple[str, str, int, int]]:
        """(kind, what, needed, present), in the order of the definition."""
        row = self.opportunities[name]
        here, there = self.stage(name, row["stage"]), self.stage(name, to)
        if (here["id"], to) not in self.allowed(name):
            return [("transition", f"{here['id']} > {to}", 1, 0)]
        order = [stage["id"] for stage in self.stages(name)]
        later = order.index(to) > order.index(here["id"])
        forward = there["milestone"] == "won" or (later and there["milestone"] not in CLOSED)
        if here["milestone"] in CLOSED or not forward:
            return []
        exit_ = here.get("exit", {})
        out = []
        for demand in exit_.get("activities", []):
            present = self.done(name, demand["kind"], at)
            out.append(("activity", demand["kind"], demand["minimum"], present))
        for what in exit_.get("fields", []):
            value = self.amount(name, at) if what == "amount" else row[what]
            out.append(("field", what, 1, int(value is not None)))
        for demand in exit_.get("roles", []):
            present = self.persons(row, demand["role"])
            out.append(("role", demand["role"], demand["minimum"], present))
        for role in exit_.get("approvals", []):
            have = [1 for o, r, when in self.approvals if (o, r) == (name, role) and when <= at]
            out.append(("approval", role, 1, min(1, len(have))))
        if exit_.get("requirements"):
            for key in sorted(self.world.requirements):
                if self.asks(self.world.requirements[key], row, there["milestone"]):
                    met = any(
                        (o, r) == (name, key) and when <= at for o, r, when in self.fulfilments
                    )
                    out.append(("requirement", key, 1, int(met)))
        return out

    def done(self, name: str, kind: str, at: dt.datetime) -> int:
        return sum(
            1 for o, k, day in self.activities if (o, k) == (name, kind) and day <= at.date()
        )

    def amount(self, name: str, at: dt.datetime) -> Any:
        return [value for when, value in self.amounts[name] if when <= at][-1]

    def persons(self, row: Row, role: str) -> int:
        accounts = lineage(ACCOUNT_TREE, row["account"])
        markets = lineage(MARKET_TREE, row["market"])
        return len(
            {
                person
                for account, person, their_role, market in self.team
                if account in accounts and their_role == role
                if market is None or market in markets
            }
        )

    @staticmethod
    def asks(requirement: Row, row: Row, milestone: str) -> bool:
        if requirement["jurisdiction"] != of_market(row["market"], "jurisdiction"):
            return False
        if MILESTONES.index(requirement["milestone"]) > MILESTONES.index(milestone):
            return False
        covered = {above for product in row["products"] for above in lineage(PRODUCTS, product)}
        return not requirement["products"] or bool(covered & set(requirement["products"]))

    # Commands.
    def advance(
        self,
        name: str,
        to: str,
        at: dt.datetime,
        by: str | None,
        force: bool,
        reason: str | None,
    ) -> Answer:
        row = self.opportunities[name]
        if by is not None and by not in PERSONS:
            return Answer("unknown_reference")
        latest = [change["at"] for change in self.history if change["opportunity"] == name]
        closed = row["closed"] is not None and at.date() < row["closed"]
        if (latest and at < max(latest)) or at.date() < row["opened"] or closed:
            return Answer("time_before_last_change")
        if to not in [stage["id"] for stage in self.stages(name)]:
            return Answer("unknown_stage")
        if force and not reason:
            return Answer("missing_value")
        out = Answer(missing=self.missing(name, to, at))
        if out.missing:
            if not force:
                return out
            policy: Any = self.world.policy.get("force", {})
            roles = policy.get("roles", ["sales_manager", "global_account_manager"])
            demands = policy.get("demands", ["activity", "field", "role", "approval"])
            may = by is not None and PERSONS[by] in roles
            if not may or any(kind not in demands for kind, *_ in out.missing):
                out.refused = True
                return out
            out.forced = True
        out.done = True
        left, entered = self.stage(name, row["stage"]), self.stage(name, to)
        self.history.append(
            {"opportunity": name, "from": left["id"], "to": to, "at": at, "by": by}
            | {"reason": reason if out.forced else None}
        )
        row["stage"] = to
        row["closed"] = at.date() if entered["milestone"] in CLOSED else None
        if entered["milestone"] == "won":
            since = self.customer_since.get(row["account"])
            if since is None or since > at.date():
                self.customer_since[row["account"]] = at.date()
                out.customer = True
        self.effects(row["account"], left, entered, at, out)
        return out

    def effects(self, account: str, left: Row, entered: Row, at: dt.datetime, out: Answer) -> None:
        for key in sorted(self.world.marketing):
            activity = self.world.marketing[key]
            kind, there = activity["kind"], activity["account"]
            over = activity["end"] is not None and activity["end"] < at.date()
            if over or not self.reaches(account, there):
                continue
            status = self.status(key, at)
            is_open = entered["milestone"] not in CLOSED
            if status in ("planned", "active") and is_open and suppresses(entered, kind):
                out.pause.append(key)
            ends = status == "paused" and suppresses(left, kind)
            if ends and not self.suppressed(there, kind, at):
                out.resume.append(key)

    def status(self, key: str, at: dt.datetime) -> str:
        changes = self.statuses[key]
        known = [status for when, status in changes[1:] if when is not None and when <= at]
        if len(changes) > 1:
            return known[-1] if known else changes[0][1]
        status, end = changes[0][1], self.world.marketing[key]["end"]
        still_runs = status == "done" and end is not None and end > at.date()
        return "active" if still_runs else status

    def reaches(self, account: str, other: str) -> bool:
        if account == other:
            return True
        if lineage(ACCOUNT_TREE, account)[-1] != lineage(ACCOUNT_TREE, other)[-1]:
            return False
        reach = self.world.policy["suppression"]
        countries = [of_market(ACCOUNTS[a][1], "country") for a in (account, other)]
        return reach == "group" or (reach == "country" and countries[0] == countries[1])

    def suppressed(self, account: str, kind: str, at: dt.datetime) -> bool:
        """Does an opportunity that is open then suppress it there? (After the move.)"""
        return any(
            suppresses(stage, kind) and self.reaches(row["account"], account)
            for name, row in self.opportunities.items()
            for stage in [self.stage(name, self.stage_then(name, at))]
            if row["opened"] <= at.date() and stage["milestone"] not in CLOSED
        )

    def stage_then(self, name: str, at: dt.datetime) -> str:
        row = self.opportunities[name]
        moves = [change for change in self.history if change["opportunity"] == name]
        before = [change["to"] for change in moves if change["at"] <= at]
        if moves:
            return str(before[-1] if before else moves[0]["from"])
        not_yet = row["closed"] is not None and row["closed"] > at.date()
        return str(self.stages(name)[0]["id"] if not_yet else row["stage"])


def suppresses(stage: Row, kind: str) -> bool:
    return any(name in ("*", kind) for name in stage.get("suppress", []))
