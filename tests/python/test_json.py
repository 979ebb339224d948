"""Drafts become the same JSON as all other records do."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportune import _json

texts = st.text(st.characters(codec=None), max_size=8)
simple = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_infinity=False),
    texts,
    st.dates(),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.decimals(),
)
values = st.one_of(
    simple,
    st.lists(texts, max_size=3),
    st.lists(simple, max_size=3),
    st.sets(texts, max_size=3),
    st.dictionaries(texts, simple, max_size=2),
)


@given(st.dictionaries(st.one_of(texts, st.just("from_")), values, max_size=6))
def test_a_draft_is_written_as_every_record_is(fields: dict[str, Any]) -> None:
    expected = _json.dumps({"table": "lead", "record": _json.record(fields)}, "lead")
    assert pairs(_json.draft("lead", fields)) == pairs(expected)


def pairs(text: str) -> Any:
    """Objects as lists of their members, which may have one name twice."""
    return json.loads(text, object_pairs_hook=list)


def test_a_name_that_is_given_in_both_of_its_spellings_is_written_once() -> None:
    fields = {"from": "a", "from_": "b"}
    assert pairs(_json.draft("lead", fields))[1] == ("record", [("from", "b")])


@pytest.mark.parametrize(
    "fields",
    [
        {1: "a"},
        {"amount": float("inf")},
        {"account": object()},
        {"products": ["a", object()]},
        {"notes": [[float("inf")]]},
    ],
)
def test_what_cannot_be_written_is_refused_in_the_same_words(fields: dict[Any, Any]) -> None:
    with pytest.raises(Exception) as expected:  # noqa: PT011
        _json.dumps({"table": "lead", "record": _json.record(fields)}, "lead")
    with pytest.raises(type(expected.value)) as found:
        _json.draft("lead", fields)
    assert str(found.value) == str(expected.value)
