"""Leads, activities and quotas."""

from __future__ import annotations

from datetime import date

from ..common import Row, Rows
from .catalog import Catalog
from .files import Export, Values, is_true
from .opportunities import Opportunities
from .people import People

# By the first word of Salesforce's usual statuses ("Open - Not Contacted", "Closed - Converted").
_LEAD_STATUS = {
    "new": "new",
    "open": "new",
    "draft": "new",
    "unread": "new",
    "working": "working",
    "contacted": "working",
    "submitted": "working",
    "pending": "working",
    "approved": "working",
    "nurturing": "nurturing",
    "qualified": "qualified",
    "converted": "qualified",
    "rejected": "disqualified",
    "archived": "disqualified",
    "unqualified": "disqualified",
    "disqualified": "disqualified",
    "closed": "disqualified",
}
_TASK_STATUS = {
    "completed": "done",
    "in progress": "active",
    "on hold": "paused",
    "deferred": "paused",
    "waiting on someone else": "paused",
}


class Engagement:
    """The tables lead, activity and goal."""

    def __init__(
        self,
        export: Export,
        values: Values,
        catalog: Catalog,
        people: People,
        opportunities: Opportunities,
    ) -> None:
        self.notes = values.notes
        self.values = values
        self.catalog = catalog
        self.people = people
        self.opportunities = opportunities
        self.tables = {
            "lead": Rows(
                *("id", "name", "account", "market", "owner", "status", "source", "created"),
                *("closed", "opportunity"),
            ),
            "activity": Rows(
                *("id", "name", "kind", "channel", "account", "market", "opportunity", "lead"),
                *("status", "start", "end", "owner"),
            ),
            "goal": Rows("id", "name", "metric", "market", "period", "target", "sales_owner"),
        }
        self.lead_accounts: dict[str, str] = {}
        for key, row in export.keyed("Lead").items():
            self._add_lead(key, row)
        for name in ("Task", "Event"):
            for row in export.keyed(name).values():
                values.happened(row, "CreatedDate")
        for name in ("Task", "Event"):
            for key, row in export.keyed(name).items():
                self._add_activity(name, key, row)
        for key, row in export.keyed("Quota").items():
            self._add_goal(key, row)

    def _add_lead(self, key: str, row: Row) -> None:
        converted = row.get("ConvertedAccountId", "")
        account = converted if converted in self.catalog.accounts else None
        account = account or self.catalog.account_named(row.get("Company", ""))
        created = self.values.happened(row, "CreatedDate", "ConvertedDate", "LastModifiedDate")
        if account is None:
            self.notes.count(
                "lead_without_account",
                "leads have no account (neither converted nor the exact name of one): left out",
                key,
            )
            return
        if created is None:
            self.notes.count("lead_without_date", "leads have no date at all: left out", key)
            return
        if not row.get("CreatedDate"):
            self.notes.count(
                "lead_created", "leads have no creation date: that of conversion or last change"
            )
        opened, owner = created.date(), self.people.known(row.get("OwnerId", ""))
        closed = self.values.day(row, "ConvertedDate")
        if closed and closed < opened:
            self.notes.count(
                "lead_closed", "leads were converted before created: closed that day", key
            )
            closed = opened
        opportunity = row.get("ConvertedOpportunityId", "")
        name = row.get("Name") or f"{row.get('FirstName', '')} {row.get('LastName', '')}".strip()
        self.lead_accounts[key] = account
        self.tables["lead"].add(
            id=key,
            name=name or None,
            account=account,
            market=self.people.market(owner),
            owner=owner,
            status=self._lead_status(row),
            source=row.get("LeadSource") or None,
            created=opened,
            closed=closed,
            opportunity=opportunity if self.opportunities.account(opportunity) else None,
        )

    def _lead_status(self, row: Row) -> str:
        if is_true(row.get("IsConverted", "")):
            return "qualified"
        words = row.get("Status", "").lower().split()
        status = _LEAD_STATUS.get(words[0] if words else "", "")
        if not status:
            self.notes.count(
                "lead_status", "leads have an unusual status: read as new", row.get("Status", "")
            )
        return status or "new"

    def _add_activity(self, source: str, key: str, row: Row) -> None:
        what, who = row.get("WhatId", ""), row.get("WhoId", "")
        opportunity = self.opportunities.account(what)
        account = opportunity or row.get("AccountId") or what
        if account not in self.catalog.accounts:
            account = self.lead_accounts.get(who, "")
        if not account:
            self.notes.count(
                "activity_without_account",
                "tasks and events concern no account, opportunity or lead that is kept: left out",
                key,
            )
            return
        owner = self.people.known(row.get("OwnerId", ""))
        due = self.values.day(row, "ActivityDate", "ActivityDateTime")
        start = self.values.day(row, "CreatedDate") if source == "Task" else due
        if start and due and due < start:
            self.notes.count(
                "due_before_created", "tasks were due before created: both on the due day"
            )
            start = due
        self.tables["activity"].add(
            id=key,
            name=row.get("Subject") or None,
            kind=(row.get("TaskSubtype") or row.get("EventSubtype") or source).lower(),
            channel="sales",
            account=account,
            market=self.people.market(owner),
            opportunity=what if opportunity else None,
            lead=who if who in self.lead_accounts else None,
            status=self._activity_status(source, row, due),
            start=start,
            end=due,
            owner=owner,
        )

    def _activity_status(self, source: str, row: Row, due: date | None) -> str:
        """Events have no status: those up to the last known day are done."""
        if source == "Task":
            return _TASK_STATUS.get(row.get("Status", "").lower(), "planned")
        latest = self.values.latest
        return "done" if due and latest and due <= latest else "planned"

    def _add_goal(self, key: str, row: Row) -> None:
        target, start = self.values.number(row, "QuotaAmount"), self.values.day(row, "StartDate")
        person = self.people.known(row.get("UserId", "") or row.get("QuotaOwnerId", ""))
        if target is None or start is None:
            self.notes.count("quota_left_out", "quotas lack an amount or a month: left out", key)
            return
        self.tables["goal"].add(
            id=key,
            name=f"Quota {start:%Y-%m}",
            metric="won_amount",
            market=self.people.market(person),
            period=f"{start:%Y-%m}",
            target=target,
            sales_owner=person,
        )
