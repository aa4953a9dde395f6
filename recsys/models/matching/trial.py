"""A trial campaign: offers drawn at random, which is what tells how willingly each kind is taken."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from recsys.simulator.chances import CHANNELS, kinds
from recsys.simulator.life import Life


@dataclass(frozen=True, slots=True)
class Tried:
    """One offer: who, what, where, and whether it was taken."""

    customer_id: str
    kind: str
    channel: str
    accepted: bool


def try_at_random(lives: Sequence[Life], seed: int) -> list[Tried]:
    """One offer to each."""
    tried = []
    for life in lives:
        rng = Random(f"{seed}/{life.customer_id}/trial")
        kind, channel = rng.choice(kinds()), rng.choice(CHANNELS)
        tried.append(Tried(life.customer_id, kind, channel, life.accepts(kind, channel, seed)))
    return tried


def rates_by_kind(tried: Sequence[Tried]) -> dict[str, float]:
    """The share of offers of each kind that were taken; one taken of every hundred is assumed before."""
    offered = Counter(one.kind for one in tried)
    taken = Counter(one.kind for one in tried if one.accepted)
    return {kind: (taken[kind] + 0.1) / (offered[kind] + 10) for kind in kinds()}
