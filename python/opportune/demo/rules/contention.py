"""What the kinds share in which two pursuits of one group meet."""

from opportune.demo.records import Record
from opportune.demo.world import World


def contend(world: World, a: Record, b: Record) -> bool:
    """At a prospect any two pursuits contend; at a customer those of overlapping products."""
    return not world.is_customer(world.root(a["account"])) or world.overlap(
        world.products, world.sold(a), world.sold(b)
    )


def coordinated(world: World, o: Record, p: Record) -> bool:
    """Both name one agreement, or both owners are on the global account team, each for a market
    that holds the own opportunity's."""
    if o["agreement"] is not None and o["agreement"] == p["agreement"]:
        return True
    return _on_global_team(world, o) and _on_global_team(world, p)


def _on_global_team(world: World, opportunity: Record) -> bool:
    owner = world.owner(opportunity)
    return owner is not None and any(
        member["person"] == owner
        and world.holds_market(
            [member["market"]] if member["market"] else [], world.market(opportunity)
        )
        for member in world.team.get(world.root(opportunity["account"]), [])
    )
