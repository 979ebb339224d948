"""`opportune history`: the conflicts that stood on some day of a period."""

from __future__ import annotations

import argparse

from opportune.commands import console, source

HELP = "list the conflicts of a period, with their days"


def configure(parser: argparse.ArgumentParser) -> None:
    source.configure_period(parser)
    source.configure_kinds(parser)
    source.configure_groups(parser)
    console.configure(parser)


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
