"""What importers make of single values: dates, instants, numbers; and of parents in a circle."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportune.importers.common import break_cycles, parse_date, parse_instant, parse_number

UTC = dt.timezone.utc


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-23", dt.datetime(2026, 2, 23)),
        ("2026-02-23 08:55:01", dt.datetime(2026, 2, 23, 8, 55, 1)),
        ("2026-02-23T08:55:01.5Z", dt.datetime(2026, 2, 23, 8, 55, 1, 500000)),
        ("2026-02-23T08:55:01.000+0000", dt.datetime(2026, 2, 23, 8, 55, 1)),
        ("2026-02-23T00:30:00+02:00", dt.datetime(2026, 2, 22, 22, 30)),
        ("02/23/26", dt.datetime(2026, 2, 23)),
        ("2/3/2026", dt.datetime(2026, 2, 3)),
        ("02/23/26 08:55 PM", dt.datetime(2026, 2, 23, 20, 55)),
        ("02/23/2026, 12:05 AM", dt.datetime(2026, 2, 23, 0, 5)),
        ("02/23/2026 12:05 pm", dt.datetime(2026, 2, 23, 12, 5)),
        ("23/02/2026", None),
        ("2026-02-30", None),
        ("02/23/26 13:00 PM", None),
        ("0001-01-01T00:00:00+05:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_instants_in_iso_and_us_style(text: str, expected: dt.datetime | None) -> None:
    assert parse_instant(text) == (expected.replace(tzinfo=UTC) if expected else None)


@given(st.datetimes(), st.sampled_from(["T", " "]), st.sampled_from(["", "Z", "+00:00", "+0000"]))
def test_instants_come_back(moment: dt.datetime, separator: str, zone: str) -> None:
    text = moment.isoformat(separator, "microseconds") + zone
    assert parse_instant(text) == moment.replace(tzinfo=UTC)
    assert parse_date(text) == moment.date()


@given(st.text(max_size=30))
def test_no_text_breaks_the_parsers(text: str) -> None:
    parse_instant(text)
    parse_number(text)


def test_numbers() -> None:
    assert parse_number("$1,234.50") == Decimal("1234.50")
    assert parse_number("NaN") is None
    assert parse_number("12 apples") is None


@given(st.dictionaries(st.integers(0, 12).map(str), st.integers(0, 12).map(str)))
def test_no_cycle_is_left(parents: dict[str, str]) -> None:
    before = dict(parents)
    cycles = break_cycles(parents)
    for cycle in cycles:
        assert cycle[0] == min(cycle)
        assert [before[node] for node in cycle] == [*cycle[1:], cycle[0]]
    assert before.keys() - parents.keys() == {cycle[0] for cycle in cycles}
    for start in parents:
        seen = {start}
        node = start
        while node in parents:
            node = parents[node]
            assert node not in seen
            seen.add(node)
