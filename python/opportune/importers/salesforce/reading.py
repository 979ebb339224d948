"""One export, read as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..common import ImportResult, Notes, Rows, filled
from .catalog import Catalog
from .engagement import Engagement
from .files import Export, Values
from .opportunities import Opportunities
from .people import People
from .stages import PROCESS, definition, stages

# What no export of these objects can tell.
_NOT_IN_THE_EXPORT = (
    (
        "owner_changes",
        "owner changes are not in OpportunityHistory: owners have their present value",
    ),
    ("no_teams", "account teams, agreements and campaigns are not read: nothing is coordinated"),
    (
        "ownership_history",
        "accounts' parents and markets have their present value: no history of them is exported",
    ),
    (
        "customer_since",
        "an account is a customer from its first won opportunity in the export on; what it bought "
        "before is not known",
    ),
    (
        "lead_history",
        "lead statuses have no history: a lead that ended unconverted counts as never active",
    ),
)


def read(directory: str | Path) -> ImportResult:
    """Reads a folder of CSV files; docs/importing.md has the rules.

    `as_of` is the last day on which a record was created or changed its stage. InputError where the
    folder or its Opportunity.csv is not there, or a file is not CSV in UTF-8.
    """
    notes = Notes()
    export = Export(Path(directory), notes)
    values = Values(notes)
    process = stages(export, notes)
    people = People(export, notes)
    catalog = Catalog(export, values, people)
    opportunities = Opportunities(export, values, catalog, people, process)
    engagement = Engagement(export, values, catalog, people, opportunities)
    _note_gaps(export, notes)

    process_table = Rows("id", "name", "definition")
    process_table.add(id=PROCESS, name="Salesforce", definition=definition(process))
    tables = {
        "market": people.markets,
        "person": people.persons,
        "account": catalog.account_table(opportunities.customers),
        "product": catalog.products,
        "process": process_table,
        **opportunities.tables,
        **engagement.tables,
    }
    as_of = values.latest or date(1970, 1, 1)
    return ImportResult(filled(tables), notes.all(), as_of, export.currency)


def _note_gaps(export: Export, notes: Notes) -> None:
    if not export.currencies:
        notes.say("currency", f"no currency is named: amounts are taken as {export.currency}")
    elif len(export.currencies) > 1:
        notes.say(
            "currencies",
            f"amounts are in {', '.join(export.currencies)}: load fx_rates to {export.currency} "
            "with them, the organisation's own rates are not read",
        )
    for code, text in _NOT_IN_THE_EXPORT:
        notes.say(code, text)
