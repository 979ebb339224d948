"""lead_collision: an active lead beside an opportunity of another market that stands at or past
negotiation."""

from opportune.demo.records import Record
from opportune.demo.rules.contention import contend
from opportune.demo.world import World

TYPES = ("lead", "opportunity")
MILESTONE = "negotiation"


def holds(world: World, lead: Record, o: Record) -> bool:
    return (
        world.is_active(lead)
        and world.is_past(o, MILESTONE)
        and world.same_group(lead, o)
        and world.market(lead) != world.market(o)
        and contend(world, lead, o)
    )
