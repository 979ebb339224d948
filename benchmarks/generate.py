"""The generated organisation as Arrow files, one a table: generate.py <opportunities> <folder>.

A process of its own, so that what generating needed is given back."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa

import opportune as opp


def main() -> None:
    opportunities, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    organisation = opp.synth.organisation(seed=1, opportunities=opportunities)
    for name, table in organisation.items():
        arrow = pa.table(table)
        with pa.ipc.new_file(folder / f"{name}.arrow", arrow.schema) as file:
            file.write_table(arrow, max_chunksize=1_000_000)
    (folder / "until").write_text(organisation.until.isoformat())


if __name__ == "__main__":
    main()
