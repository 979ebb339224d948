"""Opportunities with their product lines and histories."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from ..common import Row, Rows
from .catalog import Catalog
from .files import Export, Values
from .history import History
from .people import People
from .stages import PROCESS, Stage

_KINDS = {
    "new business": "new_business",
    "new customer": "new_business",
    "renewal": "renewal",
    "existing business": "expansion",
    "existing customer": "expansion",
    "add-on business": "expansion",
    "new business / add-on": "expansion",
    "existing customer - upgrade": "expansion",
    "existing customer - replacement": "renewal",
    "existing customer - downgrade": "renewal",
    "existing customer - renewal": "renewal",
}


class Opportunities:
    """The opportunity tables, and which account bought first when."""

    def __init__(
        self,
        export: Export,
        values: Values,
        catalog: Catalog,
        people: People,
        process: dict[str, Stage],
    ) -> None:
        self.notes = values.notes
        self.values = values
        self.process = process
        self.currency = export.currency
        self.people = people
        self.kept = self._checked(export, catalog)
        self.history = History(export, values, self.kept)
        self.lines = _lines(export, values, catalog, self.kept)
        self.customers: dict[str, date] = {}
        changes = ("opportunity", "from", "to", "at", "by")
        self.tables = {
            "opportunity": Rows(
                *("id", "name", "account", "market", "owner", "process", "stage", "products"),
                *("amount", "currency", "opened", "expected_close", "closed", "source", "kind"),
            ),
            "opportunity_product": Rows("opportunity", "product", "quantity", "amount"),
            "stage_change": Rows(*changes),
            "amount_change": Rows(*changes),
            "close_date_change": Rows(*changes),
        }
        for key, row in self.kept.items():
            self._add(key, row)
            self.history.add_changes(key, self.tables, people.known)

    def account(self, opportunity: str) -> str | None:
        row = self.kept.get(opportunity)
        return row["AccountId"] if row else None

    def _checked(self, export: Export, catalog: Catalog) -> dict[str, Row]:
        """The opportunities that can be kept."""
        kept = {}
        for key, row in export.keyed("Opportunity").items():
            if row.get("AccountId", "") not in catalog.accounts:
                self.notes.count(
                    "no_account", "opportunities have no account in the export: left out", key
                )
            elif row.get("StageName", "") not in self.process:
                self.notes.count("no_stage", "opportunities have no stage: left out", key)
            else:
                kept[key] = row
        return kept

    def _opened(self, key: str, row: Row) -> date:
        """The day of creation; that of the first history row, where that is earlier."""
        created = self.values.happened(row, "CreatedDate")
        entries = self.history.of(key)
        days = [created.date()] if created else []
        if entries:
            days.append(entries[0].at.date())
        if created and entries and entries[0].at.date() < created.date():
            self.notes.count(
                "history_before_creation",
                "opportunities have history before they were created: opened at the first row",
                key,
            )
        if not days:
            close = self.values.day(row, "CloseDate", "LastModifiedDate") or date(1970, 1, 1)
            self.notes.count(
                "no_created_date",
                "opportunities have no creation date: opened at their close date",
                key,
            )
            days.append(close)
        return min(days)

    def _closed(self, key: str, row: Row, opened: date) -> date | None:
        """The day on which it entered its present stage, where that is a closed one."""
        stage = row["StageName"]
        if not self.process[stage].is_closed:
            return None
        entries = self.history.of(key)
        if entries:
            place = len(entries) - 1
            while place > 0 and entries[place - 1].stage == stage:
                place -= 1
            return entries[place].at.date()
        closed = self.values.day(row, "CloseDate") or opened
        if closed < opened:
            self.notes.count(
                "closed_before_opened",
                "opportunities' close date is before they were created: closed on that day",
                key,
            )
        return max(closed, opened)

    def _add(self, key: str, row: Row) -> None:
        opened = self._opened(key, row)
        closed = self._closed(key, row, opened)
        account, owner = row["AccountId"], self.people.known(row.get("OwnerId", ""))
        if closed and self.process[row["StageName"]].milestone == "won":
            self.customers[account] = min(closed, self.customers.get(account, closed))
        amount = self.values.amount(row, "Amount")
        lines = self.lines.get(key, {})
        self.tables["opportunity"].add(
            id=key,
            name=row.get("Name") or None,
            account=account,
            market=self.people.market(owner),
            owner=owner,
            process=PROCESS,
            stage=row["StageName"],
            products=sorted(lines) or None,
            amount=amount,
            currency=row.get("CurrencyIsoCode") or self.currency,
            opened=opened,
            expected_close=self.values.day(row, "CloseDate"),
            closed=closed,
            source=row.get("LeadSource") or None,
            kind=self._kind(row.get("Type", "")),
        )
        for product, (quantity, price) in sorted(lines.items()):
            self.tables["opportunity_product"].add(
                opportunity=key, product=product, quantity=quantity, amount=price
            )
        if lines and sum(price for _, price in lines.values()) != amount:
            self.notes.count("line_sum", "opportunities' lines do not sum to their amount", key)

    def _kind(self, text: str) -> str | None:
        kind = _KINDS.get(text.lower())
        if text and kind is None:
            self.notes.count("kind", f"opportunities are of type '{text}': kind left empty")
        return kind


def _lines(
    export: Export, values: Values, catalog: Catalog, kept: dict[str, Row]
) -> dict[str, dict[str, tuple[Decimal, Decimal]]]:
    """Opportunity -> product -> (quantity, amount); lines of the same product are added up."""
    lines: dict[str, dict[str, tuple[Decimal, Decimal]]] = defaultdict(dict)
    for row in export.rows("OpportunityLineItem"):
        key, product = row.get("OpportunityId", ""), catalog.product_of(row)
        if key not in kept or product is None:
            values.notes.count(
                "line_left_out",
                "opportunity lines name no product or no opportunity that is kept: left out",
                row.get("Id", ""),
            )
            continue
        quantity, amount = lines[key].get(product, (Decimal(0), Decimal(0)))
        lines[key][product] = (
            quantity + (values.number(row, "Quantity") or 0),
            amount + (values.amount(row, "TotalPrice") or 0),
        )
    return dict(lines)
