"""The benchmark of moves, small: that all engines, ours and the peers, say the same of every move.
How long they take is asked by `make bench-moves`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOVES = ROOT / "benchmarks" / "moves"
PROGRAMS = Path(os.environ.get("OPPORTUNE_BENCHMARKS", ROOT / "build" / "dev" / "benchmarks"))
OPPORTUNITIES = 150


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one small run writes; it fails where two engines differ."""
    if not (PROGRAMS / "moves").exists():
        pytest.skip(f"needs the programs of `make dev` in {PROGRAMS}, or of $OPPORTUNE_BENCHMARKS")
    file = tmp_path_factory.mktemp("moves") / "seen.json"
    arguments = ["--opportunities", str(OPPORTUNITIES), "--repeats", "1"]
    arguments += ["--programs", str(PROGRAMS), "--json", str(file)]
    run = subprocess.run(
        [sys.executable, str(MOVES / "run.py"), *arguments], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert "python-statemachine" in run.stdout
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_every_engine_says_the_same_of_every_move(seen: dict[str, Any]) -> None:
    alone = seen["alone"]
    assert len(alone["runs"]) == 11
    assert alone["moves"] > 3 * OPPORTUNITIES
    for engine, runs in alone["runs"].items():
        assert [run["moves"] for run in runs] == [alone["moves"]], engine
        assert [run["answers"] for run in runs] == [alone["answers"]], engine
    # Moves of every sort are among them, or the engines could not differ.
    assert all(number > OPPORTUNITIES / 10 for number in alone["answers"].values())


def test_groups_that_contend_are_answered_alike(seen: dict[str, Any]) -> None:
    groups = seen["groups"]
    assert groups["group"] == 5
    assert len(groups["runs"]) == 3
    for engine, runs in groups["runs"].items():
        assert [run["answers"] for run in runs] == [groups["answers"]], engine
    # A parent's key account manager is one of its subsidiaries, too: fewer are refused.
    alone = seen["alone"]["answers"]
    assert 0 < groups["answers"]["refused"] < alone["refused"]
    assert sum(groups["answers"].values()) == sum(alone.values())


def test_the_guards_of_each_peer_are_asked(tmp_path: Path, seen: dict[str, Any]) -> None:
    """A deal that lacks one thing stops at the stage that asks for it, in every engine."""
    sys.path[:0] = [str(MOVES), str(MOVES.parent)]
    try:
        import workload
        from peers import statemachine_peer, transitions_peer
    finally:
        del sys.path[:2]
    whole = {"amount": 100, "demos": 2, "managers": 1, "approved": 1, "mailings": 1}
    lacking = {"amount": 0, "demos": 1, "managers": 0, "approved": 0}
    deals = [{"id": "whole", **whole}]
    deals += [{"id": what, **whole, what: less} for what, less in lacking.items()]
    asked = [
        (deal["id"], stage, workload.FIRST_MOVE, "kim")
        for stage in workload.FORWARD
        for deal in deals
    ]
    steps = {"whole": 4, "amount": 0, "demos": 1, "managers": 2, "approved": 3}
    for peer in (transitions_peer.Peer(deals), statemachine_peer.Peer(deals)):
        done = peer.advance(asked)
        made = {
            key: sum(was for was, move in zip(done, asked, strict=True) if move[0] == key)
            for key in steps
        }
        assert made == steps
        assert [change[2] for change in peer.history if change[0] == "whole"] == workload.FORWARD
        assert peer.deals["whole"].customer_since == workload.FIRST_MOVE.date()
        assert not peer.deals["whole"].is_paused
        assert peer.deals["approved"].is_paused


def test_two_engines_that_differ_are_found_out() -> None:
    sys.path[:0] = [str(MOVES)]
    try:
        from answers import first_difference, of_engine
        from workload import FIRST_MOVE, Move
    finally:
        del sys.path[:1]
    assert first_difference("mm-pc", "mm-pc") is None
    assert first_difference("mm-pc", "mmmpc") == "move 2: 'm' instead of '-'"
    assert first_difference("mm-pc", "mm-p") == "4 answers instead of 5"
    moves = [Move(key, "lost", FIRST_MOVE, "kim") for key in "abcab"]
    assert of_engine("mp-c-", moves, {"a", "b"}, 3) == "mpc"
