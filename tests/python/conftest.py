"""What the Python tests share: a small organisation that two offices step on each other in."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import opportune as opp

# So that tests find `reference`, the slow second implementation beside them.
sys.path.insert(0, str(Path(__file__).parent))

Columns = dict[str, list[Any]]

AS_OF = dt.date(2026, 3, 31)


def records() -> dict[str, Columns]:
    """Acme's group is pursued from Sweden and from Germany for overlapping products, and Acme
    itself twice from Sweden; a German lead meets a Swedish negotiation. Birch is left in peace."""
    return {
        "market": {
            "id": ["world", "SE", "DE"],
            "parent": [None, "world", "world"],
            "country": [None, "SE", "DE"],
            "currency": [None, "SEK", "EUR"],
        },
        "product": {
            "id": ["pumps", "P1", "valves"],
            "parent": [None, "pumps", None],
        },
        "person": {"id": ["anna", "bjorn", "carla"], "market": ["SE", "SE", "DE"]},
        "account": {
            "id": ["acme", "acme-de", "birch"],
            "name": ["Acme", "Acme Deutschland", "Birch & Söhne"],
            "parent": [None, "acme", None],
            "market": ["SE", "DE", "SE"],
            "customer_since": [dt.date(2020, 1, 1), None, None],
        },
        "opportunity": {
            "id": ["o1", "o2", "o3", "o4"],
            "account": ["acme", "acme", "acme-de", "birch"],
            "owner": ["anna", "bjorn", "carla", "anna"],
            "stage": ["negotiation", "proposal", "discovery", "qualified"],
            "products": [["P1"], ["pumps"], ["P1"], ["valves"]],
            "amount": [Decimal("1000.50"), Decimal("2000.00"), Decimal("300.25"), None],
            "opened": [
                dt.date(2026, 1, 10),
                dt.date(2026, 2, 1),
                dt.date(2026, 3, 1),
                dt.date(2026, 3, 2),
            ],
            "expected_close": [dt.date(2026, 6, 30)] * 4,
        },
        "stage_change": {
            "opportunity": ["o1", "o1"],
            "from": ["qualified", "proposal"],
            "to": ["proposal", "negotiation"],
            "at": [
                dt.datetime(2026, 1, 20, 8, 30, tzinfo=dt.timezone.utc),
                dt.datetime(2026, 2, 20, 9, 0, 0, 250_000, tzinfo=dt.timezone.utc),
            ],
        },
        "lead": {
            "id": ["l1"],
            "account": ["acme-de"],
            "product": ["P1"],
            "status": ["working"],
            "created": [dt.date(2026, 3, 5)],
        },
        "fx_rates": {
            "date": [dt.date(2025, 12, 31)],
            "currency": ["SEK"],
            "rate": [0.0875],
        },
    }


@pytest.fixture
def tables() -> dict[str, Columns]:
    return records()


@pytest.fixture
def ws(tables: dict[str, Columns]) -> opp.Workspace:
    workspace = opp.memory()
    workspace.load(tables)
    return workspace
