"""The PostgreSQL server that scripts/with_postgres.sh gives, filled with the facts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
# So that everything is in its memory; and nothing that it does by itself disturbs.
SETTINGS = {"shared_buffers": "'1GB'", "work_mem": "'64MB'", "autovacuum": "off"}


def absent() -> str | None:
    """Why it cannot be asked here; None where it can."""
    if not os.environ.get("OPPORTUNE_TEST_POSTGRES"):
        return "there is no server (scripts/with_postgres.sh starts one)"
    return None if _psql() else "psql was not found"


def url() -> str:
    return os.environ["OPPORTUNE_TEST_POSTGRES"].replace("%s", "postgres")


def _psql() -> str | None:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/psql"), reverse=True)
    return shutil.which("psql") or next(map(str, versions), None)


def _run(script: str) -> str:
    """What it prints, without heads."""
    psql = _psql()
    assert psql is not None
    arguments = [psql, url(), "-qAt", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    done = subprocess.run(arguments, input=script, text=True, check=True, stdout=subprocess.PIPE)
    return done.stdout.strip()


def version() -> str:
    return _run("SHOW server_version").split()[0]


def fill(folder: Path, tables: list[str]) -> None:
    """Makes the tables and their indexes, and starts the server anew with its settings."""
    settings = [f"ALTER SYSTEM SET {name} = {value};" for name, value in SETTINGS.items()]
    _run("\n".join([*settings, "CHECKPOINT;"]))
    control = os.environ["OPPORTUNE_TEST_POSTGRES_CONTROL"]
    for what in ("stop", "start"):
        subprocess.run([control, what], check=True)
    schema, indexes = (HERE / "postgres_schema.sql").read_text().split("-- step: indexes")
    copies = [f"\\copy {table} FROM '{folder / 'facts' / table}.csv' CSV" for table in tables]
    _run("\n".join([schema, *copies, indexes, "CHECKPOINT;"]))
