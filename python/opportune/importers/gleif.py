"""Companies and who consolidates whom, from GLEIF's level 1 and 2 golden copies (CSV)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

from .common import (
    ImportResult,
    Notes,
    Row,
    Rows,
    break_cycles,
    fail,
    filled,
    latest_day,
    parse_instant,
    parse_number,
    read_csv,
)

ROOT_MARKET = "WORLD"
OWNERSHIP_TYPES = ("IS_DIRECTLY_CONSOLIDATED_BY", "IS_INTERNATIONAL_BRANCH_OF")
"""The relationship types that make one account another's child."""
WITHDRAWN = ("ANNULLED", "DUPLICATE", "RETIRED")
"""Registrations of a relationship that are no evidence of ownership."""

_PREFIX = "Relationship."
_ENTITY_COLUMNS = ("lei", "legal_name", "legal_country")
_RELATIONSHIP_COLUMNS = (
    _PREFIX + "StartNode.NodeID",
    _PREFIX + "EndNode.NodeID",
    _PREFIX + "RelationshipType",
)
_FAR_FUTURE = datetime.max.replace(tzinfo=timezone.utc)


@dataclass(frozen=True)
class _Link:
    """One relationship that may make `parent` the owner of `child`."""

    child: str
    parent: str
    kind: str
    share: Decimal
    begins: datetime

    def rank(self) -> tuple[Decimal, datetime, str]:
        """The largest share first, then the earliest, then the smallest id."""
        return (-self.share, self.begins, self.parent)


class _Findings:
    """Odd cases, one row each, and their totals as notes."""

    def __init__(self) -> None:
        self.rows = Rows("kind", "account", "other", "detail", "decision")
        self.notes = Notes()

    def add(self, kind: str, account: str, other: str, detail: str, decision: str) -> None:
        self.rows.add(kind=kind, account=account, other=other, detail=detail, decision=decision)
        self.notes.count(kind, f"{_SENTENCES[kind]}: {decision}", account)


_SENTENCES = {
    "duplicate_entity": "rows repeat a LEI",
    "unusual_registration": "companies' registration is not current",
    "unusual_relationship": "relationships' registration is not current",
    "inactive_relationship": "relationships are not active, or ended",
    "unknown_company": "relationships name a company that is not among the entities",
    "own_parent": "relationships name a company as its own parent",
    "repeated_parent": "companies have the same parent through several relationships",
    "several_parents": "companies have several parents",
    "ownership_cycle": "ownership cycles",
    "missing_country": "companies have no country",
}


def read(entities_csv: str | Path, relationships_csv: str | Path) -> ImportResult:
    """Accounts with their controlling parents, and a market for each country.

    The parent is that of an active IS_DIRECTLY_CONSOLIDATED_BY or IS_INTERNATIONAL_BRANCH_OF
    relationship; among several the largest share wins, then the earliest, then the smallest LEI.
    Every odd case is a row of `findings`: kind, account, other, detail, decision.
    """
    entities = _checked(Path(entities_csv), _ENTITY_COLUMNS)
    relationships = _checked(Path(relationships_csv), _RELATIONSHIP_COLUMNS)
    findings = _Findings()
    companies = _companies(entities, findings)
    as_of = _last_update(entities, relationships)
    parents = _parents(companies, relationships, as_of, findings)

    market = Rows("id", "name", "parent", "country")
    account = Rows("id", "name", "parent", "market", "lei")
    market.add(id=ROOT_MARKET, name="World")
    for country in sorted({row["legal_country"] for row in companies.values()} - {""}):
        market.add(id=country, name=country, parent=ROOT_MARKET, country=country)
    for lei, row in companies.items():
        account.add(
            id=lei,
            name=row["legal_name"] or None,
            parent=parents.get(lei),
            market=row["legal_country"] or ROOT_MARKET,
            lei=lei,
        )
    notes = findings.notes
    ignored = sum(row[_PREFIX + "RelationshipType"] not in OWNERSHIP_TYPES for row in relationships)
    if ignored:
        notes.say(
            "other_relationships",
            f"{ignored:,} relationships say nothing of direct ownership (ultimate parents, fund "
            "managers, umbrella funds): not used",
        )
    notes.say(
        "no_history", "the registry gives the present ownership only: parents hold since ever"
    )
    return ImportResult(
        filled({"market": market, "account": account}),
        notes.all(),
        as_of,
        "EUR",
        findings.rows.columns(),
    )


