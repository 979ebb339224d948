"""The words that conflicts are explained in, as translators and CRMs take them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest

import opportune as opp

AS_OF = "2026-03-31"
SEEDS = range(1, 1 + 2 * int(os.environ.get("OPPORTUNE_TEST_FACTOR", "1")))


def test_the_list_for_translators() -> None:
    english, swedish = opp.messages(), opp.messages("sv")
    assert list(english) == list(swedish)
    assert english == opp.messages("en")
    assert english["list.last"] == " and "
    assert swedish["list.last"] == " och "
    for id_, text in english.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", swedish[id_])), id_
    assert {f"kind.{kind}" for kind in opp.conflict_kinds()} <= set(english)


def ids_of(message: Any) -> Iterator[str]:
    if isinstance(message, list):
        for item in message:
            yield from ids_of(item)
    elif isinstance(message, dict):
        yield message["id"]
        for value in message["arguments"].values():
            yield from ids_of(value)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_message_rendered_is_what_the_engine_says(seed: int) -> None:
    organisation = opp.synth.organisation(seed=seed, opportunities=3_000, planted_share=0.001)
    ws = opp.memory()
    ws.load(organisation)
    kinds: set[str] = set()
    ids: set[str] = set()
    for language in ("en", "sv"):
        catalogue = opp.messages(language)
        for day in sorted(set(organisation.planted["as_of"])):
            conflicts = ws.conflicts(as_of=day, language=language, pairs=True)
            kinds |= set(conflicts["kind"])
            for table, said in ((conflicts, "explanation"), (conflicts.pairs, "evidence")):
                for message, text in zip(table["message"], table[said], strict=True):
                    assert opp.render(message, catalogue) == text
                    assert opp.render(json.loads(message), catalogue) == text
                    ids |= set(ids_of(json.loads(message)))
    assert kinds == set(opp.conflict_kinds())
    assert len(ids) > 50


def test_the_language_alters_nothing_but_the_words(ws: opp.Workspace) -> None:
    english, swedish = (ws.conflicts(as_of=AS_OF, language=name) for name in ("en", "sv"))
    words = {"explanation", "evidence"}
    for ours, theirs in ((english, swedish), (english.pairs, swedish.pairs)):
        assert len(ours) > 0
        for name in ours.columns:
            assert (ours[name] == theirs[name]) == (name not in words), name
    assert ws.conflicts(as_of=AS_OF)["explanation"] == english["explanation"]
    assert "bör leda" in swedish["explanation"][0]


def test_words_of_ones_own(ws: opp.Workspace) -> None:
    conflicts = ws.conflicts(as_of=AS_OF, kinds="duplicate_pursuit")
    german = {
        "duplicate_pursuit": "{members} verfolgen dasselbe Geschäft bei {account}.",
        "member.opportunity": "{id} ({owner})",
        "list.last": " und ",
        "recommendation": "{person} soll führen ({rule}).",
        "rule.most_advanced": "am weitesten",
    }
    assert opp.render(conflicts["message"][0], german) == (
        "o1 (anna) und o2 (bjorn) verfolgen dasselbe Geschäft bei acme. "
        "anna soll führen (am weitesten)."
    )
    del german["recommendation"]
    assert opp.render(conflicts["message"][0], german).endswith(" bei acme. recommendation")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Ann {b}", "<Ann {b}>"),
        (7, "<7>"),
        ([], "<>"),
        ([{"id": "x", "arguments": {}}], "<x>"),
        ([{"id": i, "arguments": {}} for i in "abc"], "<a; b or c>"),
    ],
)
def test_how_arguments_are_put_in(value: Any, shown: str) -> None:
    own = {"said": "<{a}>", "list.next": "; ", "list.last": " or "}
    assert opp.render({"id": "said", "arguments": {"a": value}}, own) == shown
    assert opp.render([{"id": "said", "arguments": {}}] * 2, own) == "<> <>"
    assert opp.render({"id": "{a}", "arguments": {"a": value}}, {"{a}": "{a", "a": "no"}) == "{a"


def test_a_language_that_there_is_not(ws: opp.Workspace) -> None:
    for ask in (
        lambda: opp.messages("tlh"),
        lambda: ws.conflicts(as_of=AS_OF, language="tlh"),
        lambda: ws.conflict_graph("acme", as_of=AS_OF, language="tlh"),
    ):
        with pytest.raises(opp.NotFoundError, match=r"no language 'tlh'.*: en, sv"):
            ask()
    unknown: Any = 7
    with pytest.raises(TypeError, match="language"):
        opp.messages(unknown)
    with pytest.raises(TypeError, match="language"):
        ws.conflicts(language=unknown)
    with pytest.raises(TypeError, match="message"):
        opp.render(unknown, {})
