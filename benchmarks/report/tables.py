"""The page's tables of jobs: ours through each interface, each peer, the ratio to the fastest."""

from __future__ import annotations

from suite.document import OURS, Measurement, PartRun
from suite.parts import PARTS

from report import wording
from report.aims import AIMS
from report.figures import INTERFACES, Figures, exponent, median, ratio

Rows = list[list[str]]
Jobs = dict[str, str]


def jobs(figures: Figures, titles: Jobs, *, ratios: bool = True) -> str:
    """A row for each job and size."""
    mine, peers = columns(figures, titles)
    head = ["", "opportunities", *(f"ours, {i}" for i in mine), *peers, "fastest peer / ours"]
    rows: Rows = []
    for job, title in titles.items():
        for size in figures.sizes(job, engine=None):
            cells = [wording.shown(figures.ours(job, size, i)) for i in mine]
            others = {m["engine"]: m for m in figures.peers(job, size)}
            cells += [wording.shown(others.get(peer)) for peer in peers]
            rows.append([title, wording.size(size), *cells, beside(figures, job, size)])
    if not peers or not ratios:
        head, rows = head[:-1], [row[:-1] for row in rows]
    return wording.table(head, rows)


def columns(figures: Figures, titles: Jobs) -> tuple[list[str], list[str]]:
    """Our interfaces, and the peers in the order in which they were asked."""
    found = [measured for job in titles for measured in figures.of(job)]
    interfaces = {m["interface"] for m in found if m["engine"] == OURS}
    peers = dict.fromkeys(m["engine"] for m in found if m["engine"] != OURS)
    return [i for i in INTERFACES if i in interfaces], list(peers)


def beside(figures: Figures, job: str, size: int) -> str:
    ours, peers = figures.ours(job, size), figures.peers(job, size)
    if ours is None or not peers:
        return "-"
    return f"{wording.digits(ratio(ours, peers[0]))} ({peers[0]['engine']})"


def ways(figures: Figures, job: str) -> str:
    """Where one engine does a job in several ways, a row for each, and how many times as fast as
    each peer it is."""
    found = figures.of(job)
    peers = [m for m in found if m["engine"] != OURS]
    rows = []
    for measured in found:
        name = measured["interface"] if measured["engine"] == OURS else measured["engine"]
        note = measured.get("note", "")
        times = [wording.digits(ratio(measured, peer)) for peer in peers]
        at = wording.size(measured["opportunities"])
        rows.append([", ".join(filter(None, (name, note))), at, wording.shown(measured), *times])
    return wording.table(["", "opportunities", "", *(f"x {p['engine']}" for p in peers)], rows)


def aims(figures: Figures) -> str:
    """Every aim, also one of which nothing was measured."""
    head = ["job", "opportunities", "ours", "beside", "reached", "aim", "met"]
    rows = []
    for aim in AIMS:
        verdict = aim.judge(figures)
        if verdict is None:
            rows.append([aim.title, "", "not measured", "", "", aim.aim, "?"])
            continue
        cells = [verdict.ours, verdict.beside, verdict.reached]
        rows.append([aim.title, wording.size(verdict.size), *cells, aim.aim, met(verdict.factor)])
    return wording.table(head, rows)


def met(factor: float) -> str:
    """Missed: by what factor."""
    return "yes" if factor >= 1 else f"no, by {wording.digits(1 / factor)}"


def crowded(figures: Figures) -> str:
    """The crowded group, kind by kind, the slowest first."""
    kinds = sorted({m["job"] for m in figures.document["measurements"] if m["part"] == "crowded"})
    points: dict[str, list[Measurement]] = {kind: figures.of(kind) for kind in kinds}
    sizes = sorted({m["opportunities"] for found in points.values() for m in found})
    rows = []
    for kind, found in sorted(points.items(), key=lambda item: -median(item[1][-1])):
        of_size = {m["opportunities"]: m for m in found}
        cells = [wording.shown(of_size.get(size)) for size in sizes]
        grows = exponent([(m["opportunities"], median(m)) for m in found])
        shown = "-" if grows is None else f"{grows:.2f}"
        rows.append([kind.removeprefix("crowded_"), *cells, shown])
    return wording.table(["kind", *map(wording.size, sizes), "exponent"], rows)


def did_not_run(figures: Figures) -> str:
    """Parts that were not asked, are missing or failed, and what those that ran could not ask."""
    rows: Rows = []
    for name, runs in by_part(figures).items():
        if not runs:
            rows.append([name, "", "all of it", "it was not asked for"])
        for run in runs:
            size = wording.size(run["opportunities"])
            if run["state"] != "ran":
                rows.append([name, size, "all of it", f"{run['state']}: {run['reason']}"])
            rows += [[name, size, what, why] for what, why in sorted(run["absent"].items())]
    return wording.table(["part", "opportunities", "what", "why"], rows) if rows else "Nothing."


def by_part(figures: Figures) -> dict[str, list[PartRun]]:
    """What became of each part of the suite, by size."""
    runs = sorted(figures.document["parts"], key=lambda run: run["opportunities"])
    return {part.name: [run for run in runs if run["part"] == part.name] for part in PARTS}


def parts(figures: Figures) -> str:
    """When each part ran, for how long, and how busy the machine was before and after."""
    rows = [
        [
            name,
            wording.size(run["opportunities"]),
            run["date"],
            wording.digits(run["seconds"]),
            " ".join(f"{load:.1f}" for load in run["load_average"]),
        ]
        for name, runs in by_part(figures).items()
        for run in runs
        if run["state"] == "ran"
    ]
    return wording.table(["part", "opportunities", "began", "seconds", "load average"], rows)
