"""claim_breach: an open opportunity within somebody else's claim, opened after that began."""

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("opportunity", "claim")


def holds(world: World, o: Record, claim: Record) -> bool:
    in_force = claim["from"] <= world.day and (claim["until"] or world.day) >= world.day
    return (
        in_force
        and world.is_open(o)
        and world.owner(o) != claim["person"]
        and claim["account"] in world.above(o["account"])
        and world.holds_market(claim["markets"], world.market(o))
        and world.overlap(world.products, world.sold(o), claim["products"])
        and bool(o["opened"] > claim["from"])
    )
