"""agreement_overlap: two agreements are valid for the same accounts, markets and products, with
another discount, other shipping terms or another owner."""

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("agreement", "agreement")


def holds(world: World, g: Record, h: Record) -> bool:
    return (
        world.is_valid(g, world.day)
        and world.is_valid(h, world.day)
        and (g["account"] in world.above(h["account"]) or h["account"] in world.above(g["account"]))
        and world.overlap(world.markets, g["markets"], h["markets"])
        and world.overlap(world.products, g["products"], h["products"])
        and (
            g["discount"] != h["discount"]
            or (g["shipping_terms"] or None) != (h["shipping_terms"] or None)
            or g["owner"] != h["owner"]
            or g["owner"] is None  # an owner that is not set differs from every owner
        )
    )
