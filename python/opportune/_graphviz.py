"""Drawings in Graphviz's language DOT, made into SVG by its own program."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from opportune.errors import StoreError


class Drawing:
    """A drawing in Graphviz's language. SVG is made by Graphviz's own program ``dot``, which has to
    be installed for it (docs/decisions/graphs.md)."""

    __slots__ = ("dot",)

    def __init__(self, dot: str) -> None:
        self.dot = dot
        """The text in the language DOT."""

    def svg(self) -> str:
        """The drawing as SVG.

        :raises StoreError: ``dot`` is not installed, or fails.
        """
        program = shutil.which("dot")
        if program is None:
            raise StoreError(
                "Graphviz is not installed: its program 'dot' draws graphs "
                "(Debian: apt install graphviz; macOS: brew install graphviz); "
                ".dot is the drawing's text"
            )
        run = subprocess.run(
            [program, "-Tsvg"], input=self.dot, capture_output=True, text=True, encoding="utf-8"
        )
        if run.returncode != 0:
            raise StoreError(f"dot failed: {run.stderr.strip()}")
        return run.stdout

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the SVG, or the DOT where the file's name ends in .dot."""
        file = Path(path)
        file.write_text(self.dot if file.suffix == ".dot" else self.svg(), encoding="utf-8")

    def _repr_svg_(self) -> str | None:
        """For notebooks; without Graphviz they show the text."""
        return self.svg() if shutil.which("dot") else None

    def __repr__(self) -> str:
        return self.dot
