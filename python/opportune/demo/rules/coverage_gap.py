"""coverage_gap: a global group with an open opportunity has no global account manager (the group
with itself), or no key account manager in a market with an open opportunity (group and market)."""

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("group", "market")


def holds(world: World, group: Record, other: Record) -> bool:
    pursued = world.open_markets(group["id"])
    if not pursued or not world.is_global(group["id"]):
        return False
    team = world.team.get(group["id"], [])
    if other is group:
        return not any(member["role"] == "global_account_manager" for member in team)
    kept = any(
        member["role"] == "key_account_manager"
        and world.holds_market([member["market"]] if member["market"] else [], other["id"])
        for member in team
    )
    return other["id"] in pursued and not kept
