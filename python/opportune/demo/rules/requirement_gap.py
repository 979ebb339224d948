"""requirement_gap: an open opportunity stands at or past the milestone of a legal requirement of
its jurisdiction and products, which is not fulfilled."""

from opportune.demo.records import Record
from opportune.demo.world import World
from opportune.moment import in_utc

TYPES = ("opportunity", "requirement")


def holds(world: World, o: Record, requirement: Record) -> bool:
    return (
        world.is_past(o, requirement["milestone"])
        and world.inherited(world.market(o), "jurisdiction") == requirement["jurisdiction"]
        and world.holds_one(requirement["products"], world.sold(o))
        and not any(
            fulfilment["requirement"] == requirement["id"]
            and in_utc(fulfilment["at"]) <= world.instant
            for fulfilment in world.fulfilments.get(o["id"], [])
        )
    )
