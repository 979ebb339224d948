"""Checks that each folder of include/opportune includes only folders above it.

The order is the direction in which data flows; see the design page.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "include" / "opportune"
ORDER = (
    "core",
    "graph",
    "model",
    "process",
    "conflict",
    "admission",
    "measure",
    "live",
    "match",
    "access",
    "io",
    "store",
    "synth",
)
# Headers of the root that any folder may include.
ANYWHERE = ("version.hpp", "fwd.hpp")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]opportune/([^">]+)[">]', re.MULTILINE)


def complaints(header: Path) -> list[str]:
    """What is wrong with the includes of a header in one of the folders."""
    folder = header.relative_to(ROOT).parts[0]
    name = header.relative_to(ROOT.parent)
    said = []
    for target in INCLUDE.findall(header.read_text(encoding="utf-8")):
        first = target.split("/")[0]
        if folder == "c":
            allowed = first == "c"
        elif folder not in ORDER:
            return [
                f"{name}: the folder {folder}/ has no place in the order of {Path(__file__).name}"
            ]
        else:
            allowed = target in ANYWHERE or first in ORDER[: ORDER.index(folder) + 1]
        if not allowed:
            said.append(f"{name} includes opportune/{target}, which is not above {folder}/")
    return said


def main() -> int:
    headers = sorted(path for path in ROOT.rglob("*.h*") if path.parent != ROOT)
    said = [text for header in headers for text in complaints(header)]
    print("\n".join(said) or f"{len(headers)} headers keep to the order")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
