"""The generated organisation as Arrow files, one a table. Run by workers.py:

    generate.py OPPORTUNITIES FOLDER [--largest-group OPPORTUNITIES]

A process of its own, so that what generating needed is given back."""

from __future__ import annotations

import argparse
from pathlib import Path

import pyarrow as pa

import opportune as opp


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("opportunities", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--largest-group", type=int, default=0)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    organisation = opp.synth.organisation(
        seed=1, opportunities=asked.opportunities, largest_group=asked.largest_group
    )
    for name, table in organisation.items():
        arrow = pa.table(table)
        with pa.ipc.new_file(asked.folder / f"{name}.arrow", arrow.schema) as file:
            file.write_table(arrow, max_chunksize=1_000_000)
    (asked.folder / "until").write_text(organisation.until.isoformat())


if __name__ == "__main__":
    main()
