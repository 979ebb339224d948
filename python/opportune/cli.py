"""The command line. Errors are one line each on standard error, and exit code 2."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from opportune import __version__
from opportune._cells import one_line
from opportune.commands import (
    check,
    conflicts,
    demo,
    history,
    import_source,
    leakage,
    pipeline,
)
from opportune.errors import Error, InputError

COMMANDS = {
    "demo": demo,
    "import": import_source,
    "conflicts": conflicts,
    "history": history,
    "leakage": leakage,
    "check": check,
    "pipeline": pipeline,
}
FAILED = 2
SHOWN_ISSUES = 20


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    out = argparse.ArgumentParser(
        prog="opportune", description="Find where a sales organisation steps on its own feet."
    )
    out.add_argument("--version", action="version", version=f"opportune {__version__}")
    commands = out.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in COMMANDS.items():
        module.configure(commands.add_parser(name, help=module.HELP, description=module.__doc__))
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; answers its exit code."""
    arguments = parser().parse_args(argv)
    try:
        code: int = COMMANDS[arguments.command].run(arguments)
        sys.stdout.flush()
        return code
    except InputError as error:
        for issue in error.issues[:SHOWN_ISSUES]:
            complain(str(issue))
        if not error.issues:
            complain(str(error))
        elif error.total > len(error.issues[:SHOWN_ISSUES]):
            complain(f"... and {error.total - len(error.issues[:SHOWN_ISSUES]):,} more")
    except (Error, OSError, ValueError, TypeError, ImportError, MemoryError) as error:
        if isinstance(error, BrokenPipeError):
            # The reader (head, a pager) has gone; nothing more can be said to it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return FAILED
        complain(str(error) or type(error).__name__)
    except KeyboardInterrupt:
        complain("interrupted")
        return 130
    return FAILED


def complain(text: str) -> None:
    """One line on standard error."""
    print(f"opportune: {one_line(text, 1000)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
