"""`opportune demo`: what the engine finds, in a generated organisation or in a CRM's export."""

from __future__ import annotations

import argparse
import time
from collections import defaultdict

from opportune._cells import money
from opportune.commands import console, source
from opportune.conflicts import Conflicts
from opportune.demo.compare import KindComparison, compare
from opportune.demo.recheck import Verdict, recheck
from opportune.demo.world import World
from opportune.workspace import conflict_kinds

HELP = "see what the engine finds, in a generated organisation or in a CRM's export"
PAIR_LIMIT = 2_000
RECHECK_LIMIT = 2_000_000  # opportunities; Python's dicts of more take minutes and gigabytes
WORST = 10


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        metavar="DIR",
        help="a Salesforce export, an export with a "
        "mapping.json, or a directory of tables; without: a generated organisation",
    )
    parser.add_argument("--mapping", metavar="FILE", help="the mapping file for --data")
    parser.add_argument(
        "--opportunities",
        type=int,
        default=source.DEMO_OPPORTUNITIES,
        metavar="N",
        help="size of the generated organisation (default %(default)s)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=1,
        metavar="S",
        help="another seed, another organisation (default %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    started = time.perf_counter()
    if arguments.data is None:
        loaded = source.generated(arguments.opportunities, arguments.seed)
    else:
        loaded = source.opened(arguments.data, arguments.mapping)
    seconds = time.perf_counter() - started
    show_loaded(loaded, seconds)

    kinds = conflict_kinds()
    started = time.perf_counter()
    conflicts = loaded.ws.conflicts(as_of=loaded.as_of)
    seconds = time.perf_counter() - started
    console.heading(f"Conflicts as of {loaded.as_of}")
    console.say(
        f"{counted_as(len(conflicts), 'conflict')} in "
        f"{counted_as(len(set(conflicts['group'])), 'corporate group')}, "
        f"found in {seconds * 1000:,.0f} ms."
    )
    failed = show_comparison(loaded, conflicts, kinds)
    show_worst(conflicts)
    show_pipeline(loaded)
    return 1 if failed else 0


def show_loaded(loaded: source.Loaded, seconds: float) -> None:
    console.heading(f"Loaded {loaded.what}")
    rows = sorted(loaded.report.rows.items(), key=lambda item: -item[1])
    console.show_records([{"table": table, "rows": count} for table, count in rows if count])
    console.say(f"{loaded.report.total:,} rows read and loaded in {seconds:.1f} s.")
    if loaded.notes:
        console.heading("What the importer says")
        for note in loaded.notes:
            console.say(f"- {note}", indent="  ")
    for notice in loaded.report.notices[:10]:
        console.say(f"- {notice}", indent="  ")


def show_comparison(loaded: source.Loaded, conflicts: Conflicts, kinds: list[str]) -> bool:
    """Counts by kind, and what the slow re-check says. True where something is wrong."""
    verdicts = rechecked(loaded, conflicts)
    if loaded.planted is None:
        comparisons = counted(conflicts, kinds)
    else:
        comparisons = compare(loaded.ws, loaded.planted, kinds, loaded.as_of, conflicts)
    console.show_records([_row(c, verdicts, loaded.planted is not None) for c in comparisons])

    missing = [m for c in comparisons for m in c.missing]
    planted = sum(c.planted for c in comparisons)
    if missing:
        console.say(f"NOT FOUND, though planted: {'; '.join(missing)}")
    elif planted:
        console.say(f"All {counted_as(planted, 'planted conflict')} were found.")
    if not verdicts and conflicts:
        console.say(f"The independent re-check is left out above {RECHECK_LIMIT:,} opportunities.")
    objections = [o for verdict in verdicts.values() for o in verdict.objections]
    if objections:
        console.say(f"The re-check OBJECTS: {'; '.join(objections[:10])}")
    elif verdicts:
        pairs = sum(verdict.pairs for verdict in verdicts.values())
        extra = sum(len(c.extra) for c in comparisons)
        console.say(
            f"An independent pair-by-pair re-check of the rules explains "
            f"{counted_as(len(verdicts), 'conflict')} of {len(conflicts):,}"
            f"{f', {extra:,} of them not planted' if extra else ''} "
            f"({counted_as(pairs, 'related pair')})."
        )
    return bool(missing or objections)


def rechecked(loaded: source.Loaded, conflicts: Conflicts) -> dict[str, Verdict]:
    """What the slow re-check says of each conflict; nothing where that would take too long."""
    if not conflicts or loaded.ws.tables()["opportunity"] > RECHECK_LIMIT:
        return {}
    with_pairs = loaded.ws.conflicts(as_of=loaded.as_of, pairs=True, pair_limit=PAIR_LIMIT)
    world = World(loaded.ws, loaded.as_of, set(conflicts["group"]))
    return {v.conflict: v for v in recheck(world, with_pairs, PAIR_LIMIT)}


def counted_as(number: int, noun: str) -> str:
    """ "1 conflict", "1,234 conflicts"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counted(conflicts: Conflicts, kinds: list[str]) -> list[KindComparison]:
    """Counts by kind where nothing is known to be planted."""
    ids: dict[str, list[str]] = defaultdict(list)
    for kind, conflict in zip(conflicts["kind"], conflicts["id"], strict=True):
        ids[kind].append(conflict)
    return [KindComparison(kind, conflicts=len(ids[kind])) for kind in kinds]


def _row(
    comparison: KindComparison, verdicts: dict[str, Verdict], has_planted: bool
) -> dict[str, object]:
    row: dict[str, object] = {"kind": comparison.kind}
    if has_planted:
        row |= {"planted": comparison.planted, "found": comparison.found}
    row["conflicts"] = comparison.conflicts
    if has_planted:
        row["extra"] = len(comparison.extra)
        explained = [c for c in comparison.extra if c in verdicts and not verdicts[c].objections]
        row["extra explained"] = len(explained)
    return row


def show_worst(conflicts: Conflicts) -> None:
    worst = conflicts.head(WORST)
    if not worst:
        return
    console.heading(f"The worst {len(worst)}" if len(worst) > 1 else "The conflict")
    for number, conflict in enumerate(worst, 1):
        value = money(conflict["value_minor"] or 0, conflict["currency"])
        since = conflict["since"]
        console.say(
            f"{number:>2}. {conflict['kind']}, {conflict['severity']}, since "
            f"{'ever' if since is None else since.date()}, {value} {conflict['currency'] or ''}: "
            f"{conflict['explanation']}",
            indent="  ",
        )


def show_pipeline(loaded: source.Loaded) -> None:
    console.heading(f"Pipeline by region and milestone as of {loaded.as_of}")
    table = loaded.ws.pipeline(by=["region", "milestone"], as_of=loaded.as_of)
    console.show(table, rows=60)
