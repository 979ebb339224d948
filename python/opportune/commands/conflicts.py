"""`opportune conflicts`: who is stepping on whom."""

from __future__ import annotations

import argparse

from opportune.commands import console, source

HELP = "list the conflicts, the worst first"


def configure(parser: argparse.ArgumentParser) -> None:
    source.configure(parser)
    source.configure_kinds(parser)
    source.configure_groups(parser)
    console.configure(parser)


def run(arguments: argparse.Namespace) -> int:
    loaded = source.opened(arguments.source, arguments.mapping)
    conflicts = loaded.ws.conflicts(
        as_of=source.as_of_argument(arguments.as_of, loaded),
        kinds=arguments.kind,
        groups=arguments.group,
    )
    console.write_or_show(conflicts, arguments.csv, arguments.rows, "conflicts")
    return 0
