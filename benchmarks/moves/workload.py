"""What every engine of the moves benchmark is asked: one process, opportunities with what they have
and lack, and moves in the order of their instants.

Written as files that programs in any language read: the tables of a workspace (`records/`), what a
program of its own would hold of each opportunity (`deals.csv`), and the moves (`moves.csv`).
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

# Without "transitions" a process has the usual ones: one step forward, any step back, and any open
# stage to lost. The exits are asked on the way forward only.
PROCESS = {
    "stages": [
        {"id": "qualify", "milestone": "qualified", "exit": {"fields": ["amount"]}},
        {
            "id": "discover",
            "milestone": "discovery",
            "exit": {"activities": [{"kind": "demo", "minimum": 2}]},
        },
        {
            "id": "propose",
            "milestone": "proposal",
            "exit": {"roles": [{"role": "key_account_manager"}]},
        },
        {
            "id": "negotiate",
            "milestone": "negotiation",
            "suppress": ["mailing"],
            "exit": {"approvals": ["legal"]},
        },
        {"id": "won", "milestone": "won"},
        {"id": "lost", "milestone": "lost"},
    ]
}
# Marketing pauses at the account alone, so that a peer which knows no groups can tell the same.
POLICY = {"suppression": "account"}

# What engines write of each move, a letter each.
LETTERS = {"-": "refused", "m": "moved", "p": "moved and pauses marketing", "c": "won a customer"}

FORWARD = ["discover", "propose", "negotiate", "won"]
OPENED = dt.date(2026, 1, 5)
FIRST_MOVE = dt.datetime(2026, 2, 2, 9, tzinfo=dt.timezone.utc)
BY = "kim"

Row = dict[str, Any]


@dataclass(frozen=True)
class Deal:
    """An opportunity as a program of its own would hold it."""

    id: str
    amount: int  # 0: not set
    demos: int
    managers: int
    approved: int
    mailings: int


@dataclass(frozen=True)
class Move:
    opportunity: str
    to: str
    at: dt.datetime
    by: str


def deals(count: int, dice: random.Random) -> list[Deal]:
    """One in twenty lacks each of the things that are asked for."""

    def mostly(value: int, less: int) -> int:
        return less if dice.random() < 0.05 else value

    return [
        Deal(
            id=f"o{number}",
            amount=mostly(1000 + number, 0),
            demos=mostly(dice.choice([2, 2, 3]), 1),
            managers=mostly(1, 0),
            approved=mostly(1, 0),
            mailings=mostly(1, 0),
        )
        for number in range(count)
    ]


def way(dice: random.Random) -> list[str]:
    """Where somebody tries to take a deal: onward, with a skip, a step back, a loss, and a try to
    go on after it now and then."""
    out = list(FORWARD)
    if dice.random() < 0.10:
        out.insert(dice.randrange(3), "won")
    if dice.random() < 0.10:
        out[2:2] = ["discover", "propose"]
    if dice.random() < 0.15:
        out = [*out[: dice.randrange(1, len(out))], "lost", *dice.choice([[], ["propose"]])]
    return out


def moves(of: list[Deal], dice: random.Random) -> Iterator[Move]:
    """Day by day; on each day the deals come in an order of their own."""
    ways = [(deal.id, way(dice)) for deal in of]
    for day in range(max((len(stages) for _, stages in ways), default=0)):
        start = FIRST_MOVE + dt.timedelta(days=day)
        today = [(key, stages[day]) for key, stages in ways if day < len(stages)]
        dice.shuffle(today)
        for number, (key, stage) in enumerate(today):
            yield Move(key, stage, start + dt.timedelta(milliseconds=number), BY)


def records(of: list[Deal], group: int) -> dict[str, list[Row]]:
    """The tables of a workspace. `group`: companies in a corporate group, every second one of them
    in another country with another seller, so that they contend."""
    out: dict[str, list[Row]] = {
        "market": [
            {"id": "se", "country": "SE", "currency": "EUR"},
            {"id": "de", "country": "DE", "currency": "EUR"},
        ],
        "person": [
            {"id": BY, "role": "key_account_manager"},
            {"id": "leo", "role": "legal"},
            {"id": "astrid", "role": "seller"},
            {"id": "claudia", "role": "seller"},
        ],
        "process": [{"id": "p", "definition": json.dumps(PROCESS)}],
    }
    for name in ("account", "team_member", "opportunity", "activity", "approval"):
        out[name] = []
    for number, deal in enumerate(of):
        account, root = f"a{number}", f"a{number - number % group}"
        market, owner = (("se", "astrid"), ("de", "claudia"))[number % group % 2]
        out["account"].append(
            {"id": account, "parent": "" if root == account else root, "market": market}
        )
        out["opportunity"].append(
            {
                "id": deal.id,
                "account": account,
                "owner": owner,
                "process": "p",
                "stage": "qualify",
                "amount": deal.amount or "",
                "opened": OPENED,
            }
        )
        at = {"account": account, "start": OPENED}
        for demo in range(deal.demos):
            done = {"opportunity": deal.id, "status": "done", "end": OPENED}
            out["activity"].append(
                {"id": f"d{number}-{demo}", "kind": "demo", "channel": "sales", **at, **done}
            )
        for mailing in range(deal.mailings):
            runs = {"opportunity": "", "status": "active", "end": ""}
            out["activity"].append(
                {"id": f"m{number}-{mailing}", "kind": "mailing", "channel": "marketing"}
                | {**at, **runs}
            )
        if deal.managers:
            out["team_member"].append(
                {"account": account, "person": BY, "role": "key_account_manager"}
            )
        if deal.approved:
            out["approval"].append(
                {"opportunity": deal.id, "role": "legal", "by": "leo", "at": f"{OPENED}T12:00:00Z"}
            )
    return out


def write(folder: Path, opportunities: int, group: int = 1, seed: int = 1) -> int:
    """Writes the files; how many moves there are."""
    dice = random.Random(seed)
    made = deals(opportunities, dice)
    asked = list(moves(made, dice))
    (folder / "records").mkdir(parents=True, exist_ok=True)
    for name, rows in records(made, group).items():
        if rows:
            write_csv(folder / "records" / f"{name}.csv", list(rows[0]), rows)
    write_csv(folder / "deals.csv", [f.name for f in fields(Deal)], map(vars, made))
    write_csv(
        folder / "moves.csv",
        [f.name for f in fields(Move)],
        ({**vars(move), "at": move.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")} for move in asked),
    )
    return len(asked)


def write_csv(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_deals(folder: Path) -> list[Deal]:
    with (folder / "deals.csv").open(encoding="utf-8", newline="") as file:
        return [
            Deal(**{name: value if name == "id" else int(value) for name, value in row.items()})
            for row in csv.DictReader(file)
        ]


def read_moves(folder: Path) -> list[Move]:
    with (folder / "moves.csv").open(encoding="utf-8", newline="") as file:
        return [
            Move(row["opportunity"], row["to"], dt.datetime.fromisoformat(row["at"]), row["by"])
            for row in csv.DictReader(file)
        ]
