"""`opportune leakage`: deals won outside of an agreement, or under other terms than agreed."""

from __future__ import annotations

import argparse

from opportune.commands import console, source

HELP = "list the deals that were won outside of an agreement or against its terms"


def configure(parser: argparse.ArgumentParser) -> None:
    source.configure_period(parser)
    source.configure_groups(parser)
    console.configure(parser)


def run(arguments: argparse.Namespace) -> int:
    loaded = source.opened(arguments.source, arguments.mapping)
    last = source.as_of_argument(arguments.last, loaded)
    deals = loaded.ws.leakage(from_=arguments.first, to=last, as_of=last, groups=arguments.group)
    console.write_or_show(deals, arguments.csv, arguments.rows)
    return 0
