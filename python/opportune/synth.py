"""A generated sales organisation, to try things on and to test with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from opportune import _opportune
from opportune.table import Table


class Organisation(Mapping[str, Table]):
    """The tables of an organisation by name (``ws.load(**organisation)``), and what was planted
    in it. Everything in it is invented."""

    def __init__(self, tables: dict[str, Table], planted: Table, until: dt.date) -> None:
        self._tables = tables
        self._planted = planted
        self._until = until

    @property
    def tables(self) -> dict[str, Table]:
        """The tables by name."""
        return dict(self._tables)

    @property
    def planted(self) -> Table:
        """The conflicts that were planted: kind, as_of, group, members ("type:id"), note. The
        members are in one conflict of that kind as of that day."""
        return self._planted

    @property
    def until(self) -> dt.date:
        """The organisation's "today": nothing in its histories is later."""
        return self._until

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        rows = ", ".join(f"{name} {len(table):,}" for name, table in self._tables.items())
        return f"Organisation(until {self._until}, planted {len(self._planted)}: {rows})"


def organisation(
    seed: int = 1,
    opportunities: int = 10_000,
    *,
    until: dt.date | str | None = None,
    plant: bool = True,
    planted_share: float = 0.0004,
    accounts: int = 0,
    largest_group: int = 0,
) -> Organisation:
    """Makes a worldwide sales organisation: markets in a tree, corporate groups with subsidiaries,
    products, people, teams, processes, and three years of leads, activities and opportunities with
    their histories. The same seed and options give the same tables on every machine.

    :param until: the organisation's "today"; three years lie before it.
    :param plant: whether conflicts of every kind are planted (from 60 opportunities on).
    :param planted_share: planted conflicts of each kind, as a share of the opportunities.
    :param accounts: number of accounts; 0: one for every five opportunities.
    :param largest_group: if not 0, the first corporate group has so many opportunities.
    """
    for argument, number in (
        ("seed", seed),
        ("opportunities", opportunities),
        ("accounts", accounts),
        ("largest_group", largest_group),
    ):
        if not isinstance(number, int) or isinstance(number, bool):
            raise TypeError(f"{argument}: expected an int, not {type(number).__name__}")
        if not 0 <= number < 2**63:
            raise ValueError(f"{argument}: expected 0 or more, not {number}")
    tables, planted, until_day = _opportune.organisation(
        seed,
        opportunities,
        None if until is None else str(until)[:10],
        plant,
        planted_share,
        accounts,
        largest_group,
    )
    return Organisation({t.name: Table(t) for t in tables}, Table(planted), until_day)
