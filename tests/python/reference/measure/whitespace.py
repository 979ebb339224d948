"""Where a group buys what, and where nobody has asked."""

from __future__ import annotations

from collections.abc import Iterator

from ..kinds.view import View
from ..records import Organisation, Row
from .cells import Cells, opportunities
from .dimensions import Dimensions, in_order
from .outcomes import outcome
from .query import Query

PRODUCTS = ("product", "family")
USUAL = ("group", "market", "family")


def whitespace(organisation: Organisation, query: Query) -> list[Row]:
    query = query.but(by=tuple(query.by) or USUAL)
    # Everything below a product counts to it.
    query = query.but(rollup=["product"] if "product" in query.by else [])
    return Map(View(organisation, query.as_of), query).rows()


class Map:
    def __init__(self, view: View, query: Query) -> None:
        self.view = view
        self.query = query
        cells = Cells(Dimensions(view), query)
        there = [row for row in view.organisation.rows("opportunity") if row["opened"] <= view.day]
        of_places = {name: query.where[name] for name in query.where if name not in PRODUCTS}
        kept = Cells(Dimensions(view), query.but(where=of_places)).kept
        self._there = [row for row in there if kept(row)]
        won = [row for row in there if outcome(view, row) == "won"]
        self._sold = opportunities(cells, won)
        self._open = opportunities(cells, [row for row in there if view.is_open(row)])
        self._agreements = [
            row for row in view.organisation.rows("agreement") if view.is_valid(row)
        ]

    def rows(self) -> list[Row]:
        cells = {
            (group, *place, product)
            for group, place in self._places()
            for product in self._products()
        }
        return [
            self._row(dict(zip(self.query.by, cell, strict=True)))
            for cell in sorted(cells, key=in_order(self.query.by))
        ]

    def _accounts(self) -> Iterator[Row]:
        for account in self.view.organisation.rows("account"):
            group, above = self.view.group(account["id"]), self._above(account)
            if (
                self._is_asked("group", [group])
                and self._is_asked("account", above)
                and self._is_asked("market", self.view.upwards("market", account.get("market")))
            ):
                yield account

    def _above(self, account: Row) -> list[str]:
        path, key = [], account["id"]
        while key is not None:
            path.append(key)
            key = self.view.parent(key, self.view.day)
        return path

    def _is_asked(self, name: str, values: list[str]) -> bool:
        return name not in self.query.where or bool(set(values) & set(self.query.where[name]))

    def _places(self) -> set[tuple[str, tuple[str | None, ...]]]:
        """Group and market, group and account, or the group alone: where it has accounts, or where
        it has opportunities."""
        of_accounts = [(row["id"], row.get("market")) for row in self._accounts()]
        of_opportunities = [(row["account"], row["market"]) for row in self._there]
        found = set()
        for account, market in [*of_accounts, *of_opportunities]:
            place = {"account": account, "market": market}
            named = tuple(place[name] for name in self.query.by if name in place)
            found.add((self.view.group(account), named))
        return found

    def _products(self) -> set[str]:
        """Or families."""
        found = set()
        for row in self.view.organisation.rows("product"):
            path = self.view.upwards("product", row["id"])
            if self._is_asked("product", path) and self._is_asked("family", path[-1:]):
                found.add(path[-1] if "family" in self.query.by else row["id"])
        return found

    def _row(self, cell: Row) -> Row:
        key = tuple(cell.values())
        sold, still_open = (counted.get(key, []) for counted in (self._sold, self._open))
        agreements = [
            row for row in self._agreements if self._covers(row, cell) and self._names(row, cell)
        ]
        return {
            **cell,
            "status": (
                "sold"
                if sold
                else "open"
                if still_open
                else "covered"
                if agreements
                else "untouched"
            ),
            "sold_minor": sum(amount for _, (amount,) in sold),
            "open_minor": sum(amount for _, (amount,) in still_open),
            "currency": self.view.organisation.reporting_currency,
            "agreements": len(agreements),
        }

    def _covers(self, agreement: Row, cell: Row) -> bool:
        """Any account there?"""
        return any(
            self.view.group(account["id"]) == cell["group"]
            and cell.get("market", account.get("market")) == account.get("market")
            and cell.get("account", account["id"]) == account["id"]
            and agreement["account"] in self._above(account)
            and self.view.holds_market(agreement["markets"], account.get("market"))
            for account in self._accounts()
        )

    def _names(self, agreement: Row, cell: Row) -> bool:
        """The product, one above or one below it, or none."""
        product = cell["product"] if "product" in cell else cell["family"]
        return self.view.products_overlap(agreement["products"], [product])
