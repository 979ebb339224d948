"""The words that conflicts are explained in: those of a language, and words of one's own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from opportune import _opportune
from opportune._arguments import expect
from opportune.table import Table

_ARGUMENT = re.compile(r"\{([^}]*)\}")


def messages(language: str = "en") -> dict[str, str]:
    """The texts of a language by the ids of the messages, where ``{name}`` stands for an argument.
    What translators need: the ids are those of the columns ``message``.

    :param language: "en" or "sv".
    :raises NotFoundError: there is no such language; it names those that there are.
    """
    expect(language, str, "language")
    table = Table(_opportune.messages(language))
    return dict(zip(table["id"], table["text"], strict=True))


def render(
    message: str | Mapping[str, Any] | Sequence[Mapping[str, Any]], catalogue: Mapping[str, str]
) -> str:
    """A message in the words of a catalogue: with ``messages("en")`` exactly what the engine says
    in English.

    :param message: what a column ``message`` holds: JSON text, or what it stands for. A list is
        sentences, said one after another.
    :param catalogue: a text for each id. An id that it lacks is shown as it is.
    """
    if isinstance(message, str):
        message = json.loads(message)
    if isinstance(message, Mapping):
        return _said(message, catalogue)
    if not isinstance(message, Sequence):
        raise TypeError(f"message: expected a str, dict or list, not {type(message).__name__}")
    return " ".join(_said(sentence, catalogue) for sentence in message)


def _said(message: Mapping[str, Any], catalogue: Mapping[str, str]) -> str:
    arguments = message["arguments"]
    text = catalogue.get(message["id"], message["id"])
    return _ARGUMENT.sub(lambda match: _argument(arguments.get(match[1], ""), catalogue), text)


def _argument(value: Any, catalogue: Mapping[str, str]) -> str:
    if not isinstance(value, list):
        return str(value)
    said = [_said(item, catalogue) for item in value]
    if len(said) < 2:
        return "".join(said)
    first = catalogue.get("list.next", "list.next").join(said[:-1])
    return first + catalogue.get("list.last", "list.last") + said[-1]
