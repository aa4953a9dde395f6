"""What data abroad costs: roaming packs for places and days."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.catalogue.schema import Pack


@dataclass(frozen=True, slots=True)
class RoamingOption:
    """``count`` packs one after the other cover the days; ``total`` in fen."""

    pack: Pack
    count: int
    total: int
    data_mb: int


@dataclass(frozen=True, slots=True)
class RoamingQuote:
    """Options for the places, cheapest first; none = no pack covers them."""

    destinations: tuple[str, ...]
    days: int
    options: tuple[RoamingOption, ...]


def quote_roaming(packs: Sequence[Pack], destinations: Sequence[str], days: int) -> list[RoamingQuote]:
    """One quote when some pack covers all places, else one per place (the days count for each).

    Only packs given are considered: leave out those that may not be offered.
    """
    places = tuple(dict.fromkeys(destinations))
    together = _options(packs, places, days)
    if together or len(places) == 1:
        return [RoamingQuote(places, days, together)]
    return [RoamingQuote((place,), days, _options(packs, (place,), days)) for place in places]


def _options(packs: Sequence[Pack], places: Sequence[str], days: int) -> tuple[RoamingOption, ...]:
    fitting = [pack for pack in packs if pack.kind == "roaming" and set(places) <= set(pack.destinations)]
    options = (_option(pack, days) for pack in fitting)
    return tuple(sorted(options, key=lambda option: (option.total, -option.data_mb, option.pack.id)))


def _option(pack: Pack, days: int) -> RoamingOption:
    count = -(-days // pack.valid_days)
    return RoamingOption(pack, count, count * pack.fee, count * pack.allowance.data_mb)
