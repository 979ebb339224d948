"""Compiles every public header alone, with each compiler that is installed.

A C++ header must stand on its own as C++20; the C header also as C99 and C++11. Warnings are
errors.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

INCLUDE = Path(__file__).resolve().parent.parent / "include"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]


def commands(header: Path) -> list[list[str]]:
    """The compilations that a header has to pass."""
    if header.suffix == ".h":
        forms = [("gcc", "c", "c99"), ("clang", "c", "c99")]
        forms += [("g++", "c++", "c++11"), ("clang++", "c++", "c++11")]
    else:
        forms = [("g++", "c++", "c++20"), ("clang++", "c++", "c++20")]
    return [
        [compiler, "-x", language, f"-std={standard}", *WARNINGS, "-pedantic", "-fsyntax-only"]
        for compiler, language, standard in forms
        if shutil.which(compiler)
    ]


def compile_alone(header: Path, command: list[str]) -> str:
    """What the compiler says about the header; empty where it is content."""
    name = header.relative_to(INCLUDE)
    result = subprocess.run(
        [*command, "-I", str(INCLUDE), "-"],
        input=f'#include "{name}"\n',
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode == 0:
        return ""
    return f"{name} does not stand alone with {command[0]} ({command[3]}):\n{result.stderr}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    jobs = parser.parse_args().jobs
    headers = sorted([*INCLUDE.rglob("*.hpp"), *INCLUDE.rglob("*.h")])
    work = [(header, command) for header in headers for command in commands(header)]
    with ThreadPoolExecutor(jobs) as pool:
        complaints = [said for said in pool.map(lambda pair: compile_alone(*pair), work) if said]
    print("\n".join(complaints) or f"{len(headers)} headers, {len(work)} compilations")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
