"""Ways of matching customers, products and channels, judged by the simulator's true chances."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from recsys.models.channel.learned import ChannelModel
from recsys.models.channel.preference import last_used, preference
from recsys.models.customers.aims import aims
from recsys.models.customers.observe import Observation, table_of
from recsys.models.customers.potential import find_lookalikes
from recsys.models.matching.join import join
from recsys.models.matching.learnt import learn_match
from recsys.models.matching.trial import Tried, rates_by_kind
from recsys.models.model import Model
from recsys.models.table import Numbers
from recsys.simulator.chances import CHANNELS, kinds
from recsys.simulator.life import Life

Pairs = list[tuple[str, str]]
Wanting = Mapping[str, Numbers]  # by kind, one number per customer


@dataclass(frozen=True)
class Known:
    """What the ways may learn from, and whom they choose for."""

    seen: Sequence[Observation]
    new: Sequence[Life]
    now: Sequence[Observation]
    channels: ChannelModel
    propensities: Mapping[str, Model]  # by the key of the aim
    tried: Sequence[Tried]
    likened: Sequence[str] = ()  # aims for which look-alikes are sought; none = all
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Accepted:
    """The true mean chance that the offers of a way of matching are accepted, and its standard error."""

    name: str
    rate: float
    error: float


def compare_matching(known: Known) -> list[Accepted]:
    """One offer for each new customer by every way."""
    ways: dict[str, Callable[[Known], Pairs]] = {
        "at random": _at_random,
        "best product, last used channel": _usual,
        "method 1, look-alikes": lambda known: _joined(known, lookalike_wanting(known)),
        "method 1, propensities": lambda known: _joined(known, propensity_wanting(known)),
        "method 2, multi-target tree": _by_tree,
        "perfect knowledge": lambda known: [
            max(life.accept, key=life.accept.__getitem__) for life in known.new
        ],
    }
    return [_judge(name, known.new, choose(known)) for name, choose in ways.items()]


def lookalike_wanting(known: Known) -> Wanting:
    """Likeness to the present users of each kind."""
    table = table_of(known.now)
    found = find_lookalikes(known.seen, known.seed, known.likened)
    return {one.aim.kind: one.wanting(table) for one in found.values()}


def propensity_wanting(known: Known) -> Wanting:
    """The foreseen chance of buying each kind."""
    table, kind = table_of(known.now), {aim.key: aim.kind for aim in aims()}
    return {kind[key]: model.chance(table) for key, model in known.propensities.items() if kind[key]}


def _at_random(known: Known) -> Pairs:
    rng = Random(f"{known.seed}/anything")
    return [(rng.choice(kinds()), rng.choice(CHANNELS)) for _ in known.new]


def _usual(known: Known) -> Pairs:
    """The usual practice: everyone gets what was accepted most, where they were last."""
    rates = rates_by_kind(known.tried)
    best = max(kinds(), key=lambda kind: rates[kind])
    return [(best, last_used(one.contacts)) for one in known.now]


def _joined(known: Known, wanting: Wanting) -> Pairs:
    wants = _in_proportion(known, wanting)
    chosen = []
    for row, one in enumerate(known.now):
        where = preference(one.contacts, one.known, known.channels, one.now)
        best = join({kind: float(values[row]) for kind, values in wants.items()}, where.chances)[0]
        chosen.append((best.kind, best.channel))
    return chosen


def _by_tree(known: Known) -> Pairs:
    model = learn_match(known.seen, known.seed)
    found = model.rates(table_of(known.now))
    by_kind = {kind: np.array([rates[kind] for rates, _ in found]) for kind in model.tree.kinds}
    wants = _in_proportion(known, by_kind)
    best = [
        join({kind: float(values[row]) for kind, values in wants.items()}, where, graded=False)[0]
        for row, (_, where) in enumerate(found)
    ]
    return [(match.kind, match.channel) for match in best]


def _in_proportion(known: Known, wanting: Wanting) -> Wanting:
    """How much likelier to want it than others, times how often such offers were taken so far."""
    rates = rates_by_kind(known.tried)
    return {kind: values / values.mean() * rates[kind] for kind, values in wanting.items()}


def _judge(name: str, lives: Sequence[Life], chosen: Pairs) -> Accepted:
    chances = np.array([life.accept[pair] for life, pair in zip(lives, chosen, strict=True)])
    return Accepted(name, float(chances.mean()), float(chances.std() / len(chances) ** 0.5))
