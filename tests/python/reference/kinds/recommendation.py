"""Who should lead (domain.md 5.5): the first rule of the policy that singles out one person."""

from __future__ import annotations

from collections.abc import Callable

from ..records import Row
from .claim_breach import falls_under
from .policy import Policy
from .view import Member, View


class Question:
    """One conflict, as the rules look at it."""

    def __init__(
        self, view: View, group: str, members: list[Member], markets: tuple[str, ...]
    ) -> None:
        self.view = view
        self.group = group
        self.members = members
        self.markets = markets
        self.owned = [
            row
            for row in self.of("opportunity")
            if view.is_open(row) and view.owner(row) is not None
        ]

    def of(self, type_: str) -> list[Row]:
        organisation = self.view.organisation
        return [organisation.row(table, key) for table, key in self.members if table == type_]


Persons = set[str | None]


def claim(question: Question) -> Persons:
    """Holders of claims in force that cover a member opportunity or lead."""
    view = question.view
    pursued = [
        *((row, row["products"]) for row in question.of("opportunity")),
        *((row, [row["product"]] if row.get("product") else []) for row in question.of("lead")),
    ]
    return {
        row["person"]
        for row in view.organisation.rows("claim")
        for member, products in pursued
        if falls_under(view, member["account"], member["market"], products, row)
    }


def agreement_owner(question: Question) -> Persons:
    """Owners of agreements that are members or that members name."""
    organisation = question.view.organisation
    of_members = [
        organisation.row("agreement", row["agreement"])
        for row in question.of("opportunity")
        if row.get("agreement")
    ]
    return {row.get("owner") for row in [*question.of("agreement"), *of_members]}


def global_account_manager(question: Question) -> Persons:
    return _on_team(question, "global_account_manager")


def key_account_manager(question: Question) -> Persons:
    return _on_team(question, "key_account_manager")


def _on_team(question: Question, role: str) -> Persons:
    """Those on the root's team for one of the members' markets, or for all."""
    view = question.view
    return {
        row["person"]
        for row in view.team(question.group, role)
        if row.get("market") is None
        or any(view.holds_market([row["market"]], market) for market in question.markets)
    }


def account_owner(question: Question) -> Persons:
    """Owners of the members' accounts."""
    organisation = question.view.organisation
    accounts = [row["id"] for row in question.of("account")]
    accounts += [key for type_, key in question.members if type_ == "group"]
    for table in ("activity", "agreement", "claim", "lead", "opportunity"):
        accounts += [row["account"] for row in question.of(table)]
    return {organisation.row("account", account).get("owner") for account in accounts}


def most_advanced(question: Question) -> Persons:
    view = question.view
    return _owners_of_greatest(question, lambda row: view.stage(row).rank)


def first_opened(question: Question) -> Persons:
    return _owners_of_greatest(question, lambda row: -row["opened"].toordinal())


def largest_amount(question: Question) -> Persons:
    view = question.view
    return _owners_of_greatest(question, view.amount)


def _owners_of_greatest(question: Question, size: Callable[[Row], int]) -> Persons:
    """Owners of those, of the open opportunities that have one, for which it is the greatest."""
    greatest = max((size(row) for row in question.owned), default=0)
    return {question.view.owner(row) for row in question.owned if size(row) == greatest}


RULES: dict[str, Callable[[Question], Persons]] = {
    "claim": claim,
    "agreement_owner": agreement_owner,
    "global_account_manager": global_account_manager,
    "account_owner": account_owner,
    "key_account_manager": key_account_manager,
    "most_advanced": most_advanced,
    "first_opened": first_opened,
    "largest_amount": largest_amount,
}


def recommend(
    view: View, policy: Policy, group: str, members: list[Member], markets: tuple[str, ...]
) -> tuple[str | None, str | None]:
    """(person, rule); nobody where no rule singles out one."""
    question = Question(view, group, members, markets)
    for rule in policy.recommendation:
        persons = RULES[rule](question) - {None}
        if len(persons) == 1:
            return persons.pop(), rule
    return None, None
