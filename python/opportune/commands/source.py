"""What the commands read: a generated organisation, a CRM's export or a directory of tables."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from opportune import synth
from opportune.errors import InputError, Issue
from opportune.importers import ImportResult, mapping, salesforce
from opportune.load_report import LoadReport
from opportune.table import Table
from opportune.workspace import OnError, Workspace, memory

DEMO = "demo"
DEMO_OPPORTUNITIES = 20_000

_EVENT_FIELDS = {
    "opportunity": ("opened", "closed"),
    "lead": ("created", "closed"),
    "stage_change": ("at",),
    "lead_change": ("at",),
    "owner_change": ("at",),
    "amount_change": ("at",),
    "close_date_change": ("at",),
}


def configure_source(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command that reads records."""
    parser.add_argument(
        "source",
        help="a directory with one CSV file per table, a Salesforce export, an export with a "
        "mapping.json, or the word demo: a generated organisation",
    )
    parser.add_argument("--mapping", metavar="FILE", help="the mapping file for the source")


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command that reads records and asks them something."""
    configure_source(parser)
    parser.add_argument(
        "--as-of",
        metavar="D",
        help="a date (its end) or an instant (default: the last day in the data)",
    )


def configure_kinds(parser: argparse.ArgumentParser) -> None:
    """The argument that keeps to kinds of conflicts."""
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="K",
        help="only this kind; may be given several times",
    )


def configure_groups(parser: argparse.ArgumentParser) -> None:
    """The argument that keeps to corporate groups."""
    parser.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="ACCOUNT",
        help="only in this account's corporate group; may be given several times",
    )


def configure_period(parser: argparse.ArgumentParser) -> None:
    """The arguments of commands that look back over a period."""
    configure_source(parser)
    parser.add_argument(
        "--from", dest="first", required=True, metavar="D", help="the first day of the period"
    )
    parser.add_argument(
        "--to", dest="last", metavar="D", help="the last (default: the last day in the data)"
    )


@dataclass
class Loaded:
    """A workspace with records in it, and what there is to say about them."""

    ws: Workspace
    report: LoadReport
    as_of: dt.date
    """The last day that the data knows."""
    what: str
    notes: Sequence[object] = ()
    planted: Table | None = None


def generated(opportunities: int = DEMO_OPPORTUNITIES, seed: int = 1) -> Loaded:
    """The generated organisation."""
    organisation = synth.organisation(seed=seed, opportunities=opportunities)
    ws = memory()
    report = ws.load(organisation, progress=True)
    what = f"a generated organisation (seed {seed})"
    return Loaded(ws, report, organisation.until, what, planted=organisation.planted)


def opened(
    source: str,
    mapping_file: str | None = None,
    currency: str | None = None,
    quarantine: bool = False,
) -> Loaded:
    """Reads `demo`, a Salesforce export, any export with a mapping file, or a directory with one
    CSV file per table."""
    path = Path(source)
    if source == DEMO and not path.exists():
        return generated()
    if not path.is_dir():
        raise _refused(source, "there is no such directory")
    imported = imported_from(path, mapping_file)
    if imported is None:
        ws = memory(reporting_currency=currency or "EUR")
        report = ws.load_csv(path, progress=True, on_error=_on_error(quarantine))
        return Loaded(ws, report, last_day(ws), f"the tables in {path.name}")
    ws = memory(reporting_currency=currency or imported.reporting_currency)
    report = ws.load(imported.tables, progress=True, on_error=_on_error(quarantine))
    return Loaded(ws, report, imported.as_of, f"the export in {path.name}", imported.notes)


def imported_from(path: Path, mapping_file: str | None) -> ImportResult | None:
    """What the importer that knows this kind of export makes of it; None for plain tables."""
    if mapping_file is not None:
        return mapping.read(path, mapping_file)
    if (path / "mapping.json").is_file():
        return mapping.read(path, path / "mapping.json")
    if is_salesforce(path):
        return salesforce.read(path)
    return None


def is_salesforce(path: Path) -> bool:
    """Whether there is an Opportunity.csv with Salesforce's columns."""
    # The name is compared as it is written: opportunity.csv is a table of our own.
    if "Opportunity.csv" not in os.listdir(path):
        return False
    with (path / "Opportunity.csv").open(encoding="utf-8-sig", errors="replace") as file:
        return "StageName" in file.readline()


def last_day(ws: Workspace) -> dt.date:
    """The last day on which something happened, and never later than today."""
    today = dt.datetime.now(dt.timezone.utc).date()
    days = [today] if not any(ws.tables().values()) else []
    for table, columns in _EVENT_FIELDS.items():
        records = ws.table(table)
        for column in columns:
            for value in records[column]:
                if value is not None:
                    days.append(value.date() if isinstance(value, dt.datetime) else value)
    return min(max(days, default=today), today)


def as_of_argument(text: str | None, loaded: Loaded) -> dt.date | str:
    """The day that was asked for, or else the last that the data knows."""
    if text is None:
        print(f"As of {loaded.as_of}, the last day in the data.", file=sys.stderr)
        return loaded.as_of
    return text


def _on_error(quarantine: bool) -> OnError:
    return "quarantine" if quarantine else "fail"


def _refused(source: str, reason: str) -> InputError:
    return InputError.of(Issue("unknown_source", "", None, "source", source, reason))
