"""`opportune check`: what saving a draft would bring. The exit code is the verdict."""

from __future__ import annotations

import argparse
import json
from typing import Any

from opportune.commands import source
from opportune.errors import InputError, Issue

HELP = "check a draft: exit code 0 allow, 1 warn, 3 block (2: the question could not be answered)"
EXIT_CODES = {"allow": 0, "warn": 1, "block": 3}


def configure(parser: argparse.ArgumentParser) -> None:
    source.configure(parser)
    draft = parser.add_mutually_exclusive_group(required=True)
    draft.add_argument("--opportunity", metavar="JSON", help="the draft, as a JSON object")
    draft.add_argument("--lead", metavar="JSON", help="the draft, as a JSON object")
    draft.add_argument("--activity", metavar="JSON", help="the draft, as a JSON object")
    parser.add_argument("--language", help="of the explanations: en (the default), sv")
    parser.add_argument("--json", action="store_true", help="print the decision as JSON")


def run(arguments: argparse.Namespace) -> int:
    opportunity = parsed("opportunity", arguments.opportunity)
    lead = parsed("lead", arguments.lead)
    activity = parsed("activity", arguments.activity)
    loaded = source.opened(arguments.source, arguments.mapping)
    as_of = source.as_of_argument(arguments.as_of, loaded)
    decision = loaded.ws.check(
        opportunity=opportunity,
        lead=lead,
        activity=activity,
        as_of=as_of,
        language=arguments.language,
    )
    print(json.dumps(decision.to_dict(), indent=2) if arguments.json else decision)
    return EXIT_CODES[decision.verdict]


def parsed(argument: str, text: str | None) -> dict[str, Any] | None:
    """The draft; InputError where it is no JSON object."""
    if text is None:
        return None
    try:
        draft = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError.of(
            Issue("invalid_json", "", None, argument, text[:80], f"not JSON: {error}")
        ) from None
    if not isinstance(draft, dict):
        raise InputError.of(
            Issue("invalid_json", "", None, argument, text[:80], "expected a JSON object")
        )
    return draft
