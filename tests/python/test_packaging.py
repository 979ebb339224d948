"""The package as it is installed: its version, its files, its command."""

from __future__ import annotations

import re
from importlib import metadata, resources
from pathlib import Path

HEADER = Path(__file__).resolve().parents[2] / "include" / "opportune" / "version.hpp"


def test_the_version_is_that_of_the_headers() -> None:
    numbers = re.findall(
        r"#define OPPORTUNE_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", HEADER.read_text()
    )
    assert metadata.version("opportune") == ".".join(numbers)


def test_the_package_is_typed() -> None:
    files = {entry.name for entry in resources.files("opportune").iterdir()}
    assert "py.typed" in files
    assert "_opportune.pyi" in files


def test_no_extra_is_required_to_import_it() -> None:
    needed = [need for need in metadata.requires("opportune") or [] if "extra ==" not in need]
    assert needed == []


def test_the_command_is_installed() -> None:
    scripts = metadata.entry_points(group="console_scripts", name="opportune")
    assert [script.value for script in scripts] == ["opportune.cli:main"]
