"""`opportune conflicts`: who is stepping on whom."""

from __future__ import annotations

import argparse

from opportune.commands import console, source

HELP = "list the conflicts, the worst first"


def configure(parser: argparse.ArgumentParser) -> None:
    source.configure(parser)
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="K",
        help="only this kind; may be given several times",
    )
    parser.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="ACCOUNT",
        help="only in this account's corporate group; may be given several times",
    )
    parser.add_argument(
        "--rows", type=int, default=20, metavar="N", help="how many are shown (default %(default)s)"
    )
    parser.add_argument("--csv", metavar="FILE", help="write them all to a CSV file")


def run(arguments: argparse.Namespace) -> int:
    loaded = source.opened(arguments.source, arguments.mapping)
    conflicts = loaded.ws.conflicts(
        as_of=source.as_of_argument(arguments.as_of, loaded),
        kinds=arguments.kind,
        groups=arguments.group,
    )
    if arguments.csv is not None:
        conflicts.to_csv(arguments.csv)
        print(f"{len(conflicts):,} conflicts written to {arguments.csv}")
    else:
        console.show(conflicts, rows=arguments.rows)
    return 0
