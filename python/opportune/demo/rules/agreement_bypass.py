"""agreement_bypass: an agreement covers an opportunity that does not name it: one that is open, or
one that was won in the last 365 days and was covered on the day when it was won."""

import datetime as dt

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("opportunity", "agreement")
LOOK_BACK = dt.timedelta(days=365)


def holds(world: World, o: Record, agreement: Record) -> bool:
    if o["agreement"] == agreement["id"]:
        return False
    if world.is_open(o):
        return world.covers(agreement, o, world.day)
    won = world.won_on(o)
    return (
        won is not None
        and world.day - LOOK_BACK <= won <= world.day
        and world.same_group(o, agreement)
        and world.covers(agreement, o, won)
    )
