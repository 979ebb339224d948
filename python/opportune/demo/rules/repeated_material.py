"""repeated_material: marketing that is to come, with a material that the same account was sent in
the ninety days before it starts."""

import datetime as dt

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("activity", "activity")
DAYS = dt.timedelta(days=90)


def holds(world: World, a: Record, b: Record) -> bool:
    return (
        a["channel"] == b["channel"] == "marketing"
        and bool(a["material"])
        and a["material"] == b["material"]
        and a["account"] == b["account"]
        and (_repeats(world, a, b) or _repeats(world, b, a))
    )


def _repeats(world: World, done: Record, coming: Record) -> bool:
    return (
        world.status(done) == "done"
        and world.status(coming) in ("planned", "active")
        and done["end"] is not None
        and coming["start"] is not None
        and coming["start"] - DAYS <= done["end"] <= coming["start"]
    )
