"""The workspace: one organisation's records, loaded, changed and asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from opportune import _json, _opportune
from opportune._arguments import (
    Names,
    count,
    expect,
    expect_or_none,
    names,
    policy_text,
    refused,
)
from opportune._conformance import Conformance
from opportune._folders import Folders
from opportune._forecasts import Forecasts
from opportune._graphs import Graphs
from opportune._journal import Journal
from opportune._live import Live
from opportune._looking_back import LookingBack
from opportune._measures import Measures
from opportune._moves import Moves
from opportune._period_measures import PeriodMeasures
from opportune.conflicts import Answer, Conflicts
from opportune.decision import Decision
from opportune.load_report import LoadReport
from opportune.moment import Moment, micros_of
from opportune.progress import Progress, reporting
from opportune.sources import Source, sources_by_name, to_input
from opportune.table import Table

OnError: TypeAlias = Literal["fail", "quarantine"]


class Workspace(
    Live,
    Journal,
    Folders,
    Moves,
    Conformance,
    Graphs,
    LookingBack,
    Measures,
    PeriodMeasures,
    Forecasts,
):
    """One organisation's records. Open one with :func:`opportune.memory` or :func:`opportune.open`.

    May be used from several threads at once: questions work on the state as it was when they
    began, and neither wait for a load nor hold it up.
    """

    __slots__ = ("__weakref__", "_native")

    def __init__(
        self,
        reporting_currency: str = "EUR",
        policy: Mapping[str, Any] | None = None,
        clock: Moment = None,
        journal: str | os.PathLike[str] = "",
        checkpoint: str | os.PathLike[str] | None = None,
    ) -> None:
        expect(reporting_currency, str, "reporting_currency")
        self._native = _opportune.Workspace(
            reporting_currency,
            policy_text(policy),
            micros_of(clock, "clock"),
            os.fspath(journal),
            "" if checkpoint is None else os.fspath(checkpoint),
        )

    # --- records in -----------------------------------------------------------------------------

    def load(
        self,
        tables: Mapping[str, Source] | None = None,
        /,
        *,
        on_error: OnError = "fail",
        issue_limit: int = 100,
        progress: Progress | bool | None = None,
        **more: Source,
    ) -> LoadReport:
        """Loads tables as one unit: all or nothing.

        ``ws.load(account=accounts, opportunity=opportunities, ...)``, or a dict of the same, in
        any order; the names and columns are those of docs/tables.md. A table is a pandas, Polars
        or pyarrow table, a DuckDB relation, anything else with ``__arrow_c_stream__``, a
        :class:`Table`, a dict of columns, a list of records (dicts) or the path of a CSV file. NaN
        is read as missing.

        :param on_error: "fail": InputError with every bad row; "quarantine": good rows are loaded,
            bad ones are in the report.
        :param issue_limit: how many issues an InputError carries; all are counted.
        :param progress: True shows a bar in a terminal; a function is called with
            (table, rows done, rows in all).
        """
        expect(issue_limit, int, "issue_limit")
        inputs = [
            to_input(name, source, issue_limit)
            for name, source in sources_by_name(tables, more).items()
        ]
        return self._load(inputs, on_error, issue_limit, progress)

    def load_csv(
        self,
        directory: str | os.PathLike[str],
        *,
        on_error: OnError = "fail",
        issue_limit: int = 100,
        progress: Progress | bool | None = None,
    ) -> LoadReport:
        """Loads a directory with one CSV file per table, named as the table."""
        if not isinstance(directory, (str, os.PathLike)):
            raise TypeError(f"directory: expected a path, not {type(directory).__name__}")
        expect(issue_limit, int, "issue_limit")
        inputs = _opportune.Input.from_csv_directory(os.fspath(directory))
        return self._load(inputs, on_error, issue_limit, progress)

    def _load(
        self,
        inputs: list[_opportune.Input],
        on_error: str,
        issue_limit: int,
        progress: Progress | bool | None,
    ) -> LoadReport:
        if on_error not in ("fail", "quarantine"):
            raise refused("on_error", str(on_error), 'expected "fail" or "quarantine"')
        if not 0 <= issue_limit < 2**63:
            raise refused("issue_limit", str(issue_limit), "expected 0 or more")
        quarantine = on_error == "quarantine"
        with reporting(progress) as report:
            rows, notices, bad = self._native.load(inputs, quarantine, issue_limit, report)
        return LoadReport(rows, notices, Table(bad) if quarantine and bad is not None else None)

    # --- questions ------------------------------------------------------------------------------

    def check(
        self,
        *,
        opportunity: Mapping[str, Any] | None = None,
        lead: Mapping[str, Any] | None = None,
        activity: Mapping[str, Any] | None = None,
        as_of: Moment = None,
        language: str | None = None,
    ) -> Decision:
        """What saving a draft would bring; nothing is changed.

        ``ws.check(opportunity={"account": "acme", "stage": "qualified", ...})``,
        ``ws.check(lead={...})`` or ``ws.check(activity={...})``. A draft with the id of a stored
        record is a change of it.

        :param language: of explanations, evidence and reasons: "en" (or None), "sv".
        :raises InputError: the draft breaks the rules of records.
        :raises NotFoundError: there is no such language.
        """
        drafts = {"opportunity": opportunity, "lead": lead, "activity": activity}
        given = {table: draft for table, draft in drafts.items() if draft is not None}
        if len(given) != 1:
            raise TypeError(
                "check: give one draft, opportunity={...}, lead={...} or activity={...}"
            )
        table, draft = next(iter(given.items()))
        if not isinstance(draft, Mapping):
            raise TypeError(f"{table}: expected a dict, not {type(draft).__name__}")
        expect_or_none(language, str, "language")
        text = _json.draft(table, draft)
        return Decision(self._native.check(text, micros_of(as_of), language or ""))

    def conflicts(
        self,
        *,
        as_of: Moment = None,
        kinds: Names = (),
        groups: Names = (),
        policy: Mapping[str, Any] | None = None,
        language: str = "en",
        pairs: bool = False,
        pair_limit: int = 10_000,
        threads: int = 0,
    ) -> Conflicts:
        """Who is stepping on whom: all conflicts, the worst first.

        What was found of all groups is kept: asked again as of the same instant (a date is its
        end), it looks only at the groups that changes have touched since.

        :param as_of: a date (its end), a datetime, ISO 8601 text; None: now.
        :param kinds: names of kinds; none: all that the policy has not switched off.
        :param groups: only in the corporate groups of these accounts.
        :param policy: asked under this policy instead of the workspace's; then nothing is kept.
        :param language: of explanations and evidence, "en" or "sv"; for others see
            :func:`opportune.render`.
        :param pairs: find the related pairs and their evidence at once; otherwise they are found
            when ``.pairs`` is first looked at.
        :param pair_limit: at most so many pairs of each conflict.
        :param threads: 0: as many as the machine has.
        """
        # "Now" is fixed here, so that pairs that are asked for later are of the same instant.
        micros = self._native.now() if as_of is None else micros_of(as_of)
        kind_names, group_ids = names(kinds, "kinds"), names(groups, "groups")
        text = policy_text(policy)
        expect(language, str, "language")
        count(pair_limit, "pair_limit")
        count(threads, "threads")

        def ask(with_pairs: bool) -> Answer:
            return self._native.conflicts(
                micros, kind_names, group_ids, text, language, with_pairs, pair_limit, threads
            )

        return Conflicts(ask(pairs), lambda: ask(True))

    # --- records out ----------------------------------------------------------------------------

    def table(self, name: str) -> Table:
        """All records of a table, sorted by id, with the columns of docs/tables.md."""
        expect(name, str, "name")
        return Table(self._native.export_table(name))

    def tables(self) -> dict[str, int]:
        """Number of records of each table."""
        return {name: self._native.count(name) for name in _opportune.table_names()}

    def groups(self, as_of: Moment = None) -> Table:
        """The corporate groups as of an instant: account, group (its root), depth."""
        return Table(self._native.groups(micros_of(as_of)))

    def memory_use(self) -> Table:
        """Bytes held, by table."""
        return Table(self._native.memory())

    @property
    def reporting_currency(self) -> str:
        """ISO 4217; every total is in it."""
        return self._native.reporting_currency

    def __repr__(self) -> str:
        filled = ", ".join(f"{name} {rows:,}" for name, rows in self.tables().items() if rows)
        return f"Workspace({self.reporting_currency}; {filled or 'empty'})"


def memory(
    reporting_currency: str = "EUR",
    policy: Mapping[str, Any] | None = None,
    clock: Moment = None,
) -> Workspace:
    """Opens an empty workspace in memory.

    :param reporting_currency: ISO 4217; every total is in it.
    :param policy: what differs from the default policy, as a dict (docs/policy.md).
    :param clock: what "now" means, until :meth:`Workspace.advance_clock` moves it; None: the
        machine's clock.
    """
    return Workspace(reporting_currency, policy, clock)


def open(
    location: str | os.PathLike[str],
    reporting_currency: str = "EUR",
    policy: Mapping[str, Any] | None = None,
    clock: Moment = None,
    checkpoint: str | os.PathLike[str] | None = None,
) -> Workspace:
    """Opens the workspace whose journal is at a location, or makes one there.

    Every command that returns is in the journal; what other processes write to it is seen by the
    next question or command. docs/journal.md says what survives what.

    :param location: the path of an SQLite file, or a ``postgresql://`` URL.
    :param reporting_currency, policy, clock: as :func:`memory` takes them. StoreError where the
        journal was made with another currency or other milestones, cannot be opened, is none, or
        is damaged.
    :param checkpoint: the file in which a copy of the state is kept, so that the journal opens
        quickly; None: beside an SQLite file, none for a server; ``"off"``: none.
    """
    if not os.fspath(location):
        raise refused("location", "", "must be the path of a file, or a postgresql:// URL")
    return Workspace(reporting_currency, policy, clock, location, checkpoint)


def table_names() -> list[str]:
    """Names of all tables, in the order of docs/tables.md."""
    return _opportune.table_names()


def conflict_kinds() -> list[str]:
    """Names of the kinds of conflict that the engine finds."""
    return _opportune.conflict_kinds()
