"""The page's tables of growth: exponents, memory, and the floor of each scan."""

from __future__ import annotations

from suite.document import OURS, Measurement
from suite.floor import COLUMNS

from report import wording
from report.aims import floor_seconds
from report.figures import Figures, exponent, is_time, median
from report.titles import GROWING, SCANS


def exponents(figures: Figures) -> str:
    """Of the power of the number of opportunities that fits the medians best."""
    rows = []
    for job, title in GROWING.items():
        slopes = {who: growth(figures, job, who) for who in engines(figures, job)}
        fitted = {who: slope for who, slope in slopes.items() if slope is not None}
        ours = {who: slope for who, slope in fitted.items() if who[0] == OURS}
        if ours:
            sizes = figures.sizes(job)
            rows.append(
                [
                    title,
                    f"{sizes[0]:,} to {sizes[-1]:,}",
                    ", ".join(f"{slope:.2f} ({who[1]})" for who, slope in ours.items()),
                    ", ".join(
                        f"{slope:.2f} ({who[0]})"
                        for who, slope in fitted.items()
                        if who not in ours
                    ),
                ]
            )
    return wording.table(["job", "opportunities", "ours", "peers"], rows)


def engines(figures: Figures, job: str) -> dict[tuple[str, str], None]:
    """Who did it through which interface, in the order of the document."""
    found = (m for m in figures.of(job) if is_time(m))
    return dict.fromkeys((m["engine"], m["interface"]) for m in found)


def growth(figures: Figures, job: str, who: tuple[str, str]) -> float | None:
    engine, interface = who
    found = figures.of(job, engine=engine, interface=interface)
    return exponent([(m["opportunities"], median(m)) for m in found])


def memory(figures: Figures) -> str:
    """Bytes of a record, by table; those of links and symbols an opportunity."""
    sizes = sorted({table["opportunities"] for table in figures.document["memory"]})
    if not sizes:
        return wording.table([], [])
    at = {(t["table"], t["opportunities"]): t for t in figures.document["memory"]}
    last = [t for t in figures.document["memory"] if t["opportunities"] == sizes[-1]]
    rows = []
    for table in sorted(last, key=lambda t: -t["bytes"]):
        name, records = table["table"], table["records"]
        each = []
        for size in sizes:
            entry = at.get((name, size))
            count = size if name.startswith("(") else entry["records"] if entry else 0
            each.append(f"{entry['bytes'] / count:.1f}" if entry and count else "-")
        if records or name.startswith("("):
            of = "an opportunity" if name.startswith("(") else f"{records:,}"
            rows.append([name, of, *each])
    whole = [
        f"{sum(t['bytes'] for (_, s), t in at.items() if s == size) / size:.1f}" for size in sizes
    ]
    rows.append(["all tables", "an opportunity", *whole])
    return wording.table(["table", f"records at {sizes[-1]:,}", *map(wording.size, sizes)], rows)


def resident(figures: Figures, job: str) -> str:
    found = figures.of(job)
    engines = dict.fromkeys(m["engine"] for m in found)
    sizes = sorted({m["opportunities"] for m in found})
    rows = []
    for engine in engines:
        own = {m["opportunities"]: m for m in found if m["engine"] == engine}
        rows.append([engine, *(f"{median(own[s]):,.0f}" if s in own else "-" for s in sizes)])
    return wording.table(["resident bytes an opportunity", *map(wording.size, sizes)], rows)


def floor(figures: Figures) -> str:
    """At the largest size in full, at each size as a multiple."""
    found: dict[str, dict[int, Measurement]] = {
        title: {m["opportunities"]: m for m in figures.of(job, engine=OURS) if "bytes_read" in m}
        for job, title in SCANS.items()
    }
    sizes = sorted({size for of_size in found.values() for size in of_size})
    head = ["scan", "bytes", "floor", "ours", *(f"ours / floor at {size:,}" for size in sizes)]
    rows = []
    for title, of_size in found.items():
        if of_size and figures.bandwidth():
            largest = of_size[max(of_size)]
            least = floor_seconds(figures, largest) or 0.0
            rows.append(
                [
                    title,
                    f"{largest['bytes_read']:,}",
                    wording.seconds([least], least),
                    wording.shown(largest),
                    *(multiple(figures, of_size.get(size)) for size in sizes),
                ]
            )
    return wording.table(head, rows)


def multiple(figures: Figures, ours: Measurement | None) -> str:
    least = floor_seconds(figures, ours) if ours else None
    return wording.digits(median(ours) / least) if ours and least else "-"


def columns_read() -> str:
    """Which columns a scan must read, as floor.py lists them."""
    rows = []
    for job, title in SCANS.items():
        if job.startswith("scan_again"):
            continue  # as the first time
        tables = (
            f"{table} ({', '.join(columns)}): {sum(columns.values()):.3g}"
            for table, columns in COLUMNS[job].items()
        )
        rows.append([title, "; ".join(tables)])
    return wording.table(["scan", "columns, and bytes a record"], rows)


def bandwidth(figures: Figures) -> str:
    rows = []
    for job, title in {"memory_sum": "read (summed)", "memory_copy": "copied"}.items():
        for measured in figures.of(job):
            rates = [rate / 1e9 for rate in measured["runs"]]
            shown = wording.spread(rates, median(measured) / 1e9)
            rows.append([title, f"{shown} GB/s", measured.get("note", "")])
    return wording.table(["memory", "", ""], rows)
