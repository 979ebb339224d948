"""shared_identity: two accounts of different groups have a LEI, a D-U-N-S number, a tax id or a
domain in common."""

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("account", "account")


def holds(world: World, x: Record, y: Record) -> bool:
    return world.root(x["id"]) != world.root(y["id"]) and any(
        comparable(field, x[field]) == comparable(field, y[field]) != ""
        for field in ("lei", "duns", "tax_id", "domain")
    )


def comparable(field: str, value: str | None) -> str:
    """Letters of either case are alike. In numbers only letters and digits count; a domain is taken
    without a leading www."""
    text = (value or "").lower()
    if field == "domain":
        return text.replace(" ", "").removeprefix("www.")
    return "".join(character for character in text if character.isalnum())
