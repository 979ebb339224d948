"""`opportune history`: the conflicts that stood on some day of a period."""

from __future__ import annotations

import argparse

from opportune.commands import console, source

HELP = "list the conflicts of a period, with their days"


def configure(parser: argparse.ArgumentParser) -> None:
    source.configure_period(parser)
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="K",
        help="only this kind; may be given several times",
    )


def run(arguments: argparse.Namespace) -> int:
    loaded = source.opened(arguments.source, arguments.mapping)
    spans = loaded.ws.conflict_history(
        from_=arguments.first,
        to=source.as_of_argument(arguments.last, loaded),
        kinds=arguments.kind,
        groups=arguments.group,
    )
    console.write_or_show(spans, arguments.csv, arguments.rows)
    return 0
