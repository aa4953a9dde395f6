"""What follows from the catalogue alone, worked out once: what is not sold where, and what each item asks."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item
from recsys.offer.eligibility import SOLD_AS, Standing, Terms, conflict, terms_of, unsold

Rules = Callable[[Item, Standing, bool], str | None]
PLACES = 128  # provinces × channels


def rules_of(catalogue: Catalogue, region: str, channel: str, day: date) -> Rules:
    """The catalogue's rules there on that day: item, standing, whether it may be held already → code or none.

    An item that is not the catalogue's own, such as a changed copy, is looked at by itself.
    """
    terms, gone = terms_in(catalogue), _unsold(catalogue, region, SOLD_AS.get(channel, channel), day)

    def rules(item: Item, standing: Standing, again: bool) -> str | None:
        known = terms.get(item.id)
        if known is None or known.item is not item:
            return unsold(item, region, channel, day) or conflict(terms_of(item), standing, again=again)
        return gone.get(item.id) or conflict(known, standing, again=again)

    return rules


@lru_cache(maxsize=4)
def terms_in(catalogue: Catalogue) -> Mapping[str, Terms]:
    """Of all that it sells, by id."""
    return {item.id: terms_of(item) for item in catalogue.items.values()}


@lru_cache(maxsize=PLACES)
def _unsold(catalogue: Catalogue, region: str, channel: str, day: date) -> Mapping[str, str]:
    codes = {item.id: unsold(item, region, channel, day) for item in catalogue.items.values()}
    return {product_id: code for product_id, code in codes.items() if code}
