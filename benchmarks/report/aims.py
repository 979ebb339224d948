"""The aims, and whether a run met them. A new aim is a line in AIMS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from suite.document import Measurement

from report import wording
from report.figures import Figures, is_time, median, ratio


@dataclass(frozen=True)
class Verdict:
    """`factor`: of the aim that was reached; 1 or more is met."""

    size: int
    ours: str
    beside: str
    reached: str
    factor: float
    times: float | None = None
    """The ratio to a peer, where that is the aim."""
    aimed_times: float | None = None


@dataclass(frozen=True)
class Aim:
    title: str
    aim: str
    judge: Callable[[Figures], Verdict | None]
    """At the largest size at which there is what is to be compared; None: there is not."""


Wanted = Callable[[str], bool]


def anyone(_: str) -> bool:
    return True


def whole(engine: str) -> bool:
    """DuckDB, with all that it does in a scan."""
    return engine == "DuckDB"


def named(start: str) -> Wanted:
    return lambda engine: engine.startswith(start)


def times(
    job: str, aimed: float, peers: Wanted = anyone, interface: str | None = None
) -> Callable[[Figures], Verdict | None]:
    """So many times as fast as the fastest of the peers."""

    def judge(figures: Figures) -> Verdict | None:
        for size in reversed(figures.sizes(job)):
            ours = figures.ours(job, size, interface)
            others = figures.peers(job, size, peers)
            if ours and others:
                found = ratio(ours, others[0])
                beside = f"{wording.shown(others[0])} {others[0]['engine']}"
                mine = wording.shown(ours)
                reached = f"{wording.digits(found)} x"
                return Verdict(size, mine, beside, reached, found / aimed, found, aimed)
        return None

    return judge


def within(
    job: str, aimed: float, interface: str | None = None
) -> Callable[[Figures], Verdict | None]:
    """At most so many seconds, or at least such a rate or share, by the median."""

    def judge(figures: Figures) -> Verdict | None:
        for size in reversed(figures.sizes(job)):
            ours = figures.ours(job, size, interface)
            if ours:
                found = median(ours)
                factor = aimed / found if is_time(ours) else found / aimed
                return Verdict(size, wording.shown(ours), "", "", factor)
        return None

    return judge


def beside_cpp(
    job: str, interface: str, compare: Callable[[float, float], tuple[str, float]]
) -> Callable[[Figures], Verdict | None]:
    """Through another interface, beside C++ on the same drafts."""

    def judge(figures: Figures) -> Verdict | None:
        for size in reversed(figures.sizes(job)):
            ours, cpp = figures.ours(job, size, interface), figures.ours(job, size, "C++")
            if ours and cpp:
                reached, factor = compare(median(ours), median(cpp))
                beside = f"{wording.shown(cpp)} C++"
                return Verdict(size, wording.shown(ours), beside, reached, factor)
        return None

    return judge


def factor_of_cpp(aimed: float) -> Callable[[float, float], tuple[str, float]]:
    return lambda ours, cpp: (f"{ours / cpp:.2f} x C++", aimed * cpp / ours)


def seconds_more(aimed: float) -> Callable[[float, float], tuple[str, float]]:
    def compare(ours: float, cpp: float) -> tuple[str, float]:
        more = ours - cpp
        return f"{more * 1e6:.2f} us more", aimed / more if more > aimed else 1.0

    return compare


def over_floor(job: str, aimed: float) -> Callable[[Figures], Verdict | None]:
    """At most so many times the floor."""

    def judge(figures: Figures) -> Verdict | None:
        for size in reversed(figures.sizes(job)):
            ours = figures.ours(job, size)
            floor = ours and floor_seconds(figures, ours)
            if ours and floor:
                multiple = median(ours) / floor
                beside = f"{wording.seconds([floor], floor)} floor"
                reached = f"{wording.digits(multiple)} x the floor"
                return Verdict(size, wording.shown(ours), beside, reached, aimed / multiple)
        return None

    return judge


def floor_seconds(figures: Figures, measured: Measurement) -> float | None:
    bandwidth = figures.bandwidth()
    bytes_read = measured.get("bytes_read")
    return bytes_read / bandwidth if bandwidth and bytes_read else None


def bytes_each(tables: tuple[str, ...], aimed: float) -> Callable[[Figures], Verdict | None]:
    def judge(figures: Figures) -> Verdict | None:
        found = figures.per_record(tables)
        if found is None:
            return None
        size, each = found
        return Verdict(size, f"{each:.1f} bytes", "", "", aimed / each)

    return judge


HISTORIES = ("stage_change", "amount_change", "close_date_change", "owner_change")
GROUP = "check_any_group"

AIMS = [
    Aim("load from Arrow, everything validated", "3 million rows/s", within("load_rate", 3e6)),
    Aim("load", "1 x DuckDB, constraints declared", times("load", 1, named("DuckDB, constr"))),
    Aim("full scan, all kinds", "10 x DuckDB at two kinds", times("scan_all", 10, whole)),
    Aim("full scan again after 100 changes", "100 x", times("scan_again_all", 100, whole)),
    Aim("full scan again, the floor", "3 x the floor", over_floor("scan_again_all", 3)),
    Aim("one large group, all kinds", "100 x", times("group_all", 100, whole)),
    Aim("check, C++, median", "1 us", within(f"{GROUP}_median_all", 1e-6, "C++")),
    Aim("check, C++, 99%", "10 us", within(f"{GROUP}_p99_all", 1e-5, "C++")),
    Aim(
        *("check, C++, beside SQLite", "1,000 x SQLite"),
        times(f"{GROUP}_median_all", 1_000, named("SQLite"), "C++"),
    ),
    Aim(
        *("check, C++, beside PostgreSQL", "5,000 x PostgreSQL"),
        times(f"{GROUP}_median_all", 5_000, named("PostgreSQL"), "C++"),
    ),
    Aim("check through C", "1.1 x C++", beside_cpp(f"{GROUP}_median_all", "C", factor_of_cpp(1.1))),
    Aim(
        *("check through Python", "3 us more than C++"),
        beside_cpp(f"{GROUP}_median_all", "Python", seconds_more(3e-6)),
    ),
    Aim("a change with its effects, 99%", "20 us", within("change_p99", 2e-5)),
    Aim("changes in a batch, one thread", "300,000/s", within("change_rate", 3e5)),
    Aim("moves with guards and history, a batch", "2 million/s", within("moves", 2e6, "C++")),
    Aim("pipeline now", "5 x", times("pipeline_now", 5)),
    Aim("pipeline of a past day", "20 x", times("pipeline_past", 20)),
    Aim("52 weekly snapshots", "20 x", times("snapshots", 20)),
    Aim("funnel", "10 x", times("funnel", 10)),
    Aim("waterfall", "10 x", times("waterfall", 10)),
    Aim("velocity", "10 x", times("velocity", 10)),
    Aim("directly-follows graph", "10 x", times("edges", 10)),
    Aim("directly-follows graph, beside pm4py", "100 x pm4py", times("edges", 100, named("pm4py"))),
    Aim("readers while others write and analyse", "90% of alone", within("readers_waited", 0.9)),
    Aim("a writer's commit meanwhile, 99%", "1 ms", within("writer_p99", 1e-3)),
    Aim("opening a journal by its checkpoint", "2 s", within("open_checkpoint", 2.0)),
    Aim("memory of an opportunity", "150 bytes", bytes_each(("opportunity",), 150)),
    Aim("memory of a history row", "24 bytes", bytes_each(HISTORIES, 24)),
]