def _checked(path: Path, columns: tuple[str, ...]) -> list[Row]:
    rows = read_csv(path)
    missing = [name for name in columns if rows and name not in rows[0]]
    if missing:
        raise fail(
            "missing_column", "the file lacks this column", table=path.name, column=missing[0]
        )
    return rows


def _companies(entities: list[Row], findings: _Findings) -> dict[str, Row]:
    companies: dict[str, Row] = {}
    for row in entities:
        lei = row["lei"]
        if lei in companies:
            findings.add("duplicate_entity", lei, "", row["legal_name"], "the first row counts")
            continue
        companies[lei] = row
        status = row.get("registration_status", "ISSUED")
        if status != "ISSUED":
            detail = f"registration status {status}"
            findings.add("unusual_registration", lei, "", detail, f"kept, {status.lower()}")
        if not row["legal_country"]:
            findings.add("missing_country", lei, "", row["legal_name"], "in the root market")
    return companies


def _last_update(entities: list[Row], relationships: list[Row]) -> date:
    texts = [row.get("last_update_date", "") for row in entities]
    texts += [row.get("Registration.LastUpdateDate", "") for row in relationships]
    return latest_day(parse_instant(text) for text in texts) or date(1970, 1, 1)


def _parents(
    companies: dict[str, Row], relationships: list[Row], as_of: date, findings: _Findings
) -> dict[str, str]:
    links: dict[str, list[_Link]] = defaultdict(list)
    for row in relationships:
        if row[_PREFIX + "RelationshipType"] in OWNERSHIP_TYPES:
            link = _link(row, companies, as_of, findings)
            if link:
                links[link.child].append(link)
    parents = {}
    for child in sorted(links):
        several = sorted(links[child], key=_Link.rank)
        parents[child] = several[0].parent
        _report_choice(child, several, findings)
    for cycle in break_cycles(parents):
        chain = " > ".join([*cycle, cycle[0]])
        findings.add(
            "ownership_cycle",
            cycle[0],
            cycle[1],
            chain,
            "the smallest LEI of the cycle is its root",
        )
    return parents


def _report_choice(child: str, several: list[_Link], findings: _Findings) -> None:
    chosen = several[0]
    others = sorted({link.parent for link in several} - {chosen.parent})
    for other in others:
        detail = f"shares {', '.join(f'{link.parent} {link.share}' for link in several)}"
        findings.add(
            "several_parents",
            child,
            other,
            detail,
            "the largest share wins, then the earliest, then the smallest LEI",
        )
    if not others and len(several) > 1:
        detail = ", ".join(sorted(link.kind for link in several))
        findings.add("repeated_parent", child, chosen.parent, detail, "counted once")


def _link(row: Row, companies: dict[str, Row], as_of: date, findings: _Findings) -> _Link | None:
    child, parent = row[_PREFIX + "StartNode.NodeID"], row[_PREFIX + "EndNode.NodeID"]
    kind = row[_PREFIX + "RelationshipType"]
    registration = row.get("Registration.RegistrationStatus", "PUBLISHED")
    status = row.get(_PREFIX + "RelationshipStatus", "ACTIVE")
    begins, ends = _period(row)

    def odd(finding: str, detail: str, decision: str) -> None:
        findings.add(finding, child, parent, detail, decision)

    if child not in companies or parent not in companies:
        odd("unknown_company", kind, "left out")
    elif child == parent:
        odd("own_parent", kind, "left out")
    elif status != "ACTIVE" or (ends is not None and ends.date() < as_of):
        odd("inactive_relationship", f"{kind} {status} until {ends}", "left out")
    elif registration in WITHDRAWN:
        odd("unusual_relationship", f"{kind} {registration}", "left out")
    else:
        if registration != "PUBLISHED":
            odd("unusual_relationship", f"{kind} {registration}", f"kept, {registration.lower()}")
        return _Link(child, parent, kind, _share(row), begins)
    return None


def _period(row: Row) -> tuple[datetime, datetime | None]:
    """When the relationship itself began and ended."""
    for number in range(1, 6):
        period = f"{_PREFIX}Period.{number}."
        if row.get(period + "periodType") == "RELATIONSHIP_PERIOD":
            begins = parse_instant(row[period + "startDate"])
            return begins or _FAR_FUTURE, parse_instant(row[period + "endDate"])
    return _FAR_FUTURE, None


def _share(row: Row) -> Decimal:
    """The largest percentage that the relationship states; -1 where it states none."""
    shares: list[Any] = [
        parse_number(row.get(f"{_PREFIX}Quantifiers.{number}.QuantifierAmount", ""))
        for number in range(1, 6)
    ]
    return max((share for share in shares if share is not None), default=Decimal(-1))
