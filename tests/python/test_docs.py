"""The manual's Python runs: every ```python block of README.md and docs/, in order per file.

Where a ```text block follows directly, it is what the block prints. A picture that a page shows is
one that its Python saves: `make pictures` draws those in docs/ anew.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"!\[[^]]*\]\((?P<name>[^):]+\.svg)\)")
PAGES = sorted(
    page for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")] if page.is_file()
)
WITH_PYTHON = [page for page in PAGES if BLOCK.search(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", WITH_PYTHON, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_python_of_a_page_runs(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_sources(tmp_path)
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    names: dict[str, object] = {"__name__": "page"}
    for block in BLOCK.finditer(text):
        line = text[: block.start()].count("\n") + 1
        code = compile("\n" * line + block[1], os.fspath(page), "exec")
        exec(code, names)
        printed = capsys.readouterr().out
        if block[2] is not None:
            assert printed == block[2], f"line {line}"
    for picture in PICTURE.findall(text):
        check_picture(tmp_path / picture, page.parent / picture)


def check_picture(drawn: Path, shown: Path) -> None:
    """Where things lie is up to the version of Graphviz or matplotlib; what they say is not."""
    if os.environ.get("OPPORTUNE_WRITE_PICTURES"):
        shown.parent.mkdir(exist_ok=True)
        shutil.copyfile(drawn, shown)
    said = [
        sorted("".join(element.itertext()) for element in ElementTree.parse(file).iter())
        for file in (drawn, shown)
    ]
    assert said[0] == said[1], f"{shown.name} is out of date: make pictures"
    assert shown.stat().st_size < 100_000


def test_pictures_are_made_by_the_pages_that_show_them() -> None:
    shown = {
        (page.parent / name).resolve()
        for page in WITH_PYTHON
        for name in PICTURE.findall(page.read_text(encoding="utf-8"))
    }
    shown.add(ROOT / "docs" / "pictures" / "benchmarks.svg")  # of benchmarks/report, not of a page
    assert shown == {path.resolve() for path in (ROOT / "docs").rglob("*.svg")}
    assert shown


def test_there_is_a_manual_page() -> None:
    assert ROOT / "docs" / "python.md" in WITH_PYTHON


def write_sources(folder: Path) -> None:
    """What the pages read: a small Salesforce export, and the tables of a small organisation."""
    export = folder / "my-export"
    export.mkdir()
    (export / "Account.csv").write_text("Id,Name\n1,Acme\n")
    (export / "Opportunity.csv").write_text(
        "Id,Name,AccountId,StageName,Amount,CloseDate,CreatedDate\n"
        "o1,One,1,Prospecting,100,2026-05-01,2026-01-01T00:00:00Z\n"
    )
    tables = folder / "tables"
    tables.mkdir()
    (tables / "market.csv").write_text("id,currency\nSE,SEK\n")
    (tables / "account.csv").write_text("id,market\nacme,SE\n")
