"""The schema of policies against the engine: both take and refuse the same documents, but for what
is listed here; and the manual page says what the engine does."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opportune as opp
from reference.data import rounds

Policy = dict[str, Any]

SCHEMA = jsonschema.Draft202012Validator(opp.policies.schema())
PAGE = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
EXAMPLES: list[Policy] = [
    json.loads(block)
    for block in re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
]
DEFAULT = EXAMPLES[0]

# What the schema cannot say; docs/policy.md has the same list.
ONLY_THE_ENGINE = [
    r"^milestones '.*' stands twice",  # one name with two outcomes
    r"^milestones '.*' is open and stands after a closed one",
    r"^milestones '.*' must come first of the closed ones",
    r"^milestones none is open",
    r"\.milestone must be one of",  # a name that the policy's own milestones do not have as open
    r"^lead_collision_milestone must be one of",
    r"must be a whole number",  # 30.0, which JSON Schema calls an integer
]


def fault(policy: Policy) -> str | None:
    """What the engine says of a policy: path and reason."""
    try:
        opp.memory(policy=policy)
    except opp.InputError as error:
        (issue,) = error.issues
        assert (issue.code, issue.table) == ("invalid_policy", "policy")
        return f"{issue.field} {issue.reason}"
    return None


def when(**entry: Any) -> Policy:
    return {"severity": {"claim_breach": {"when": [{"severity": "info", **entry}]}}}


MEET_WIN = ["meet", {"name": "win", "outcome": "won"}]
GOOD: list[Policy] = [
    {},
    *EXAMPLES,
    {"severity": {}, "force": {}, "repeated_material": {}, "recommendation": []},
    {"severity": dict.fromkeys(opp.conflict_kinds(), "off")},
    {"severity": {"claim_breach": {}}},
    {"severity": {"claim_breach": {"prospect": "off", "customer": "info", "when": []}}},
    when(),
    when(group="prospect", milestone="discovery", value_minor=0),
    when(value_minor=2**63 - 1),
    {"marketing_horizon_days": 0, "agreement_bypass_days": 36_500},
    {"repeated_material": {"days": 0, "reach": "country"}},
    {"suppression": "account", "recommendation": ["largest_amount", "claim"]},
    {"force": {"roles": [], "demands": []}},
    {"force": {"roles": ["legal", "legal"], "demands": ["requirement"]}},
    {"milestones": MEET_WIN, "lead_collision_milestone": "meet", **when(milestone="meet")},
    {"milestones": [{"name": "meet", "outcome": "open", "probability": 1}, *MEET_WIN[1:]]},
]
BAD: list[tuple[Policy, str]] = [
    ({"quarrel": 1}, "quarrel is unknown"),
    ({"severity": "off"}, "severity must be an object"),
    ({"severity": {"quarrel": "off"}}, "severity.quarrel is no kind of conflict"),
    ({"severity": {"claim_breach": "grave"}}, "severity.claim_breach must be one of"),
    ({"severity": {"claim_breach": None}}, "severity.claim_breach must be one of"),
    ({"severity": {"claim_breach": {"lead": "off"}}}, "severity.claim_breach.lead is unknown"),
    ({"severity": {"claim_breach": {"when": {}}}}, "severity.claim_breach.when must be a list"),
    (
        {"severity": {"claim_breach": {"when": [{"group": "customer"}]}}},
        "severity.claim_breach.when[0] must be an object with a severity",
    ),
    (when(group="lead"), "severity.claim_breach.when[0].group must be one of"),
    (when(milestone="won"), "severity.claim_breach.when[0].milestone must be one of"),
    (when(milestone=1), "severity.claim_breach.when[0].milestone must be one of"),
    (when(value_minor=-1), "severity.claim_breach.when[0].value_minor must be a whole number"),
    (when(value_minor=2**63), "severity.claim_breach.when[0].value_minor must be a whole number"),
    (when(value_minor=0.5), "severity.claim_breach.when[0].value_minor must be a whole number"),
    (when(value=1), "severity.claim_breach.when[0].value is unknown"),
    ({"lead_collision_milestone": "won"}, "lead_collision_milestone must be one of"),
    ({"lead_collision_milestone": None}, "lead_collision_milestone must be one of"),
    ({"marketing_horizon_days": -1}, "marketing_horizon_days must be a whole number of days"),
    ({"agreement_bypass_days": 36_501}, "agreement_bypass_days must be a whole number of days"),
    ({"repeated_material": 90}, "repeated_material must be an object"),
    ({"repeated_material": {"days": "90"}}, "repeated_material.days must be a whole number"),
    ({"repeated_material": {"reach": "world"}}, "repeated_material.reach must be one of"),
    ({"repeated_material": {"within": 1}}, "repeated_material.within is unknown"),
    ({"suppression": []}, "suppression must be one of"),
    ({"recommendation": "claim"}, "recommendation must be a list of rules"),
    ({"recommendation": ["loudest"]}, "recommendation is no rule of engagement"),
    ({"recommendation": ["claim", "claim"]}, "recommendation is named twice"),
    ({"force": []}, "force must be an object"),
    ({"force": {"people": []}}, "force.people is unknown"),
    ({"force": {"roles": ["legal", ""]}}, "force.roles must be a role's name"),
    ({"force": {"demands": ["law"]}}, "force.demands must be one of"),
    ({"milestones": []}, "milestones none is open"),
    ({"milestones": ["meet"]}, "milestones none is closed as won"),
    ({"milestones": [*MEET_WIN, {"name": "x", "outcome": "won"}]}, "milestones 'x' must come"),
    ({"milestones": [*MEET_WIN, {"name": "x", "title": "X"}]}, "milestones[2].title is unknown"),
    ({"milestones": [{"name": ""}, *MEET_WIN]}, "milestones a milestone must have a name"),
    ({"milestones": [{"outcome": "open"}, *MEET_WIN]}, "milestones a milestone must have a name"),
    ({"milestones": [*map(str, range(16)), *MEET_WIN[1:]]}, "milestones there are more than 16"),
]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(opp.policies.schema())


@pytest.mark.parametrize("policy", GOOD, ids=json.dumps)
def test_both_take(policy: Policy) -> None:
    assert list(SCHEMA.iter_errors(policy)) == []
    assert fault(policy) is None


@pytest.mark.parametrize(("policy", "said"), BAD, ids=[said for _, said in BAD])
def test_both_refuse(policy: Policy, said: str) -> None:
    assert not SCHEMA.is_valid(policy)
    assert (fault(policy) or "").startswith(said)


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"marketing_horizon_days": 30.0}, "marketing_horizon_days must be a whole number"),
        ({"milestones": ["a", {"name": "a"}, *MEET_WIN]}, "milestones 'a' stands twice"),
        ({"milestones": [*MEET_WIN, "late"]}, "milestones 'late' is open and stands after"),
        (
            {"milestones": [*MEET_WIN[1:], {"name": "x", "outcome": "lost"}]},
            "milestones none is open",
        ),
        (
            {"milestones": ["a", {"name": "x", "outcome": "lost"}, *MEET_WIN[1:]]},
            "milestones 'win' must come first of the closed ones",
        ),
        (
            {"milestones": MEET_WIN, "lead_collision_milestone": "negotiation"},
            "lead_collision_milestone must be one of: meet",
        ),
        (
            {"milestones": MEET_WIN, **when(milestone="win")},
            "severity.claim_breach.when[0].milestone must be one of: meet",
        ),
    ],
)
def test_the_engine_alone_refuses(policy: Policy, said: str) -> None:
    assert SCHEMA.is_valid(policy)
    told = fault(policy) or ""
    assert told.startswith(said)
    assert any(re.search(known, told) for known in ONLY_THE_ENGINE)


# --- any document ---------------------------------------------------------------------------------

JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, "", "x", -1, 0, 0.5, 30.0, 36_501, 2**63, [], ["x"], [1], {}, {"x": 1}]
)


def nearly(*values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One of them; now and then something else."""
    return st.integers(0, 19).flatmap(lambda chance: st.one_of(*values) if chance else JUNK)


