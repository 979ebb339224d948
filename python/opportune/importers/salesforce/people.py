"""Persons, and the markets that their roles name."""

from __future__ import annotations

import re

from ..common import Notes, Row, Rows, break_cycles
from .files import Export, is_true

ROOT_MARKET = "All"
_LEADING_WORDS = frozenset(
    ("ceo", "cfo", "coo", "cmo", "cro", "cto", "rvp", "vp", "svp", "evp", "avp", "director", "head")
)
_ROLE_WORDS = _LEADING_WORDS | {
    *(
        "manager",
        "sales",
        "team",
        "management",
        "rep",
        "reps",
        "representative",
        "user",
        "executive",
    ),
    *("of", "the", "inside", "field", "area", "regional"),
}
_COUNTRIES = {"USA": "US", "UNITED STATES": "US", "UNITED STATES OF AMERICA": "US"}
_NAMING_FIELDS = ("OwnerId", "UserId", "CreatedById")


def region(role: str) -> str:
    """What a role's name says beside the work: "RVP West" and "West Sales" are West."""
    words = re.findall(r"[^\s,/()-]+", role)
    return " ".join(word for word in words if word.lower() not in _ROLE_WORDS)


class People:
    """Who is where. Ids that no user has get a person of that name in the root market."""

    def __init__(self, export: Export, notes: Notes) -> None:
        self.markets = Rows("id", "name", "parent", "country", "currency")
        self.persons = Rows("id", "name", "market", "role", "manager", "active")
        self._market: dict[str, str] = {}
        users = export.keyed("User")
        self._add_markets(export, users, notes)
        managers = _managers(export, users, notes)
        for key, row in users.items():
            self._add(key, row, managers.get(key))
        self._add_unknown(export, notes)

    def market(self, person: str | None) -> str:
        """The person's market; the root's where there is no such person."""
        return self._market.get(person or "", ROOT_MARKET)

    def known(self, person: str) -> str | None:
        return person if person in self._market else None

    def _add_markets(self, export: Export, users: dict[str, Row], notes: Notes) -> None:
        self.markets.add(
            id=ROOT_MARKET,
            name="All markets",
            country=_only_country(export, notes),
            currency=export.currency,
        )
        regions = sorted({region(row.get("UserRoleName", "")) for row in users.values()} - {""})
        for name in regions:
            self.markets.add(id=name, name=name, parent=ROOT_MARKET)
        if regions:
            notes.say(
                "markets",
                f"markets are the regions that user roles name ({', '.join(regions)}); an "
                "opportunity's, lead's and account's market is its owner's",
            )
        else:
            notes.say("markets", "no user role names a region: everything is in one market")

    def _add(self, key: str, row: Row, manager: str | None) -> None:
        role = row.get("UserRoleName", "")
        leads = any(
            word.lower() in _LEADING_WORDS | {"manager"} for word in re.findall(r"\w+", role)
        )
        full = f"{row.get('FirstName', '')} {row.get('LastName', '')}".strip()
        self._market[key] = region(role) or ROOT_MARKET
        self.persons.add(
            id=key,
            name=row.get("Name") or full or None,
            market=self._market[key],
            role="sales_manager" if leads else "seller",
            manager=manager,
            active=is_true(row.get("IsActive") or "true"),
        )

    def _add_unknown(self, export: Export, notes: Notes) -> None:
        objects = ("Account", "Opportunity", "OpportunityHistory", "Lead", "Task", "Event", "Quota")
        named = {
            row.get(field, "")
            for name in objects
            for row in export.rows(name)
            for field in _NAMING_FIELDS
        }
        for key in sorted(named - self._market.keys() - {""}):
            notes.count("unknown_user", "persons are known by their id only (no row in User)", key)
            self._market[key] = ROOT_MARKET
            self.persons.add(id=key, name=key, market=ROOT_MARKET, role="seller", active=True)


def _only_country(export: Export, notes: Notes) -> str | None:
    """The country of all accounts, where they have one and the same."""
    codes = set()
    for row in export.rows("Account"):
        given = (row.get("BillingCountryCode") or row.get("BillingCountry", "")).upper()
        codes.add(given if len(given) == 2 else _COUNTRIES.get(given, given))
    codes.discard("")
    country = codes.pop() if len(codes) == 1 else ""
    if len(country) != 2:
        notes.say("no_countries", "markets have no country: the accounts name none, or several")
        return None
    notes.say(
        "one_country", f"every account that names a country is in {country}: so is the root market"
    )
    return country


def _managers(export: Export, users: dict[str, Row], notes: Notes) -> dict[str, str]:
    managers = {key: row.get("ManagerId", "") for key, row in users.items()}
    managers |= {row.get("Id", ""): row.get("ManagerId", "") for row in export.rows("Manager")}
    known = {key: value for key, value in managers.items() if key in users and value in users}
    for cycle in break_cycles(known):
        notes.count("manager_cycle", "cycles of managers are broken at the smallest id", cycle[0])
    return known
