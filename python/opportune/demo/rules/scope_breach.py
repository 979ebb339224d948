"""scope_breach: an open opportunity under an agreement with delegations, of an owner to whom no one
of them gives its market and all of its products."""

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("opportunity", "agreement")


def holds(world: World, o: Record, agreement: Record) -> bool:
    delegations = world.delegations.get(agreement["id"], [])
    owner = world.owner(o)
    return (
        bool(delegations)
        and world.is_open(o)
        and (o["agreement"] == agreement["id"] or world.covers(agreement, o, world.day))
        # An owner that is not set differs from every owner.
        and (owner is None or owner != agreement["owner"])
        and not any(d["person"] == owner and _gives(world, d, o) for d in delegations)
    )


def _gives(world: World, delegation: Record, o: Record) -> bool:
    products, sold = delegation["products"], world.sold(o)
    all_products = all(world.holds_product(products, product) for product in sold)
    return world.holds_market(delegation["markets"], world.market(o)) and (
        not products or (bool(sold) and all_products)
    )
