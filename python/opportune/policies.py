"""The JSON Schema of policies.

>>> from opportune import policies
>>> sorted(policies.schema()["properties"])[:2]
['agreement_bypass_days', 'force']

docs/policy.md says what a policy is.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, cast

from opportune._arguments import Names, names

__all__ = ["schema"]


def schema(*, milestones: Names | None = None) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a policy, for editors and form builders. Each call makes
    it anew: it is yours to change.

    :param milestones: the names of the open milestones of a workspace that has its own. Then it is
        the schema of a policy for one question, which cannot name ``milestones``.
    """
    file = resources.files("opportune") / "schema" / "policy.schema.json"
    out = cast("dict[str, Any]", json.loads(file.read_text(encoding="utf-8")))
    if milestones is not None:
        out["$defs"]["open_milestone"]["enum"] = names(milestones, "milestones")
        del out["properties"]["milestones"]
    return out
