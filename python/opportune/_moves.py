"""The part of the workspace that is about processes: moves, checklists, conversions, and what
marketing may run."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from opportune import _json, _opportune
from opportune._arguments import Names, count, expect, expect_or_none, names, policy_text
from opportune.audience import Accounts, Audience, accounts_input
from opportune.checklist import Checklist, checklist
from opportune.decision import Decision
from opportune.migration import Migration, migration
from opportune.moment import Moment, micros_of
from opportune.sources import Source, to_input
from opportune.table import Table
from opportune.transitions import Conversion, Transition, Transitions, transition


class Moves:
    """A part of :class:`opportune.Workspace`."""

    __slots__ = ()

    _native: _opportune.Workspace

    def advance(
        self,
        opportunity: str,
        to: str,
        *,
        at: Moment = None,
        by: str | None = None,
        force: bool = False,
        reason: str | None = None,
    ) -> Transition:
        """Moves an opportunity to another stage, where nothing is missing. That it does not move
        is an answer, with everything that is missing; then nothing was changed.

        :param to: the id of a stage of its process.
        :param at: when; a date: its start; None: now. Not before its latest stage change.
        :param by: a person's id; needed where it is forced.
        :param force: move although something is missing, as far as the policy allows.
        :param reason: needed where it is forced; kept in the history.
        :raises NotFoundError: there is no such opportunity.
        :raises InputError: the move makes no sense.
        """
        expect(opportunity, str, "opportunity")
        expect(to, str, "to")
        request = {"opportunity": opportunity, "to": to, **_asked(at, by, force, reason)}
        return self.advance_all([request])[0]

    def advance_all(self, moves: Iterable[Mapping[str, Any]]) -> list[Transition]:
        """Moves many, in order, each where nothing is missing: dicts with the arguments of
        :meth:`advance` by name. A result for each; where the call raises none has moved."""
        if isinstance(moves, (str, bytes, Mapping)) or not isinstance(moves, Iterable):
            raise TypeError(f"moves: expected a list of dicts, not {type(moves).__name__}")
        requests = list(moves)
        for index, move in enumerate(requests):
            if not isinstance(move, Mapping):
                raise TypeError(f"moves[{index}]: expected a dict, not {type(move).__name__}")
        results = self._native.advance(_json.dumps(requests, "moves"))
        return [transition(result) for result in json.loads(results)]

    def advance_table(self, moves: Source) -> Transitions:
        """Moves many from a dataframe, and answers with tables: the fastest way.

        :param moves: a table (as :meth:`opportune.Workspace.load` takes them) with the columns
            opportunity, to and, where they are given, at, by, force and reason. Moves are made in
            the order of the rows; where the call raises none has moved.
        """
        return Transitions(*self._native.advance_table(to_input("advance", moves, 100)))

    def migrate(
        self,
        process: str,
        *,
        opportunities: Names | None = None,
        version: int | None = None,
        stages: Mapping[str, str] | None = None,
        at: Moment = None,
        by: str | None = None,
        reason: str | None = None,
    ) -> Migration:
        """Moves opportunities to another version of their process, all of them or none. An
        opportunity keeps the version that it started under until then.

        :param opportunities: their ids; None: all of the process that are open.
        :param version: to which; None: the latest.
        :param stages: {stage: stage of the version}, for those that the version does not have, or
            has under another id. The others go to the stage with their id.
        :param at: when; a date: its start; None: now. Not before a latest stage change.
        :param reason: kept in the history.
        :raises NotFoundError: there is no such process or version.
        :raises InputError: with an issue for each opportunity that hinders it, and each stage.
        """
        expect(process, str, "process")
        expect_or_none(version, int, "version")
        expect_or_none(reason, str, "reason")
        if stages is not None:
            expect(stages, Mapping, "stages")
            for old, new in stages.items():
                expect(old, str, "stages")
                expect(new, str, f"stages[{old!r}]")
        named = None if opportunities is None else names(opportunities, "opportunities")
        request = {
            "process": process,
            "opportunities": named,
            "version": version,
            "stages": None if stages is None else dict(stages),
            **_when(at, by),
            "reason": reason,
        }
        return migration(json.loads(self._native.migrate(_json.dumps(request, "migrate"))))

    def checklist(self, opportunity: str, as_of: Moment = None) -> Checklist:
        """What is done and missing on the way to each next stage: demands, people who must join,
        agreements that cover it, marketing that is paused, conflicts that stand.

        :raises NotFoundError: there is no such opportunity.
        """
        expect(opportunity, str, "opportunity")
        return checklist(json.loads(self._native.checklist(opportunity, micros_of(as_of))))

    def process_choice(self, opportunity: str, as_of: Moment = None) -> Table:
        """Which process applies to an opportunity, and why: process, name, applies, scope, market
        (the closest of its own that holds the opportunity's), conditions (how many it asks for),
        reason. A row for each process, the one that applies first, the built-in one last.

        :param as_of: which group it is in then; the definitions are the latest.
        :raises NotFoundError: there is no such opportunity.
        """
        expect(opportunity, str, "opportunity")
        return Table(self._native.process_choice(opportunity, micros_of(as_of)))

    def convert(
        self,
        lead: str,
        opportunity: str,
        *,
        name: str | None = None,
        owner: str | None = None,
        process: str | None = None,
        kind: str | None = None,
        at: Moment = None,
        by: str | None = None,
        force: bool = False,
        reason: str | None = None,
    ) -> Conversion:
        """Qualifies a lead into an opportunity, where admission does not block it. That it is
        refused is an answer; then nothing was changed.

        :param opportunity: the id that the opportunity gets; must be new.
        :param name: the opportunity's; None: the lead's. So also ``owner``.
        :param process: None: the process that applies.
        :param force: convert although admission blocks it, as far as the policy allows ``by``;
            needs a reason.
        :raises NotFoundError: there is no such lead.
        :raises InputError: the request makes no sense.
        """
        expect(lead, str, "lead")
        expect(opportunity, str, "opportunity")
        fields = {"name": name, "owner": owner, "process": process, "kind": kind}
        for argument, value in fields.items():
            expect_or_none(value, str, argument)
        request = {"lead": lead, "opportunity": opportunity, **fields}
        text = _json.dumps({**request, **_asked(at, by, force, reason)}, "convert")
        answer, decision = self._native.convert(text)
        return Conversion(**{**json.loads(answer), "decision": Decision(decision)})

    def activities(self, account: str, as_of: Moment = None) -> Table:
        """Which marketing may run at an account: kind, allowed, and for a kind that is suppressed
        a row for each opportunity (opportunity, stage, opportunity_account) that does so.

        :raises NotFoundError: there is no such account.
        """
        expect(account, str, "account")
        return Table(self._native.activities(account, micros_of(as_of)))

    def audience(
        self,
        accounts: Accounts | None = None,
        *,
        kind: str | None = None,
        campaign: str | None = None,
        markets: Names = (),
        as_of: Moment = None,
        policy: Mapping[str, Any] | None = None,
        cuts: bool = False,
        limit: int = 1000,
    ) -> Audience:
        """Who of a planned campaign's audience would be left out, by which opportunity. Nothing is
        changed.

        :param accounts: a table with a column ``account`` (others are not looked at), or a list or
            series of ids; None: the campaign's, or every account. Each counts once.
        :param kind: of marketing activity; needed where no campaign is named.
        :param campaign: the audience is the accounts of its activities that are planned, active or
            paused, each for the activity's kind.
        :param markets: only accounts in these markets and below.
        :param policy: one to try out, such as ``{"suppression": "account"}``.
        :param cuts: list every account with every opportunity that cuts it, up to ``limit``
            for one account.
        :raises NotFoundError: there is no such campaign or market.
        :raises InputError: every row whose account is unknown; neither kind nor campaign.
        """
        expect_or_none(kind, str, "kind")
        expect_or_none(campaign, str, "campaign")
        expect(cuts, bool, "cuts")
        count(limit, "limit")
        answer = self._native.audience(
            None if accounts is None else accounts_input(accounts),
            kind or "",
            campaign or "",
            names(markets, "markets"),
            policy_text(policy),
            micros_of(as_of),
            cuts,
            limit,
        )
        return Audience(*answer)


def _asked(at: Moment, by: str | None, force: bool, reason: str | None) -> dict[str, Any]:
    """What every command has that may be forced."""
    when = _when(at, by)
    expect(force, bool, "force")
    expect_or_none(reason, str, "reason")
    return {**when, "force": force, "reason": reason}


def _when(at: Moment, by: str | None) -> dict[str, Any]:
    """What every command has."""
    if at is not None and not isinstance(at, (str, dt.date)):
        raise TypeError(
            f"at: expected a datetime, a date, their ISO 8601 text or None, not {type(at).__name__}"
        )
    expect_or_none(by, str, "by")
    return {"at": at, "by": by}
