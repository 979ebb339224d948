"""Random processes and random commands: the engine accepts, refuses and changes exactly what the
slow model of reference/process_model.py says.

$OPPORTUNE_TEST_FACTOR multiplies the number of runs; $OPPORTUNE_LONG asks for 100,000 commands.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import opportune as opp
from reference.data import rounds
from reference.process_model import (
    ACCOUNTS,
    MARKETS,
    PERSONS,
    SALES,
    START,
    TEAM_ROLES,
    Answer,
    Model,
    World,
)

OPPORTUNITIES = st.sampled_from(["o0", "o1", "o2", "o3"])
# Mostly onward; sometimes a little back, sometimes before everything.
STEPS = st.sampled_from([0, 1, 5, 24, 24, 72, -30, -1500])
RUNS = 400 if os.environ.get("OPPORTUNE_LONG") else 20
COMMANDS_OF_A_RUN = 250


class Moves(RuleBasedStateMachine):
    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        world = World(seed)
        self.model = Model(world)
        self.workspace = opp.memory("EUR", policy=world.policy)
        self.workspace.load(world.tables())
        self.now = START
        self.number = 0

    # --- what opportunities need ------------------------------------------------------------------
    @rule(opportunity=OPPORTUNITIES, kind=st.sampled_from(SALES), days=st.integers(-3, 3))
    def an_activity_is_done(self, opportunity: str, kind: str, days: int) -> None:
        day = self.now.date() + dt.timedelta(days=days)
        self.put(
            "activity",
            id=self.new("a"),
            kind=kind,
            channel="sales",
            account=self.model.opportunities[opportunity]["account"],
            opportunity=opportunity,
            status="done",
            start=day,
            end=day,
        )
        self.model.activities.append((opportunity, kind, day))

    @rule(opportunity=OPPORTUNITIES, by=st.sampled_from(["leo", "maud"]), hours=st.integers(-9, 9))
    def somebody_approves(self, opportunity: str, by: str, hours: int) -> None:
        at, role = self.now + dt.timedelta(hours=hours), PERSONS[by]
        self.put("approval", opportunity=opportunity, role=role, by=by, at=at)
        self.model.approvals.append((opportunity, role, at))

    @precondition(lambda self: self.model.world.requirements)
    @rule(opportunity=OPPORTUNITIES, which=st.integers(0, 9), hours=st.integers(-9, 9))
    def a_requirement_is_fulfilled(self, opportunity: str, which: int, hours: int) -> None:
        names = sorted(self.model.world.requirements)
        requirement, at = names[which % len(names)], self.now + dt.timedelta(hours=hours)
        if any((o, r) == (opportunity, requirement) for o, r, _ in self.model.fulfilments):
            return
        self.put("fulfilment", opportunity=opportunity, requirement=requirement, at=at)
        self.model.fulfilments.append((opportunity, requirement, at))

    @rule(
        account=st.sampled_from(sorted(ACCOUNTS)),
        person=st.sampled_from(sorted(PERSONS)),
        role=st.sampled_from(TEAM_ROLES),
        market=st.sampled_from([None, *MARKETS]),
    )
    def somebody_joins(self, account: str, person: str, role: str, market: str | None) -> None:
        if (account, person, role, market) in self.model.team:
            return
        self.put("team_member", account=account, person=person, role=role, market=market)
        self.model.team.append((account, person, role, market))

    @rule(
        opportunity=OPPORTUNITIES,
        amount=st.sampled_from([None, 5, 70]),
        buyer=st.sampled_from([None, "Ida"]),
    )
    def fields_are_set(self, opportunity: str, amount: int | None, buyer: str | None) -> None:
        row = self.model.opportunities[opportunity]
        row.update(amount=amount, buyer=buyer)
        self.put("opportunity", id=opportunity, **row)
        self.model.amounts[opportunity].append((self.now, amount))

    def another_is_opened(self, name: str) -> None:
        row = self.model.world.opportunity()
        stages = self.model.world.definitions[row["process"]]["stages"]
        row.update(stage=stages[0]["id"], opened=self.now.date(), closed=None)
        self.put("opportunity", id=name, **row)
        self.model.open(name, row)

    @rule(which=st.integers(0, 5), status=st.sampled_from(["active", "paused", "planned"]))
    def marketing_changes(self, which: int, status: str) -> None:
        key = f"m{which}"
        activity = self.model.world.marketing[key]
        if self.model.statuses[key][-1][1] == status:
            return
        activity["status"] = status
        start = dt.date(2026, 1, 5)
        self.put("activity", id=key, channel="marketing", start=start, **activity)
        self.model.statuses[key].append((self.now, status))

    # --- moves ------------------------------------------------------------------------------------
    @rule(
        opportunity=OPPORTUNITIES,
        which=st.integers(0, 9),
        hours=STEPS,
        by=st.sampled_from([*PERSONS, None, "nobody"]),
        force=st.sampled_from([False, False, False, True]),
        reason=st.sampled_from(["agreed", "agreed", None]),
    )
    def advance(
        self,
        opportunity: str,
        which: int,
        hours: int,
        by: str | None,
        force: bool,
        reason: str | None,
    ) -> None:
        stages = [stage["id"] for stage in self.model.stages(opportunity)]
        to = stages[which % len(stages)] if which < 9 else "nowhere"
        self.move(opportunity, to, hours, by, force, reason)

    @rule(opportunity=OPPORTUNITIES, which=st.integers(0, 9), hours=STEPS)
    def advance_along_a_way(self, opportunity: str, which: int, hours: int) -> None:
        here = self.model.opportunities[opportunity]["stage"]
        ways = [to for from_, to in self.model.allowed(opportunity) if from_ == here]
        if ways:
            self.move(opportunity, ways[which % len(ways)], hours, "maud", which % 2 == 0, "agreed")

    def move(
        self,
        opportunity: str,
        to: str,
        hours: int,
        by: str | None,
        force: bool,
        reason: str | None,
    ) -> None:
        at = self.now + dt.timedelta(hours=hours)
        self.now = max(self.now, at)
        expected = self.model.advance(opportunity, to, at, by, force, reason)
        move: dict[str, Any] = {"at": at, "by": by, "force": force, "reason": reason}
        if expected.error:
            with pytest.raises(opp.InputError) as raised:
                self.workspace.advance(opportunity, to, **move)
            assert [issue.code for issue in raised.value.issues] == [expected.error]
            return
        said = self.workspace.advance(opportunity, to, **move)
        assert expected == Answer(
            "",
            said.done,
            said.forced,
            said.refusal is not None,
            said.customer,
            [(item.kind, item.what, item.needed, item.present) for item in said.missing],
            [effect.activity for effect in said.pause],
            [effect.activity for effect in said.resume],
        )

    # --- what always holds ------------------------------------------------------------------------
    @invariant()
    def the_records_are_the_same(self) -> None:
        if not hasattr(self, "workspace"):
            return
        for row in self.workspace.table("opportunity").to_pylist():
            mine = self.model.opportunities[row["id"]]
            assert (row["stage"], row["closed"]) == (mine["stage"], mine["closed"])
        history = self.workspace.table("stage_change").to_pylist()
        names = ("opportunity", "from", "to", "at", "by", "reason")
        assert [{name: row[name] for name in names} for row in history] == sorted(
            self.model.history, key=lambda change: (change["opportunity"], change["at"])
        )
        since = {
            row["id"]: row["customer_since"]
            for row in self.workspace.table("account").to_pylist()
            if row["customer_since"] is not None
        }
        assert since == self.model.customer_since

    @rule(opportunity=OPPORTUNITIES)
    def checklist_says_it_before(self, opportunity: str) -> None:
        latest = [c["at"] for c in self.model.history if c["opportunity"] == opportunity]
        at = max([self.now, *latest])
        checklist = self.workspace.checklist(opportunity, as_of=at)
        here = self.model.opportunities[opportunity]["stage"]
        assert checklist.stage == here
        ways = {to for from_, to in self.model.allowed(opportunity) if from_ == here}
        assert {way.to for way in checklist.ways} == ways
        for way in checklist.ways:
            said = [(item.kind, item.what, item.needed, item.present) for item in way.demands]
            assert said == self.model.asked(opportunity, way.to, at)
            assert way.open == (not self.model.missing(opportunity, way.to, at))

    # ----------------------------------------------------------------------------------------------
    def put(self, table: str, **record: Any) -> None:
        self.workspace.apply({"table": table, "record": record, "at": self.now})

    def new(self, prefix: str) -> str:
        self.number += 1
        return f"{prefix}{self.number}"


TestMoves = Moves.TestCase
TestMoves.settings = settings(
    max_examples=rounds(60),
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("seed", range(RUNS))
def test_many_commands(seed: int) -> None:
    """Longer sequences than Hypothesis makes: 250 commands each, with what they need between."""
    dice, machine = random.Random(seed), Moves()
    machine.begin(seed=seed)
    opportunities = ["o0", "o1", "o2", "o3"]
    for number in range(COMMANDS_OF_A_RUN):
        one = dice.choice(opportunities)
        step = dice.choice([0, 1, 5, 24, 24, 72, -30, -1500])
        between = dice.randrange(8)
        if between == 0:
            machine.an_activity_is_done(one, dice.choice(SALES), dice.randint(-3, 3))
        elif between == 1:
            machine.somebody_approves(one, dice.choice(["leo", "maud"]), dice.randint(-9, 9))
        elif between == 2 and machine.model.world.requirements:
            machine.a_requirement_is_fulfilled(one, dice.randrange(9), dice.randint(-9, 9))
        elif between == 3:
            machine.somebody_joins(
                dice.choice(sorted(ACCOUNTS)),
                dice.choice(sorted(PERSONS)),
                dice.choice(TEAM_ROLES),
                dice.choice([None, *MARKETS]),
            )
        elif between == 4:
            machine.fields_are_set(one, dice.choice([None, 5]), dice.choice([None, "Ida"]))
        elif between == 5:
            machine.marketing_changes(
                dice.randrange(6), dice.choice(["active", "paused", "paused", "planned"])
            )
        elif between == 6:
            machine.checklist_says_it_before(one)
        if dice.random() < 0.3:
            stages = [*(stage["id"] for stage in machine.model.stages(one)), "nowhere"]
            by = dice.choice([*PERSONS, None, "nobody"])
            reason = dice.choice(["agreed", "agreed", None])
            machine.move(one, dice.choice(stages), step, by, dice.random() < 0.4, reason)
        else:
            here = machine.model.opportunities[one]["stage"]
            ways = [to for at, to in machine.model.allowed(one) if at == here]
            if not ways:
                opportunities.remove(one)
                opportunities.append(one := f"n{number}")
                machine.another_is_opened(one)
                continue
            machine.move(one, dice.choice(ways), step, "maud", dice.random() < 0.1, "agreed")
        if dice.random() < 0.1:
            machine.the_records_are_the_same()
    machine.the_records_are_the_same()
