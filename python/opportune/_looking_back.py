"""The part of the workspace that looks back: conflicts over a period, and leakage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from opportune import _opportune
from opportune._arguments import Names, count, expect, names, policy_text
from opportune.moment import Moment, days_of, micros_of
from opportune.table import Table


class LookingBack:
    """A part of :class:`opportune.Workspace`."""

    __slots__ = ()

    _native: _opportune.Workspace

    def conflict_history(
        self,
        *,
        from_: dt.date | str,
        to: dt.date | str | None = None,
        kinds: Names = (),
        groups: Names = (),
        policy: Mapping[str, Any] | None = None,
        language: str = "",
        threads: int = 0,
    ) -> Table:
        """Every conflict that stood at the end of some day of a period: id, kind, group, from,
        stood_before, to, days, severity_max, members_max, pairs_max, value_max_minor, currency,
        explanation; by from, kind and id.

        A row is a span, a stretch of days on which a conflict of one id stood without a break: one
        that went and came again has two. ``stood_before`` says that it stood before the period
        already; ``to`` is None where it still stands on the period's last day. The explanation is
        that of its last day.

        :param from_: the first day of the period.
        :param to: the last; None: today.
        :param kinds: names of kinds; none: all that the policy has not switched off.
        :param groups: on each day, only the corporate groups that these accounts are in that day.
        :param policy: asked under this policy instead of the workspace's.
        :param language: of the explanations, ISO 639-1.
        :raises InputError: the period ends before it begins, or a rate is missing.
        :raises NotFoundError: there is no such kind, account or language.
        """
        expect(language, str, "language")
        count(threads, "threads")
        return Table(
            self._native.conflict_history(
                days_of(from_, "from_"),
                days_of(to, "to"),
                names(kinds, "kinds"),
                names(groups, "groups"),
                policy_text(policy),
                language,
                threads,
            )
        )

    def leakage(
        self,
        *,
        from_: dt.date | str | None = None,
        to: dt.date | str | None = None,
        as_of: Moment = None,
        groups: Names = (),
        threads: int = 0,
    ) -> Table:
        """Deals that were won outside of an agreement that covered them, or under other terms than
        agreed: opportunity, agreement, account, group, market, owner, won_on, amount_minor,
        currency, amount_reporting_minor, reporting_currency, discount_given, discount_agreed,
        reason, difference_minor; by won_on, opportunity and agreement.

        ``reason`` is "bypass", or what is wrong with the agreement that the deal names: "discount",
        "shipping_terms", "not_valid", "not_covered", several joined by ";". ``difference_minor`` is
        what the deal brought above the price at the agreed discount, in the reporting currency:
        positive, the customer paid more than agreed; negative, we gave away more.

        :param from_: won from this day on...
        :param to: ... to this one, both inclusive; None: open.
        :param as_of: what was won by then; amounts are at the rates of that day. None: now.
        :param groups: only in the corporate groups of these accounts.
        :raises InputError: the period ends before it begins, or a rate is missing.
        :raises NotFoundError: there is no such account.
        """
        count(threads, "threads")
        return Table(
            self._native.leakage(
                days_of(from_, "from_"),
                days_of(to, "to"),
                micros_of(as_of),
                names(groups, "groups"),
                threads,
            )
        )
