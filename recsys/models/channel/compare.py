"""Ways of choosing a channel, judged by the simulator's true chances of being noticed there."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.contacts.contact import Contact
from recsys.models.channel.learned import ChannelModel
from recsys.models.channel.preference import LONG, last_used, preference
from recsys.models.customers.observe import Observation
from recsys.models.customers.recent import CHANNELS
from recsys.simulator.life import Life

Chooser = Callable[[Observation], str]


@dataclass(frozen=True, slots=True)
class Reached:
    """How often the best channel was chosen, and the true mean chance of being noticed in the chosen one."""

    name: str
    best: float
    noticed: float
    noticed_few: float  # the same among those with ten contacts or fewer


def compare_channels(lives: Sequence[Life], now: Sequence[Observation], model: ChannelModel) -> list[Reached]:
    """Every way on the same people."""
    ways: dict[str, Chooser] = {
        "last used channel": lambda one: last_used(one.contacts),
        "most used channel": lambda one: most_used(one.contacts),
        "own history, else learned": lambda one: preference(one.contacts, one.known, model, one.now).channel,
    }
    found = [_judge(name, lives, now, list(map(way, now))) for name, way in ways.items()]
    return [*found, _judge("perfect knowledge", lives, now, list(map(_best, lives)))]


def most_used(contacts: Sequence[Contact]) -> str:
    """A plain count."""
    used = Counter(one.channel for one in contacts)
    return max(CHANNELS, key=lambda name: used[name])


def _judge(name: str, lives: Sequence[Life], now: Sequence[Observation], chosen: Sequence[str]) -> Reached:
    noticed = np.array([life.notice[channel] for life, channel in zip(lives, chosen, strict=True)])
    few = np.array([len(one.contacts) <= LONG for one in now])
    right = np.mean([channel == _best(life) for life, channel in zip(lives, chosen, strict=True)])
    return Reached(name, float(right), float(noticed.mean()), float(noticed[few].mean()))


def _best(life: Life) -> str:
    return max(CHANNELS, key=lambda name: life.notice[name])
