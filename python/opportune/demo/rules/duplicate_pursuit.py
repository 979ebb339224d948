"""duplicate_pursuit: two open opportunities of one account for overlapping products, whoever owns
them."""

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("opportunity", "opportunity")


def holds(world: World, o: Record, p: Record) -> bool:
    return (
        world.is_open(o)
        and world.is_open(p)
        and o["account"] == p["account"]
        and world.overlap(world.products, world.sold(o), world.sold(p))
    )
