"""A process definition built in Python. The rules for definitions are the engine's: what is built
here is checked when it is put."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from opportune._arguments import Names, expect, expect_or_none, names

if TYPE_CHECKING:
    from opportune.effects import Effects
    from opportune.moment import Moment
    from opportune.workspace import Workspace

Counted: TypeAlias = "Names | Mapping[str, int]"
"""Names (one of each), or {name: at least how many}."""


@dataclass(frozen=True, kw_only=True)
class Exit:
    """What must hold before a stage is left forward. Going back, losing and abandoning ask
    nothing.

    ``Exit(activities={"demo": 2}, fields=["amount"], approvals="legal")``
    """

    activities: Counted = ()
    """Kinds of activities that must be done for the opportunity."""
    fields: Names = ()
    """Fields of the opportunity that must be set."""
    roles: Counted = ()
    """Roles that must be on the account team for the opportunity's market."""
    approvals: Names = ()
    """Roles that must have approved the opportunity."""
    requirements: bool = False
    """Every legal requirement up to the milestone of the stage that is entered is fulfilled."""

    def __post_init__(self) -> None:
        for member in ("activities", "roles"):
            _keep(self, member, _counted(getattr(self, member), member))
        for member in ("fields", "approvals"):
            _keep(self, member, tuple(names(getattr(self, member), member)))
        expect(self.requirements, bool, "requirements")

    def to_dict(self) -> dict[str, Any]:
        """As a definition has it: only what is asked for."""
        members = {
            "activities": [_demand("kind", *demand) for demand in _pairs(self.activities)],
            "fields": list(self.fields),
            "roles": [_demand("role", *demand) for demand in _pairs(self.roles)],
            "approvals": list(self.approvals),
            "requirements": self.requirements,
        }
        return {name: value for name, value in members.items() if value}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of a :class:`Process`; made with :meth:`Process.stage`."""

    id: str
    milestone: str
    name: str | None = None
    probability: float | None = None
    max_days: int | None = None
    days: str | None = None
    suppress: Names = ()
    exit: Exit | None = None

    def __post_init__(self) -> None:
        expect(self.id, str, "id")
        expect(self.milestone, str, "milestone")
        expect_or_none(self.name, str, "name")
        if isinstance(self.probability, int) and not isinstance(self.probability, bool):
            _keep(self, "probability", float(self.probability))
        expect_or_none(self.probability, float, "probability")
        expect_or_none(self.max_days, int, "max_days")
        expect_or_none(self.days, str, "days")
        _keep(self, "suppress", tuple(names(self.suppress, "suppress")))
        expect_or_none(self.exit, Exit, "exit")

    def to_dict(self) -> dict[str, Any]:
        """As a definition has it: only what differs from the default."""
        members = {
            "id": self.id,
            "name": self.name,
            "milestone": self.milestone,
            "probability": self.probability,
            "max_days": self.max_days,
            "days": self.days,
            "suppress": list(self.suppress) or None,
            "exit": (self.exit.to_dict() or None) if self.exit else None,
        }
        return {name: value for name, value in members.items() if value is not None}


@dataclass(frozen=True)
class Process:
    """A process definition, built stage by stage. Nothing here is altered: every method gives a
    new process.

    >>> from opportune.processes import Exit, Process
    >>> process = (
    ...     Process("renewals", markets=["SE"], kinds=["renewal"])
    ...     .stage("quote", milestone="proposal", probability=0.7, exit=Exit(fields=["amount"]))
    ...     .stage("won", milestone="won")
    ...     .stage("lost", milestone="lost")
    ... )
    >>> process
    Process renewals: quote (proposal), won (won), lost (lost)

    What is wrong with it is said by the engine, when it is put: InputError, with the path of each
    fault. docs/processes.md describes every member.
    """

    id: str
    name: str | None = None
    scope: str | None = None
    """"global" or "local"; None: local."""
    markets: Names = ()
    """It applies in these and in all below; none: everywhere. So also the next three."""
    maturity: Names = ()
    structure: Names = ()
    kinds: Names = ()
    stages: tuple[Stage, ...] = ()
    """In order; opportunities start in the first."""
    transitions: tuple[tuple[str, str], ...] | None = None
    """None: one step forward, any step back, and any open stage to lost or abandoned."""

    def __post_init__(self) -> None:
        expect(self.id, str, "id")
        expect_or_none(self.name, str, "name")
        expect_or_none(self.scope, str, "scope")
        for member in ("markets", "maturity", "structure", "kinds"):
            _keep(self, member, tuple(names(getattr(self, member), member)))

    def stage(
        self,
        id: str,
        *,
        milestone: str,
        name: str | None = None,
        probability: float | None = None,
        max_days: int | None = None,
        days: str | None = None,
        suppress: Names = (),
        exit: Exit | None = None,
    ) -> Process:
        """With one more stage, after the others.

        :param name: what people read; None: the id.
        :param probability: that an opportunity here is won, from 0 to 1; None: 0.
        :param max_days: days in it after which an opportunity is overdue; None: no limit.
        :param days: how they are counted, "calendar" or "business"; None: calendar.
        :param suppress: kinds of marketing that pause while one stands here; "*": all.
        :param exit: what must hold before it is left forward.
        """
        added = Stage(
            id=id,
            milestone=milestone,
            name=name,
            probability=probability,
            max_days=max_days,
            days=days,
            suppress=suppress,
            exit=exit,
        )
        return replace(self, stages=(*self.stages, added))

    def move(self, from_: str, *to: str) -> Process:
        """With the moves from a stage to others, by their ids. Once one move is listed, only
        those that are listed are allowed."""
        expect(from_, str, "from_")
        if not to:
            raise TypeError("move: give the stages that it leads to")
        for stage in to:
            expect(stage, str, "to")
        listed = self.transitions or ()
        return replace(self, transitions=(*listed, *((from_, stage) for stage in to)))

    def to_dict(self) -> dict[str, Any]:
        """The definition, as JSON has it."""
        members: dict[str, Any] = {"id": self.id, "name": self.name, "scope": self.scope}
        for member in ("markets", "maturity", "structure", "kinds"):
            members[member] = list(getattr(self, member)) or None
        members["stages"] = [stage.to_dict() for stage in self.stages]
        if self.transitions is not None:
            members["transitions"] = [{"from": a, "to": b} for a, b in self.transitions]
        return {name: value for name, value in members.items() if value is not None}

    def record(self) -> dict[str, Any]:
        """The row of the process table: ``ws.load(process=[process.record()], ...)``."""
        members = {"id": self.id, "name": self.name, "definition": self.to_dict()}
        return {name: value for name, value in members.items() if value is not None}

    def put(self, ws: Workspace, *, at: Moment = None, by: str | None = None) -> Effects:
        """Puts it into a workspace. Where another definition stands under this id, this is its
        next version: opportunities keep the version of the stage that they stand in.

        :raises InputError: what is wrong with it, each fault with its path.
        """
        return ws.apply({"table": "process", "record": self.record(), "at": at, "by": by})

    def __repr__(self) -> str:
        stages = ", ".join(f"{stage.id} ({stage.milestone})" for stage in self.stages)
        return f"Process {self.id}: {stages or 'no stages yet'}"


def _keep(built: object, member: str, value: object) -> None:
    object.__setattr__(built, member, value)


def _counted(given: Counted, argument: str) -> tuple[tuple[str, int], ...]:
    if isinstance(given, Mapping):
        for name, minimum in given.items():
            expect(name, str, argument)
            expect(minimum, int, f"{argument}[{name!r}]")
        return tuple(given.items())
    if isinstance(given, tuple) and all(isinstance(item, tuple) for item in given):
        return given  # made by this function: dataclasses.replace
    return tuple((name, 1) for name in names(given, argument))


def _pairs(kept: Any) -> tuple[tuple[str, int], ...]:
    return tuple(kept)


def _demand(key: str, name: str, minimum: int) -> str | dict[str, Any]:
    return name if minimum == 1 else {key: name, "minimum": minimum}
