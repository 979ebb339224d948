"""`opportune import`: reads a CRM's export, writes one CSV file per table."""

from __future__ import annotations

import argparse
from pathlib import Path

from opportune.commands import console, source
from opportune.workspace import table_names

HELP = "read a CRM's export, write one CSV file per table"
REJECTED = "rejected"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        help="a Salesforce export, an export with a mapping.json, or a directory of tables",
    )
    parser.add_argument("--to", required=True, metavar="DIR", help="where the tables are written")
    parser.add_argument("--mapping", metavar="FILE", help="the mapping file for the source")
    parser.add_argument(
        "--rejected",
        metavar="FILE",
        help="load what is sound, and write the rows "
        "that are not, with their reasons, to this CSV file; without it, any bad "
        "row refuses the import",
    )


def run(arguments: argparse.Namespace) -> int:
    loaded = source.opened(
        arguments.source, arguments.mapping, quarantine=arguments.rejected is not None
    )
    target = Path(arguments.to)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in table_names():
        table = loaded.ws.table(name)
        if table:
            table.to_csv(target / f"{name}.csv")
            written.append({"table": name, "rows": len(table)})
    console.heading(f"Imported {loaded.what} (as of {loaded.as_of})")
    console.show_records(written)
    for note in [*loaded.notes, *loaded.report.notices]:
        console.say(f"- {note}", indent="  ")
    if arguments.rejected is not None and loaded.report.quarantine is not None:
        loaded.report.quarantine.to_csv(arguments.rejected)
        console.say(f"{len(loaded.report.quarantine):,} rows were rejected.")
    return 0
