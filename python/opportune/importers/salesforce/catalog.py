"""Accounts and products."""

from __future__ import annotations

from collections.abc import Mapping

from ..common import Notes, Row, Rows, break_cycles
from .files import Export, Values, is_true
from .people import People

_STANDARD = "Standard Price Book"


class Catalog:
    """The account and product tables, and what is in them."""

    def __init__(self, export: Export, values: Values, people: People) -> None:
        self.accounts = export.keyed("Account")
        self.parents = _parents(self.accounts, values.notes)
        self.products = Rows("id", "name", "parent", "unit_price", "currency")
        self._entries = export.keyed("PricebookEntry")
        self._known = export.keyed("Product2")
        self._people = people
        self._currency = export.currency
        self._add_products(values)
        self._by_name: dict[str, str | None] = {}
        for key, row in self.accounts.items():
            name = row.get("Name", "").casefold()
            self._by_name[name] = None if name in self._by_name else key

    def account_named(self, name: str) -> str | None:
        """The one account of that name; None where there is none, or several."""
        return self._by_name.get(name.strip().casefold()) if name.strip() else None

    def product_of(self, line: Row) -> str | None:
        """The product of an opportunity's line, directly or through its price book entry."""
        entry = self._entries.get(line.get("PricebookEntryId", ""), {})
        product = line.get("Product2Id") or entry.get("Product2Id", "")
        return product if product in self._known else None

    def account_table(self, customers: Mapping[str, object]) -> Rows:
        """`customers`: account -> the first day on which it bought."""
        table = Rows(
            "id", "name", "parent", "market", "customer_since", "segment", "owner", "domain"
        )
        for key, row in self.accounts.items():
            owner = self._people.known(row.get("OwnerId", ""))
            table.add(
                id=key,
                name=row.get("Name") or None,
                parent=self.parents.get(key),
                market=self._people.market(owner),
                customer_since=customers.get(key),
                segment=row.get("Industry") or None,
                owner=owner,
                domain=_domain(row.get("Website", "")),
            )
        return table

    def _add_products(self, values: Values) -> None:
        families = sorted({row.get("Family", "") for row in self._known.values()} - {""})
        for family in families:
            self.products.add(id=_family_id(family), name=family)
        prices = self._prices(values)
        for key, row in self._known.items():
            family = row.get("Family", "")
            self.products.add(
                id=key,
                name=row.get("Name") or None,
                parent=_family_id(family) if family else None,
                unit_price=prices.get(key),
                currency=self._currency if key in prices else None,
            )

    def _prices(self, values: Values) -> dict[str, object]:
        """List prices: of the standard price book, else of the first entry in order of ids."""
        prices: dict[str, object] = {}
        by_book = sorted(
            self._entries.items(), key=lambda item: (not _is_standard(item[1]), item[0])
        )
        for _, row in by_book:
            price = values.amount(row, "UnitPrice")
            if price is not None:
                prices.setdefault(row.get("Product2Id", ""), price)
        return prices


def _is_standard(row: Row) -> bool:
    return row.get("Pricebook2.Name") == _STANDARD or is_true(row.get("IsStandard", ""))


def _family_id(family: str) -> str:
    return f"family:{family}"


def _domain(website: str) -> str | None:
    host = website.lower().removeprefix("https://").removeprefix("http://").split("/")[0]
    return host.removeprefix("www.").split(":")[0] or None


def _parents(accounts: dict[str, Row], notes: Notes) -> dict[str, str]:
    parents = {}
    for key, row in accounts.items():
        parent = row.get("ParentId", "")
        if parent and parent not in accounts:
            notes.count(
                "unknown_parent", "accounts' parents are not in the export: left as roots", key
            )
        elif parent:
            parents[key] = parent
    if not parents:
        notes.say("no_hierarchy", "no account has a parent: every account is its own group")
    for cycle in break_cycles(parents):
        notes.count("ownership_cycle", "ownership cycles are broken at the smallest id", cycle[0])
    return parents
