"""What the databases are asked about, made once: run by run.py as

    facts.py FOLDER DRAFTS

DuckDB prepares it, with the very scripts of the scan's peer: who belongs to which group, which
opportunities are open on the organisation's last day, whose owner is on the account team, which
products overlap. That is written as a CSV file for each table of sqlite_schema.sql (facts/*.csv),
and into an SQLite database (check.sqlite). The drafts are drawn from it too (drafts.py), and
written by ids for us (drafts-*.csv) and by keys for the databases (keys-*.csv).
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from pathlib import Path

sys.path[:1] = [str(Path(__file__).resolve().parents[1])]

from peers.duckdb_peer import DuckDb  # noqa: E402
from worker import last_day, read_tables  # noqa: E402

from check import drafts  # noqa: E402

HERE = Path(__file__).parent
# The columns of sqlite_schema.sql, and postgres_schema.sql.
FACTS = {
    "account": "SELECT account AS key, root, is_prospect FROM account_group",
    "team": "SELECT DISTINCT account AS root, person, market FROM team_fact"
    " WHERE account IN (SELECT root FROM account_group)",
    "market_within": "SELECT DISTINCT market, ancestor FROM market_within",
    "product_overlap": "SELECT DISTINCT a, b FROM product_overlap"
    " UNION ALL SELECT key, 0 FROM product_key",
    "open_item": "SELECT o.root, coalesce(i.product, 0) AS product, o.key AS opportunity,"
    " o.account, o.market, o.owner, o.agreement, o.on_team FROM open_opportunity AS o"
    " LEFT JOIN opportunity_item AS i ON i.opportunity = o.key ORDER BY 1, 2, 3",
}
KEYS = {"account": "account", "market": "market", "owner": "person"}
KEYS |= {"agreement": "agreement", "product": "product"}


class Facts(DuckDb):
    """The scan's peer, up to where its pairs are joined."""

    def __init__(self, folder: Path) -> None:
        super().__init__(read_tables(folder), last_day(folder), threads=2)
        self._folder = folder

    def make(self) -> None:
        self.load()
        at = {"day": self._day, "t": dt.datetime.combine(self._day, dt.time.max)}
        self._run("duckdb_scan.sql", at, only=("groups", "open opportunities"))

    def write(self) -> None:
        folder = self._folder / "facts"
        folder.mkdir()
        for table, query in FACTS.items():
            self._database.execute(f"COPY ({query}) TO '{folder / table}.csv' (HEADER false)")
        names = "SELECT key, id FROM opportunity_key ORDER BY key"
        self._database.execute(f"COPY ({names}) TO '{folder / 'names'}.csv' (HEADER false)")
        schema, indexes = (HERE / "sqlite_schema.sql").read_text().split("-- step: indexes")
        with sqlite3.connect(self._folder / "check.sqlite") as database:
            database.executescript(schema)
            for table, query in FACTS.items():
                rows = self._database.execute(query)
                places = ", ".join("?" * len(rows.description))
                while some := rows.fetchmany(100_000):
                    database.executemany(f"INSERT INTO {table} VALUES ({places})", some)
            database.commit()
            database.executescript(indexes)

    def draw(self, count: int) -> None:
        roots = dict(
            self._rows(
                "SELECT a.id, r.id FROM account_group AS g"
                " JOIN account_key AS a ON a.key = g.account"
                " JOIN account_key AS r ON r.key = g.root"
            )
        )
        pursuits = self._rows(
            "SELECT a.id, g.id FROM open_opportunity AS o"
            " JOIN account_key AS a ON a.key = o.account"
            " LEFT JOIN agreement_key AS g ON g.key = o.agreement ORDER BY o.key"
        )
        key_of = {
            column: dict(self._rows(f"SELECT id, key FROM {table}_key"))
            for column, table in KEYS.items()
        }
        for name, drawn in drafts.draw(self._tables, roots, pursuits, count).items():
            drafts.write_drafts(self._folder, name, drawn)
            drafts.write(
                self._folder / f"keys-{name}.csv",
                ([key_of[c].get(getattr(draft, c)) for c in drafts.COLUMNS] for draft in drawn),
            )

    def _rows(self, query: str) -> list[tuple[str, str]]:
        return self._database.execute(query).fetchall()


def main() -> None:
    facts = Facts(Path(sys.argv[1]))
    facts.make()
    facts.write()
    facts.draw(int(sys.argv[2]))


if __name__ == "__main__":
    main()
