"""cross_market_pursuit: two markets after one group, under different owners, and nothing
coordinates them."""

from opportune.demo.records import Record
from opportune.demo.rules import duplicate_pursuit
from opportune.demo.rules.contention import contend, coordinated
from opportune.demo.world import World

TYPES = ("opportunity", "opportunity")


def holds(world: World, o: Record, p: Record) -> bool:
    return (
        world.is_open(o)
        and world.is_open(p)
        and world.same_group(o, p)
        and world.market(o) != world.market(p)
        # An owner that is not set differs from every owner.
        and (world.owner(o) is None or world.owner(o) != world.owner(p))
        and contend(world, o, p)
        and not coordinated(world, o, p)
        and not duplicate_pursuit.holds(world, o, p)
    )
