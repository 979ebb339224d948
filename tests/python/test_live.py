"""Effects, the clock, subscriptions and what_if from Python."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from typing import Any

import pytest

import opportune as opp

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def ws() -> opp.Workspace:
    workspace = opp.memory("EUR", clock=NOON)
    workspace.load(
        market={"id": ["SE", "DE"], "currency": ["EUR", "EUR"]},
        person={"id": ["astrid", "claudia"]},
        account={"id": ["volta", "volta-de"], "parent": [None, "volta"], "market": ["SE", "DE"]},
        opportunity={
            "id": ["O-1"],
            "account": ["volta"],
            "owner": ["astrid"],
            "stage": ["proposal"],
            "opened": ["2026-01-12"],
        },
    )
    return workspace


def pursue(ws: opp.Workspace, key: str, account: str = "volta-de") -> opp.Effects:
    return ws.put(
        "opportunity",
        id=key,
        account=account,
        owner="claudia",
        stage="proposal",
        opened="2026-02-20",
    )


def test_a_change_tells_which_conflicts_came(ws: opp.Workspace) -> None:
    effects = pursue(ws, "O-2")
    assert effects
    assert effects.applied == 1
    assert effects.groups == ("volta",)
    (opened,) = effects.opened
    assert opened.id == "cross_market_pursuit:volta:O-1"
    assert opened.members == ("opportunity:O-1", "opportunity:O-2")
    assert opened.since == dt.datetime(2026, 2, 20, tzinfo=dt.timezone.utc)
    assert str(effects).startswith("opened critical cross_market_pursuit:volta:O-1: ")
    assert not ws.put("person", id="somebody")


def test_now_is_the_clock(ws: opp.Workspace) -> None:
    assert ws.clock == NOON
    pursue(ws, "O-2")
    assert len(ws.conflicts()) == len(ws.conflicts(as_of=NOON)) == 1
    effects = ws.advance_clock("2026-03-05")
    assert not effects
    assert ws.clock > NOON
    with pytest.raises(opp.InputError, match="is before the clock"):
        ws.advance_clock("2026-03-04")
    with pytest.raises(opp.InputError, match="to"):
        ws.advance_clock("some day")


def test_a_subscriber_hears_until_it_leaves(ws: opp.Workspace) -> None:
    heard: list[opp.Effects] = []
    subscription = ws.subscribe(heard.append)
    told = pursue(ws, "O-2")
    assert [(effects.opened, effects.as_of) for effects in heard] == [(told.opened, told.as_of)]
    subscription.close()
    subscription.close()
    pursue(ws, "O-3")
    assert len(heard) == 1
    with pytest.raises(TypeError, match="tell"):
        ws.subscribe("nobody")  # type: ignore[arg-type]


def test_what_a_subscriber_raises_hinders_nobody(
    ws: opp.Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda error: raised.append(error.exc_value))

    def fail(_: opp.Effects) -> None:
        raise ValueError("no")

    heard: list[opp.Effects] = []
    with ws.subscribe(fail), ws.subscribe(heard.append):
        pursue(ws, "O-2")
    assert len(heard) == 1
    assert [type(error) for error in raised] == [ValueError]
    assert ws.tables()["opportunity"] == 2


def test_a_subscriber_may_call_the_workspace_and_leave(ws: opp.Workspace) -> None:
    seen: list[int] = []

    def look(_: opp.Effects) -> None:
        subscription.close()
        seen.append(len(ws.conflicts()))
        ws.put("person", id="from inside")

    subscription = ws.subscribe(look)
    pursue(ws, "O-2")
    pursue(ws, "O-3")
    assert seen == [1]
    assert "from inside" in ws.table("person")["id"]


def test_a_watch_collects_what_other_threads_do(ws: opp.Workspace) -> None:
    with ws.watch() as watch:
        assert watch.get(timeout=0) is None
        threads = [
            threading.Thread(target=pursue, args=(ws, f"O-{number}")) for number in range(2, 8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        live: dict[str, opp.ConflictChange] = {}
        for effects in watch:
            for change in (*effects.opened, *effects.changed):
                live[change.id] = change
            for change in effects.closed:
                del live[change.id]
    table = ws.conflicts()
    found = zip(table["id"], table["pairs"], table["severity"], strict=True)
    told = [(key, change.pairs, change.severity) for key, change in live.items()]
    assert sorted(told) == sorted(found)


def test_what_if_leaves_nothing_behind(ws: opp.Workspace) -> None:
    before = {name: ws.table(name).to_pylist() for name in opp.table_names()}
    found = ws.what_if(
        {
            "table": "opportunity",
            "record": {
                "id": "O-2",
                "account": "volta-de",
                "owner": "claudia",
                "stage": "proposal",
                "amount": 10,
                "opened": "2026-02-20",
            },
        }
    )
    assert found.verdict == "block"
    assert {name: ws.table(name).to_pylist() for name in opp.table_names()} == before
    assert [row["count_after"] - row["count_before"] for row in found.pipeline] == [1, 1]
    with pytest.raises(opp.InputError):
        ws.what_if({"table": "opportunity", "record": {"id": "O-2", "account": "nobody's"}})
    with pytest.raises(TypeError, match="changes"):
        ws.what_if("O-2")  # type: ignore[arg-type]
