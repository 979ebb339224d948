"""The drafts that are asked about, the same for all engines.

Two draws: "any_group", a group drawn at random, then one of its accounts (what the median customer
meets), and "any_opportunity", the account of an open opportunity drawn at random (large groups come
as often as they are sold to). Market and owner are the account's in half of the drafts; in the
others a colleague makes it, mostly of another market, which is what conflicts come from. One draft
in ten names no product; those of the second draw name the agreement that the opportunity names.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import pyarrow as pa


@dataclass(frozen=True)
class Draft:
    """Ids; None: not set."""

    account: str
    market: str
    owner: str | None
    agreement: str | None
    product: str | None

    def record(self) -> dict[str, object]:
        """As `Workspace.check` takes it."""
        return {
            "account": self.account,
            "market": self.market,
            "owner": self.owner,
            "agreement": self.agreement,
            "products": [self.product] if self.product else [],
        }


DRAWS = ("any_group", "any_opportunity")
COLUMNS = [field.name for field in fields(Draft)]


def draw(
    tables: Mapping[str, pa.Table],
    root_of: Mapping[str, str],
    pursuits: Sequence[tuple[str, str | None]],
    count: int,
) -> dict[str, list[Draft]]:
    """`root_of`: each account's group. `pursuits`: account and agreement of what is open."""
    dice = random.Random(7)
    accounts, people = tables["account"], tables["person"]
    row_of = {key: row for row, key in enumerate(accounts["id"].to_pylist())}
    products = tables["product"]["id"].to_pylist()
    groups: dict[str, list[str]] = defaultdict(list)
    for account in sorted(root_of):
        groups[root_of[account]].append(account)
    roots = sorted(groups)

    def at(account: str, agreement: str | None) -> Draft:
        row, of = row_of[account], accounts
        if dice.random() < 0.5:
            row, of = dice.randrange(people.num_rows), people
        owner = of["owner"][row] if of is accounts else of["id"][row]
        market = of["market"][row].as_py() or accounts["market"][row_of[account]].as_py()
        product = dice.choice(products) if dice.random() < 0.9 else None
        return Draft(account, market, owner.as_py(), agreement, product)

    return {
        "any_group": [at(dice.choice(groups[dice.choice(roots)]), None) for _ in range(count)],
        "any_opportunity": [at(*dice.choice(pursuits)) for _ in range(count)],
    }


def write(path: Path, rows: Iterator[Sequence[object]]) -> None:
    """Without quotes, which no id needs; None is empty."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def write_drafts(folder: Path, draw: str, drafts: Sequence[Draft]) -> None:
    write(folder / f"drafts-{draw}.csv", map(astuple, drafts))


def read_drafts(folder: Path, draw: str) -> list[Draft]:
    with (folder / f"drafts-{draw}.csv").open(newline="", encoding="utf-8") as file:
        return [
            Draft(**{name: cell or None for name, cell in row.items()})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        ]
