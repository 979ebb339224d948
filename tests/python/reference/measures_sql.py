"""Measures of exports a third time, by SQL (measures.sql) in DuckDB: sets and windows, no loops.

For tables of one currency, without migrations, whose opportunities have one product each.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from .measure.statistics import Z

_SQL = (Path(__file__).parent / "measures.sql").read_text(encoding="utf-8")
CLOSED = ("won", "lost", "abandoned")
CHANGE = {"opportunity": "VARCHAR", "at": "TIMESTAMP"}
COLUMNS = {
    "opportunity": {
        **{"id": "VARCHAR", "market": "VARCHAR", "owner": "VARCHAR", "stage": "VARCHAR"},
        **{"products": "VARCHAR", "amount": "BIGINT", "source": "VARCHAR"},
        **{"opened": "DATE", "expected_close": "DATE", "closed": "DATE"},
    },
    "stage_change": {**CHANGE, "from": "VARCHAR", "to": "VARCHAR"},
    "amount_change": {**CHANGE, "from": "BIGINT", "to": "BIGINT"},
    "close_date_change": {**CHANGE, "from": "DATE", "to": "DATE"},
    "lead": {
        **{"id": "VARCHAR", "source": "VARCHAR", "status": "VARCHAR", "opportunity": "VARCHAR"},
        **{"created": "DATE", "closed": "DATE"},
    },
}
Rows = list[dict[str, Any]]


class Sql:
    def __init__(self, tables: Mapping[str, Mapping[str, Sequence[Any]]]) -> None:
        self._db = duckdb.connect()
        for name, columns in COLUMNS.items():
            self._create(name, columns, tables.get(name, {}))
        stages = json.loads(tables["process"]["definition"][0])["stages"]
        endings = [stage for stage in stages if stage["milestone"] in CLOSED]
        of_both = {"id": "VARCHAR", "milestone": "VARCHAR"}
        for name, several in (("ending", endings), ("beginning", stages[:1])):
            columns_of = {column: [stage[column] for stage in several] for column in of_both}
            self._create(name, of_both, columns_of)
        self._db.execute(_SQL)

    def _create(
        self, name: str, columns: dict[str, str], table: Mapping[str, Sequence[Any]]
    ) -> None:
        typed = ", ".join(f'"{column}" {type_}' for column, type_ in columns.items())
        self._db.execute(f"CREATE TABLE {name} ({typed})")
        if not table:
            return
        length = len(next(iter(table.values())))
        frame = pd.DataFrame(
            {
                column: [_plain(column, value) for value in table.get(column, [None] * length)]
                for column in columns
            },
            dtype=object,
        )
        self._db.register("frame", frame)
        names = ", ".join(f'CAST("{column}" AS {type_})' for column, type_ in columns.items())
        self._db.execute(f"INSERT INTO {name} SELECT {names} FROM frame")
        self._db.unregister("frame")

    def _rows(self, sql: str, **values: Any) -> Rows:
        cursor = self._db.execute(sql, values)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def win_loss(self, cell: str, first: dt.date, last: dt.date) -> Rows:
        return self._rows(
            f"""
            WITH counted AS (
                SELECT
                    {cell} AS cell,
                    count(*) AS closed,
                    count(*) FILTER (outcome = 'won') AS won,
                    count(*) FILTER (outcome = 'lost') AS lost,
                    sum(amount)::BIGINT AS closed_amount_minor,
                    coalesce(sum(amount) FILTER (outcome = 'won'), 0)::BIGINT AS won_amount_minor,
                    coalesce(sum(amount) FILTER (outcome = 'lost'), 0)::BIGINT AS lost_amount_minor,
                    sum(amount::DOUBLE ^ 2) AS squares
                FROM state($t)
                WHERE outcome IS NOT NULL AND since BETWEEN $first AND $last
                GROUP BY 1
            ),
            rates AS (
                SELECT
                    *,
                    won / closed AS win_rate,
                    won_amount_minor / nullif(closed_amount_minor, 0) AS amount_win_rate,
                    closed_amount_minor::DOUBLE ^ 2 / nullif(squares, 0) AS deals
                FROM counted
            )
            SELECT
                * EXCLUDE (squares, deals),
                {_wilson("win_rate", "closed", "-")} AS win_rate_low,
                {_wilson("win_rate", "closed", "+")} AS win_rate_high,
                {_wilson("amount_win_rate", "deals", "-")} AS amount_win_rate_low,
                {_wilson("amount_win_rate", "deals", "+")} AS amount_win_rate_high
            FROM rates
            """,
            **{"t": _end_of(last), "first": first, "last": last},
        )

    def ageing(self, cell: str, day: dt.date) -> Rows:
        return self._rows(
            f"""
            SELECT
                {cell} AS cell,
                count(*) AS count,
                sum(amount)::BIGINT AS amount_minor,
                min(days) AS min_days,
                quantile_cont(days, 0.25) AS lower_quartile_days,
                median(days) AS median_days,
                quantile_cont(days, 0.75) AS upper_quartile_days,
                max(days) AS max_days
            FROM (SELECT *, $t::DATE - since AS days FROM state($t) WHERE outcome IS NULL)
            GROUP BY 1
            """,
            t=_end_of(day),
        )

    def waterfall(
        self,
        cell: str,
        first: dt.date,
        last: dt.date,
        close: tuple[dt.date, dt.date] | None = None,
    ) -> dict[tuple[Any, str], int]:
        """(cell, flow) -> the amount, where there is one."""
        expected = "true" if close is None else "expected BETWEEN $close_from AND $close_to"
        bounds = {} if close is None else dict(zip(("close_from", "close_to"), close, strict=True))
        cell = cell.replace("stage", "last_open")  # a closed one is where it was open last
        rows = self._rows(
            f"""
            WITH ends AS (
                SELECT
                    id,
                    {cell} AS cell, amount, outcome, since,
                    coalesce({expected}, false) AS expected,
                    outcome IS NULL AND coalesce({expected}, false) AS there
                FROM state($t)
            ),
            begins AS (
                SELECT
                    id, {cell} AS cell, amount, outcome,
                    outcome IS NULL AND coalesce({expected}, false) AS there
                FROM state($s)
            ),
            both_ends AS (
                SELECT
                    a.cell AS a_cell, b.cell AS b_cell, a.amount AS a, b.amount AS b,
                    coalesce(a.there, false) AS a_there, b.there AS b_there,
                    CASE WHEN b.outcome IS NOT NULL AND b.since > $s::DATE THEN b.outcome END
                        AS ended,
                    CASE
                        WHEN a.id IS NULL THEN 'new'
                        WHEN a.outcome IS NULL THEN 'pulled_in'
                        ELSE 'reopened'
                    END AS came,
                    b.expected
                FROM ends AS b LEFT JOIN begins AS a USING (id)
            ),
            stayed AS (SELECT * FROM both_ends WHERE a_there AND (b_there OR ended IS NOT NULL)),
            joined AS (
                SELECT * FROM both_ends
                WHERE NOT a_there AND (b_there OR (ended IS NOT NULL AND expected))
            ),
            flows AS (
                SELECT a_cell AS cell, 'opening' AS flow, a AS amount FROM both_ends WHERE a_there
                UNION ALL SELECT b_cell, 'closing', b FROM both_ends WHERE b_there
                UNION ALL SELECT b_cell, came, b FROM joined
                UNION ALL SELECT b_cell, ended, b FROM (FROM stayed UNION ALL FROM joined)
                    WHERE ended IS NOT NULL
                UNION ALL SELECT b_cell, 'increased', b - a FROM stayed WHERE b > a
                UNION ALL SELECT b_cell, 'decreased', a - b FROM stayed WHERE b < a
                UNION ALL SELECT a_cell, 'moved_out', a FROM stayed
                    WHERE a_cell IS DISTINCT FROM b_cell
                UNION ALL SELECT b_cell, 'moved_in', a FROM stayed
                    WHERE a_cell IS DISTINCT FROM b_cell
                UNION ALL SELECT a_cell, 'pushed_out', a FROM both_ends
                    WHERE a_there AND NOT b_there AND ended IS NULL
            )
            SELECT cell, flow, sum(amount)::BIGINT AS amount
            FROM flows GROUP BY ALL HAVING sum(amount) <> 0
            """,
            **{"s": _end_of(first), "t": _end_of(last), **bounds},
        )
        return {(row["cell"], row["flow"]): row["amount"] for row in rows}

    def slippage(self, cell: str, first: dt.date, last: dt.date) -> Rows:
        return self._rows(
            f"""
            WITH there AS (
                SELECT s.* FROM state($t) AS s
                WHERE id IN (
                    SELECT opportunity FROM open_spells()
                    WHERE began <= $t AND ended >= $first
                )
            ),
            moves AS (
                SELECT opportunity, "to" - "from" AS days
                FROM close_date_change
                WHERE "to" <> "from" AND "at"::DATE BETWEEN $first AND $last
            )
            SELECT
                {cell} AS cell,
                count(DISTINCT id) AS opportunities,
                count(DISTINCT opportunity) AS moved,
                count(days) AS moves,
                count(*) FILTER (days > 0) AS pushed,
                count(*) FILTER (days < 0) AS pulled,
                coalesce(sum(days) FILTER (days > 0), 0)::BIGINT AS pushed_days,
                coalesce(-sum(days) FILTER (days < 0), 0)::BIGINT AS pulled_days,
                avg(days) AS mean_days,
                median(days) AS median_days
            FROM there LEFT JOIN moves ON moves.opportunity = there.id
            GROUP BY 1
            """,
            **{"t": _end_of(last), "first": first, "last": last},
        )

    def smarketing(self, cell: str, day: dt.date) -> Rows:
        """Of leads that are qualified since they were closed, each with its own opportunity."""
        return self._rows(
            f"""
            SELECT
                lead.{cell} AS cell,
                count(*) AS leads,
                count(*) FILTER (lead.closed > $day) AS active,
                count(*) FILTER (lead.closed <= $day) AS qualified,
                count(s.id) AS opportunities,
                count(s.id) FILTER (outcome IS NULL) AS open,
                count(*) FILTER (outcome = 'won') AS won,
                count(*) FILTER (outcome = 'lost') AS lost,
                count(*) FILTER (outcome = 'won') / count(*) AS won_rate,
                coalesce(sum(amount), 0)::BIGINT AS amount_minor,
                coalesce(sum(amount) FILTER (outcome = 'won'), 0)::BIGINT AS won_amount_minor,
                median(s.opened - lead.created) AS median_days_to_opportunity,
                median(s.since - lead.created) FILTER (outcome = 'won') AS median_days_to_won
            FROM lead LEFT JOIN state($t) AS s ON s.id = lead.opportunity
            WHERE lead.created <= $day
            GROUP BY 1
            """,
            **{"t": _end_of(day), "day": day},
        )


def _wilson(share: str, trials: str, sign: str) -> str:
    return f"""(
        {share} + {Z} ^ 2 / (2 * {trials}) {sign} {Z} * sqrt(
            {share} * (1 - {share}) / {trials} + {Z} ^ 2 / (4 * {trials}::DOUBLE ^ 2)
        )
    ) / (1 + {Z} ^ 2 / {trials})"""


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.max)


def _plain(column: str, value: Any) -> Any:
    """Amounts in minor units, instants without a zone, the one product."""
    if isinstance(value, list):
        (value,) = value
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    is_amount = column == "amount" or isinstance(value, int | float | Decimal)
    return int(100 * value) if is_amount and value is not None else value
