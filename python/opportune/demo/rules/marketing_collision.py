"""marketing_collision: marketing that runs or begins within thirty days, anywhere in the group of
an open opportunity whose stage suppresses its kind."""

import datetime as dt

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("activity", "opportunity")
HORIZON = dt.timedelta(days=30)


def holds(world: World, activity: Record, o: Record) -> bool:
    start, end = activity["start"], activity["end"]
    return (
        activity["channel"] == "marketing"
        and world.status(activity) in ("planned", "active")
        and (start is None or start <= world.day + HORIZON)
        and (end is None or end >= world.day)
        and world.is_open(o)
        and world.same_group(activity, o)
        and any(kind in ("*", activity["kind"]) for kind in world.stage(o).suppress)
    )
