"""`opportune pipeline`: what is open, by any dimensions."""

from __future__ import annotations

import argparse

from opportune.commands import console, source

HELP = "what is open, by any dimensions"


def configure(parser: argparse.ArgumentParser) -> None:
    source.configure(parser)
    parser.add_argument(
        "--by",
        default="region,milestone",
        metavar="D,D",
        help="dimensions, separated by commas (default %(default)s)",
    )
    parser.add_argument(
        "--rollup",
        default="",
        metavar="D,D",
        help="dimensions whose rows also count what is below them in their tree",
    )
    console.configure(parser, rows=100)


def run(arguments: argparse.Namespace) -> int:
    loaded = source.opened(arguments.source, arguments.mapping)
    table = loaded.ws.pipeline(
        by=names(arguments.by),
        rollup=names(arguments.rollup),
        as_of=source.as_of_argument(arguments.as_of, loaded),
    )
    console.write_or_show(table, arguments.csv, arguments.rows)
    return 0


def names(text: str) -> list[str]:
    """What stands between the commas."""
    return [name.strip() for name in text.split(",") if name.strip()]
