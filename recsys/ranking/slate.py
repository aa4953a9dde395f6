"""Draw a slate place by place, with the exact chance of every place; the same seed, the same slate.

Softmax over upper values, mixed with an even share among the first: whole-number weights, so that the
chances of a place add up to exactly 1 and mean the same on every machine.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from recsys.ranking.table import PPM, Table

FINE = 1_000_000_000  # what the weights of a place add up to, but for rounding


@dataclass(frozen=True, slots=True)
class Choosable:
    """``upper`` is the fen that the offer may be worth; ``kind`` must not crowd the slate."""

    product_id: str
    kind: str
    upper: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawn for its place (0 = first) with chance ``weight`` ÷ ``of``, given the places before it."""

    product_id: str
    place: int
    weight: int
    of: int

    @property
    def chance_ppm(self) -> int:
        """The chance in parts per million, rounded half up."""
        return (2 * self.weight * PPM + self.of) // (2 * self.of)


def draw(offers: Sequence[Choosable], k: int, seed: str, table: Table) -> tuple[Drawn, ...]:
    """Up to ``k`` of them; a kind that fills its quota leaves the draw."""
    rng, left, drawn = Random(seed), in_order(offers), list[Drawn]()
    kinds: Counter[str] = Counter()
    while left and len(drawn) < k:
        weights = weigh(left, table)
        chosen = _pick(rng, weights)
        one = left[chosen]
        drawn.append(Drawn(one.product_id, len(drawn), weights[chosen], sum(weights)))
        kinds[one.kind] += 1
        left = [
            other for other in left if other is not one and kinds[other.kind] < int(table["most_of_kind"])
        ]
    return tuple(drawn)


def best(offers: Sequence[Choosable], k: int, table: Table) -> tuple[Drawn, ...]:
    """The first ``k`` in order, with the same quota, for certain."""
    kinds: Counter[str] = Counter()
    chosen: list[Choosable] = []
    for one in in_order(offers):
        if len(chosen) < k and kinds[one.kind] < int(table["most_of_kind"]):
            kinds[one.kind] += 1
            chosen.append(one)
    return tuple(Drawn(one.product_id, place, 1, 1) for place, one in enumerate(chosen))


def in_order(offers: Sequence[Choosable]) -> list[Choosable]:
    """The best upper value first; ties by id, so that the order of the catalogue says nothing."""
    return sorted(offers, key=lambda one: (-one.upper, one.product_id))


def weigh(offers: Sequence[Choosable], table: Table) -> list[int]:
    """The weight of each of the offers, which stand in order."""
    explore = table["explore"]
    best = offers[0].upper
    heat = max(1.0, abs(best) * explore["temperature"] / PPM)
    shares = [exp((one.upper - best) / heat) for one in offers]
    total = sum(shares)
    first = min(len(offers), int(explore["among"]))
    even = FINE * explore["even"] // PPM
    soft = FINE - even
    return [
        round(soft * share / total) + (even // first if place < first else 0)
        for place, share in enumerate(shares)
    ]


def _pick(rng: Random, weights: Sequence[int]) -> int:
    point = rng.randrange(sum(weights))
    for place, weight in enumerate(weights):
        point -= weight
        if point < 0:
            return place
    raise AssertionError("a point lies within the sum")
