"""DuckDB with its constraints declared: it checks, while loading, what it can check of what
`Workspace.load` does. Nothing else is asked of it."""

from __future__ import annotations

import time

from . import duckdb_peer


class Constrained(duckdb_peer.DuckDb):
    """An in-memory database whose tables have keys, references and checks."""

    name = "DuckDB, constraints declared"

    def load(self) -> dict[str, float]:
        """Seconds to copy the tables into those of duckdb_constraints.sql, in its order."""
        self._database.execute((self.scripts / "duckdb_constraints.sql").read_text("utf-8"))
        made = self._database.execute("SELECT table_name FROM duckdb_tables() ORDER BY table_oid")
        names = [row[0] for row in made.fetchall()]
        if set(names) != set(self._tables):
            raise RuntimeError(f"not declared: {set(names) ^ set(self._tables)}")
        start = time.perf_counter()
        for name in names:
            self._database.register("arrow", self._tables[name])
            columns = ", ".join(map(duckdb_peer.native, self._tables[name].schema))
            self._database.execute(f'INSERT INTO "{name}" BY NAME SELECT {columns} FROM arrow')
            self._database.unregister("arrow")
        return {"load": time.perf_counter() - start}