def members(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object with some of these members; now and then with one that is unknown."""
    some = st.fixed_dictionaries({}, optional=parts)
    return nearly(some, some, some, some, some, some, some, some.map(lambda one: {**one, "odd": 1}))


def lists(*items: str) -> st.SearchStrategy[Any]:
    return nearly(st.lists(nearly(st.sampled_from(items)), max_size=3))


DAYS = nearly(st.integers(0, 36_500))
GRADE = nearly(st.sampled_from(["off", "info", "warning", "critical"]))
REACH = nearly(st.sampled_from(["account", "country", "group"]))
MILESTONE = nearly(st.sampled_from(["qualified", "negotiation", "meet", "won"]))
ENTRY = members(
    severity=GRADE,
    group=nearly(st.sampled_from(["prospect", "customer"])),
    milestone=MILESTONE,
    value_minor=nearly(st.integers(0, 2**63 - 1)),
)
SEVERITY = nearly(
    GRADE,
    members(prospect=GRADE, customer=GRADE, when=nearly(st.lists(ENTRY, max_size=2))),
)
OWN_MILESTONE = nearly(
    st.sampled_from(["meet", "offer"]),
    members(
        name=nearly(st.sampled_from(["meet", "won", "lost"])),
        outcome=nearly(st.sampled_from(["open", "won", "lost", "abandoned"])),
        probability=nearly(st.floats(0, 1)),
    ),
)
POLICIES = st.fixed_dictionaries(
    {},
    optional={
        "severity": members(
            claim_breach=SEVERITY, requirement_gap=SEVERITY, duplicate_pursuit=SEVERITY
        ),
        "lead_collision_milestone": MILESTONE,
        "marketing_horizon_days": DAYS,
        "repeated_material": members(days=DAYS, reach=REACH),
        "agreement_bypass_days": DAYS,
        "suppression": REACH,
        "recommendation": lists("claim", "account_owner", "first_opened"),
        "force": members(roles=lists("legal", "seller"), demands=lists("field", "requirement")),
        "milestones": nearly(st.just(MEET_WIN), st.lists(OWN_MILESTONE, max_size=4)),
    },
)


@settings(max_examples=rounds(600), deadline=None, derandomize=True)
@given(policy=POLICIES)
def test_any_document(policy: Policy) -> None:
    told = fault(policy)
    if SCHEMA.is_valid(policy):
        assert told is None or any(re.search(known, told) for known in ONLY_THE_ENGINE), told
    else:
        assert told is not None


# --- the manual page ------------------------------------------------------------------------------


def test_the_schema_has_the_defaults_of_the_page() -> None:
    """That the page has those of the engine is a test in C++."""
    schema = opp.policies.schema()["properties"]

    def defaults(properties: Policy) -> Policy:
        return {
            name: defaults(part["properties"]) if part.get("type") == "object" else part["default"]
            for name, part in properties.items()
            if name != "milestones"
        }

    assert defaults(schema) == DEFAULT
    assert list(DEFAULT["severity"]) == opp.conflict_kinds()


def test_the_page_gives_every_default_a_reason() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.splitlines()
        if line.startswith("| ")
    ]
    of_kinds = [row for row in rows if row[0].startswith("[")]
    for kind, row in zip(opp.conflict_kinds(), of_kinds, strict=True):
        assert row[0] == f"[{kind}](conflicts.md#{kind})"
        default = DEFAULT["severity"][kind]
        assert row[1].removeprefix("prospect: ") == (
            default if isinstance(default, str) else default["prospect"]
        )
        assert row[2].endswith(".")
    said = {row[0].strip("`"): row[1] for row in rows}
    assert said["lead_collision_milestone"] == DEFAULT["lead_collision_milestone"]
    assert said["marketing_horizon_days"] == str(DEFAULT["marketing_horizon_days"])
    assert said["repeated_material.days"] == str(DEFAULT["repeated_material"]["days"])
    assert said["repeated_material.reach"] == DEFAULT["repeated_material"]["reach"]
    assert said["agreement_bypass_days"] == str(DEFAULT["agreement_bypass_days"])
    assert said["suppression"] == DEFAULT["suppression"]
    assert said["force.roles"].split(", ") == DEFAULT["force"]["roles"]
    assert said["force.demands"].split(", ") == DEFAULT["force"]["demands"]
    rules = [row[0].strip("`") for row in rows if row[0].strip("`") in DEFAULT["recommendation"]]
    assert rules == DEFAULT["recommendation"]


def test_the_schema_of_one_question_knows_the_milestones_that_stand() -> None:
    schema = jsonschema.Draft202012Validator(opp.policies.schema(milestones=["meet"]))
    ws = opp.memory(policy={"milestones": MEET_WIN})
    for policy, fits in (
        ({"lead_collision_milestone": "meet"}, True),
        ({"lead_collision_milestone": "negotiation"}, False),
        (when(milestone="meet"), True),
        (when(milestone="win"), False),
        ({"milestones": MEET_WIN}, False),
    ):
        assert schema.is_valid(policy) == fits
        if fits:
            ws.conflicts(policy=policy)
        else:
            with pytest.raises(opp.InputError):
                ws.conflicts(policy=policy)


def test_a_schema_is_the_callers_to_change() -> None:
    one = opp.policies.schema()
    before = copy.deepcopy(one)
    one["properties"].clear()
    assert opp.policies.schema() == before


def test_severities_by_the_policy_of_a_question(ws: opp.Workspace) -> None:
    """The policy of a question is asked under; what it does not name keeps its default, not what
    the workspace was opened with."""
    strict = opp.memory(policy={"severity": {"lead_collision": "critical"}})
    strict.load({name: ws.table(name) for name, rows in ws.tables().items() if rows})
    found = {c["kind"]: c["severity"] for c in strict.conflicts(as_of="2026-03-31")}
    assert found["lead_collision"] == "critical"
    asked = strict.conflicts(as_of="2026-03-31", policy={"severity": {"duplicate_pursuit": "info"}})
    by_kind = {c["kind"]: c["severity"] for c in asked}
    assert (by_kind["duplicate_pursuit"], by_kind["lead_collision"]) == ("info", "warning")
