"""One engine of the moves benchmark in a process of its own. Started by run.py:

    worker.py ENGINE FOLDER DEALS MOVES ANSWERS

Makes the first MOVES moves of the first DEALS deals. One JSON object on standard output; what came
of each move goes into the file ANSWERS, a letter each (peers/deal.py).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from stopwatch import Seconds, Stopwatch  # noqa: E402
from workload import Move, read_deals, read_moves  # noqa: E402


def ours(engine: str, folder: Path, moves: Sequence[Move]) -> tuple[Seconds, str, str]:
    from ours import Opportune

    workspace = Opportune(folder)
    ask = {
        "python table": workspace.by_table,
        "python list": workspace.by_list,
        "python single": workspace.one_by_one,
    }[engine]
    return *ask(moves), workspace.version


def peer(engine: str, folder: Path, count: int, moves: Sequence[Move]) -> tuple[Seconds, str, str]:
    from peers import deal

    if engine == "transitions":
        from peers import transitions_peer as module
    else:
        from peers import statemachine_peer as module
    machines = module.Peer(vars(row) for row in read_deals(folder)[:count])
    asked = [(move.opportunity, move.to, move.at, move.by) for move in moves]
    watch = Stopwatch()
    done = machines.advance(asked)
    seconds = watch.read()
    if len(machines.history) != sum(done):
        raise SystemExit(f"{engine}: the history does not hold every move that was made")
    return seconds, deal.letters(machines.deals, asked, done), machines.version


def main() -> None:
    engine, folder, deals, limit, answers = sys.argv[1:]
    count = int(deals)
    wanted = {row.id for row in read_deals(Path(folder))[:count]}
    moves = [move for move in read_moves(Path(folder)) if move.opportunity in wanted][: int(limit)]
    if engine.startswith("python "):
        seconds, letters, version = ours(engine, Path(folder), moves)
    else:
        seconds, letters, version = peer(engine, Path(folder), count, moves)
    Path(answers).write_text(letters, encoding="ascii")
    print(json.dumps({"moves": len(moves), **seconds, "version": version}))


if __name__ == "__main__":
    main()
