"""The page from the document: docs/benchmarks.md and its picture.

    benchmarks/report/run.py [--json docs/benchmarks.json] [--page docs/benchmarks.md]

The text is that of page.md, beside this file; tables stand in it as {{name}}.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
sys.path[:1] = [str(ROOT / "benchmarks")]

from suite import document  # noqa: E402

from report import growth, picture, tables, titles  # noqa: E402
from report.figures import Figures  # noqa: E402

PICTURE = Path("pictures") / "benchmarks.svg"
PLACE = re.compile(r"\{\{(\w+)\}\}")


def of_jobs(jobs: dict[str, str]) -> Callable[[Figures], str]:
    return lambda figures: tables.jobs(figures, jobs)


def machine(figures: Figures) -> str:
    found = figures.document
    on = found["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    return (
        f"{found['date']}, {on['cpu']}, {on['cores']} cores, {on['memory_gib']} GiB, Python "
        f"{on['python']}; {found['threads']} threads where an engine has several. {versions}."
    )


PLACES: dict[str, Callable[[Figures], str]] = {
    "machine": machine,
    "aims": tables.aims,
    "load": of_jobs(titles.LOAD),
    "scan": of_jobs(titles.SCAN),
    "group": of_jobs(titles.GROUP),
    "crowded": tables.crowded,
    "check": of_jobs(titles.CHECK),
    "changes": of_jobs(titles.CHANGES),
    "saves": of_jobs(titles.SAVES),
    "readers": of_jobs(titles.READERS),
    "moves": lambda figures: tables.ways(figures, "moves_ways"),
    "moves_in_groups": lambda figures: tables.ways(figures, "moves_in_groups"),
    "measures": of_jobs(titles.MEASURES),
    "measures_processor": of_jobs(titles.MEASURES_PROCESSOR),
    "measures_load": lambda figures: tables.jobs(figures, titles.MEASURES_LOAD, ratios=False),
    "measures_resident": lambda figures: growth.resident(figures, "measures_resident"),
    "journal": of_jobs(titles.JOURNAL),
    "opening": lambda figures: tables.jobs(figures, titles.OPENING, ratios=False),
    "bandwidth": growth.bandwidth,
    "floor": growth.floor,
    "columns": lambda _: growth.columns_read(),
    "growth": growth.exponents,
    "memory": growth.memory,
    "resident": lambda figures: growth.resident(figures, "resident"),
    "did_not_run": tables.did_not_run,
    "parts": tables.parts,
}


def page(template: str, figures: Figures) -> str:
    """The template with its tables. KeyError: a place that there is not; ValueError: a table that
    the template leaves out."""
    unused = PLACES.keys() - set(PLACE.findall(template))
    if unused:
        raise ValueError(f"the template has no place for: {', '.join(sorted(unused))}")
    return PLACE.sub(lambda place: PLACES[place[1]](figures), template)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--json", type=Path, default=ROOT / "docs" / "benchmarks.json")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "benchmarks.md")
    asked = parser.parse_args()
    figures = Figures(document.read(asked.json))
    text = page((HERE / "page.md").read_text(encoding="utf-8"), figures)
    shown = asked.page.parent / PICTURE
    shown.parent.mkdir(parents=True, exist_ok=True)
    picture.draw(figures, shown)
    asked.page.write_text(text, encoding="utf-8")
    print(f"written: {asked.page}, {shown}")


if __name__ == "__main__":
    main()
