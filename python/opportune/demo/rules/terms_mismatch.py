"""terms_mismatch: an open opportunity names an agreement and gives less discount or other shipping
terms, or the agreement is not valid or not for it."""

from opportune.demo.records import Record
from opportune.demo.world import World

TYPES = ("opportunity", "agreement")


def holds(world: World, o: Record, agreement: Record) -> bool:
    return (
        world.is_open(o)
        and o["agreement"] == agreement["id"]
        and (_other_terms(o, agreement) or not world.covers(agreement, o, world.day))
    )


def _other_terms(o: Record, agreement: Record) -> bool:
    given, agreed = o["discount"], agreement["discount"]
    terms, agreed_terms = o["shipping_terms"], agreement["shipping_terms"]
    less = given is not None and agreed is not None and given < agreed
    return less or bool(terms and agreed_terms and terms != agreed_terms)
