"""Offers of single products to simulated people, round after round: true chances, tiredness, leaving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

import numpy as np

from kb.catalogue.schema import Item, Tariff, WealthProduct
from recsys.models.table import Numbers, Rows
from recsys.simulator.chances import world
from recsys.simulator.life import Life
from recsys.value.margin import kind_of

AGES = 3  # groups with a taste of their own


@dataclass(frozen=True)
class Market:
    """``chance``: people × products, of a yes when nobody is tired; ``dislike``: of pushes, by person."""

    items: tuple[Item, ...]
    chance: Numbers
    dislike: Numbers

    def chances(self, approached: Numbers) -> Numbers:
        """People × products now; ``approached``: how often lately, by person."""
        left: Numbers = self.chance * np.maximum(0.0, 1 - _rates()["tired"] * approached)[:, None]
        return left

    def leaving(self, approached: Numbers) -> Numbers:
        """The chance to leave because of one more approach, by person."""
        gone: Numbers = _rates()["leave"] * (1 + approached) ** 2 * self.dislike
        return gone


def market(
    lives: Sequence[Life], ages: Rows, items: Sequence[Item], channels: Sequence[str], seed: int
) -> Market:
    """Of these people, each asked in their channel; ``ages`` are groups from 0."""
    factors = np.array([_factors(item, items, seed) for item in items])  # products × ages
    kinds = [kind_of(item) for item in items]
    base = np.array(
        [
            [life.accept[kind, channel] for kind in kinds]
            for life, channel in zip(lives, channels, strict=True)
        ]
    )
    chance = np.minimum(0.95, base * factors.T[ages])
    dislike = np.array([2.0 - life.notice[life.preferred] for life in lives])
    return Market(tuple(items), chance, dislike)


def recent_rounds() -> int:
    """For how many rounds an approach is remembered."""
    return int(_rates()["rounds"])


def lost_fen() -> int:
    """What somebody who leaves takes away, in fen of margin."""
    return int(_rates()["lost"])


def _factors(item: Item, items: Sequence[Item], seed: int) -> list[float]:
    rng, rates = Random(f"{seed}/{item.id}/appeal"), _rates()
    middle = median(_price(other) for other in items if kind_of(other) == kind_of(item)) or 1.0
    dear = max(1.0, _price(item) / middle) ** -rates["price"]
    appeal = rates["appeal"] * rng.gauss(0, 1) - rates["appeal"] ** 2 / 2
    return [dear * float(np.exp(appeal + rates["taste"] * rng.gauss(0, 1))) for _ in range(AGES)]


def _price(item: Item) -> float:
    if isinstance(item, WealthProduct):
        return float(item.min_amount)
    return float(item.fee) if isinstance(item, Tariff) else 0.0


def _rates() -> Mapping[str, float]:
    rates: Mapping[str, float] = world()["market"]
    return rates
